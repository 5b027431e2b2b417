import type { ContactDetails } from '../app/types';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Form, FormActions, useForm } from '../ui/form';
import { TextInput } from '../ui/inputs';
import { words } from '../words/words';
import { type ContactForm, changesOf, formOf } from './contact-form';
import type { ContactStore } from './contact-store';
import { contactWords } from './words';

/** What a contact is called, and his number. */
export function EditDialog({
  store,
  contact,
  onClose,
}: {
  store: ContactStore;
  contact: ContactDetails;
  onClose: () => void;
}) {
  const say = contactWords();
  const form = useForm<ContactForm>({
    initial: formOf(contact),
    send: (values) => store.change(changesOf(contact, values)),
    onSent: onClose,
  });
  const values = form.values.value;
  const field = (name: keyof ContactForm) => ({
    value: values[name],
    error: form.errorOf(name),
    onChange: (value: string) => form.set(name, value),
    autocomplete: 'off' as const,
  });
  return (
    <Dialog title={say.editTitle(contact.name)} onClose={onClose} persistent>
      <Form form={form} label={say.editTitle(contact.name)}>
        <TextInput label={say.firstName} {...field('firstName')} />
        <TextInput label={say.lastName} {...field('lastName')} />
        <TextInput label={say.name} hint={say.nameHint} {...field('name')} />
        <TextInput label={say.phone} hint={say.phoneHint} type="tel" {...field('phone')} />
        <FormActions>
          <Button onClick={onClose}>{words().common.cancel}</Button>
          <Button type="submit" tone="primary" busy={form.isSending.value}>
            {words().common.save}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  );
}
