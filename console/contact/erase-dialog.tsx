import { ApiError } from '../app/api-error';
import type { Contact } from '../app/types';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Form, FormActions, useForm } from '../ui/form';
import { TextInput } from '../ui/inputs';
import { words } from '../words/words';
import { contactWords } from './words';

/** Asks for the name to be typed: nothing brings back what is erased. */
export function EraseDialog({
  contact,
  erase,
  onErased,
  onClose,
}: {
  contact: Contact;
  erase: () => Promise<void>;
  onErased: () => void;
  onClose: () => void;
}) {
  const say = contactWords();
  const form = useForm({
    initial: { name: '' },
    send: async ({ name }) => {
      if (name.trim() !== contact.name.trim()) throw mismatch();
      await erase();
    },
    onSent: () => {
      onClose();
      onErased();
    },
  });
  return (
    <Dialog title={say.eraseTitle(contact.name)} onClose={onClose} persistent>
      <p>{say.eraseText}</p>
      <Form form={form} label={say.eraseTitle(contact.name)}>
        <TextInput
          label={say.eraseType(contact.name)}
          value={form.values.value.name}
          error={form.errorOf('name')}
          onChange={(name) => form.set('name', name)}
          autocomplete="off"
          spellcheck={false}
        />
        <FormActions>
          <Button onClick={onClose}>{words().common.cancel}</Button>
          <Button type="submit" tone="danger" busy={form.isSending.value}>
            {say.eraseAction}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  );
}

function mismatch(): ApiError {
  const { eraseMismatch: detail } = contactWords();
  return new ApiError({ status: 400, code: 'invalid_request', detail, errors: { name: detail } });
}
