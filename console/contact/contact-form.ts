import type { Contact } from '../app/types';
import type { ContactChange } from './contact-store';

export interface ContactForm {
  name: string;
  firstName: string;
  lastName: string;
  phone: string;
}

export function formOf({ name, firstName, lastName, phone }: Contact): ContactForm {
  return { name, firstName: firstName ?? '', lastName: lastName ?? '', phone: phone ?? '' };
}

/** Only what was changed: a name that is sent along would no longer follow first and last name. */
export function changesOf(before: Contact, values: ContactForm): ContactChange {
  const was = formOf(before);
  const emptied = (text: string) => (text.trim() === '' ? null : text.trim());
  const isChanged = (field: keyof ContactForm) => values[field].trim() !== was[field];
  return {
    ...(isChanged('name') ? { name: values.name.trim() } : {}),
    ...(isChanged('firstName') ? { firstName: emptied(values.firstName) } : {}),
    ...(isChanged('lastName') ? { lastName: emptied(values.lastName) } : {}),
    ...(isChanged('phone') ? { phone: emptied(values.phone) } : {}),
  };
}
