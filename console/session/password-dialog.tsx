import { useServices } from '../app/services';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Form, FormActions, useForm } from '../ui/form';
import { PasswordInput } from '../ui/inputs';
import { words } from '../words/words';

/** One's own password, with the old one. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { api, toasts } = useServices();
  const { password: say, common } = words();
  const form = useForm({
    initial: { oldPassword: '', newPassword: '' },
    send: (values) => api.put('/api/account/password', values),
    onSent: () => {
      toasts.show({ tone: 'success', text: words().password.changed });
      onClose();
    },
  });
  const field = (name: 'oldPassword' | 'newPassword') => ({
    value: form.values.value[name],
    error: form.errorOf(name),
    onChange: (value: string) => form.set(name, value),
  });
  return (
    <Dialog title={say.title} onClose={onClose} persistent>
      <Form form={form} label={say.title}>
        <PasswordInput label={say.old} autocomplete="current-password" {...field('oldPassword')} />
        <PasswordInput label={say.new} hint={say.hint} autocomplete="new-password" {...field('newPassword')} />
        <FormActions>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" tone="primary" busy={form.isSending.value}>
            {form.isSending.value ? common.saving : common.save}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  );
}
