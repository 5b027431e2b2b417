import { type SharedContact, sharedContactOf } from '../../domain/message-parts';
import type { Migration } from './contract';
import { overRows } from './over-rows';

type FormerCard = Pick<SharedContact, 'name' | 'phoneNumber'> & Partial<SharedContact>;

/** A contact card had one number, and no mail address. */
export const numbersOfContactCards: Migration = {
  number: 7,
  title: 'contact cards have all their numbers and addresses',
  step: overRows([
    {
      collection: 'messages',
      change({ sharedContact }) {
        const card = (sharedContact ?? null) as FormerCard | null;
        if (card === null || card.phones !== undefined) return null;
        const phones = card.phoneNumber === '' ? [] : [card.phoneNumber];
        return {
          from: { sharedContact },
          set: { sharedContact: sharedContactOf({ name: card.name, phones, emails: [] }) },
        };
      },
    },
  ]),
};
