import { z } from 'zod';
import type { Leads } from '../../domain/reception';

/** For how long an answer holds while the messenger cannot be asked again. */
const holdsForMs = 60 * 60_000;

/** What was last read, as it stands in a cursor. */
export const knownLeads = z.object({
  at: z.iso.datetime(),
  leads: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('here') }),
    z.object({ kind: z.literal('elsewhere'), address: z.string(), detail: z.string() }),
  ]),
});
export type KnownLeads = z.infer<typeof knownLeads>;

/** What a look-up came to: an answer, or passing trouble. */
export type LookedUp = Leads | { kind: 'not_now' };

/** What holds now, and what is to be remembered for the next time. */
export function settleLeads(
  found: LookedUp,
  before: KnownLeads | undefined,
  now: number,
): { leads: Leads; known: KnownLeads | undefined } {
  switch (found.kind) {
    case 'here':
    case 'elsewhere':
      return { leads: found, known: { at: new Date(now).toISOString(), leads: found } };
    case 'untold':
      return { leads: found, known: undefined };
    case 'not_now': {
      const isFresh = before !== undefined && now - Date.parse(before.at) < holdsForMs;
      return { leads: isFresh ? before.leads : { kind: 'untold' }, known: before };
    }
    default:
      return found satisfies never;
  }
}
