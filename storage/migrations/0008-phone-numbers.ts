import { internationalNumber } from '../phone-number';
import type { Migration } from './contract';
import { overRows } from './over-rows';

/** An earlier version took `+49 (0)151 …` for a number that begins with `+490151`, which nobody can be reached by. */
export const phoneNumbers: Migration = {
  number: 8,
  title: 'telephone numbers of contacts are in international form',
  step: overRows([
    {
      collection: 'contacts',
      change(row) {
        const { phone } = row as unknown as { phone?: string | null };
        const international = phone ? internationalNumber(phone) : null;
        if (international === null || international === phone) return null;
        return { from: { phone }, set: { phone: international } };
      },
    },
  ]),
};
