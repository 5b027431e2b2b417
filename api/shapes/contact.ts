import { z } from 'zod';
import type { Contact, Merge } from '../../domain/contact';
import { timeShape } from './common';

export const contactShape = z
  .object({
    id: z.string(),
    name: z.string(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    phone: z.string().nullable(),
    photoUrl: z.string().nullable().meta({ description: 'Short-lived address that needs no header.' }),
    identities: z
      .array(z.object({ provider: z.string(), clientId: z.string() }))
      .meta({ description: 'How the contact is known at messengers.' }),
    createdAt: timeShape,
  })
  .meta({ id: 'Contact' });

export const contactDetailsShape = contactShape
  .extend({
    merges: z
      .array(z.object({ id: z.string(), contactId: z.string(), at: timeShape, undoableUntil: timeShape }))
      .meta({ description: 'Contacts that were merged into this one and can be taken out again.' }),
  })
  .meta({ id: 'ContactDetails' });

export function showContact(
  { id, name, firstName, lastName, phone, photoFileId, identities, createdAt }: Contact,
  installation: { signFileUrl: (fileId: string) => string },
): z.input<typeof contactShape> {
  return {
    ...{ id, name, firstName, lastName, phone, identities },
    photoUrl: photoFileId === null ? null : installation.signFileUrl(photoFileId),
    createdAt: createdAt.toISOString(),
  };
}

export function showMerge({ id, from, at, undoableUntil }: Merge) {
  return { id, contactId: from.id, at: at.toISOString(), undoableUntil: undoableUntil.toISOString() };
}
