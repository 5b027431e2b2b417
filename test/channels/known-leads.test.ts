import { type LookedUp, settleLeads } from '../../channels/shared/known-leads';
import type { Leads } from '../../domain/reception';

const now = Date.now();
const here: Leads = { kind: 'here' };
const elsewhere: Leads = { kind: 'elsewhere', address: 'other.example', detail: 'There.' };
const read = (minutesAgo: number, leads: typeof here | typeof elsewhere) => ({
  ...{ at: new Date(now - minutesAgo * 60_000).toISOString(), leads },
});

test.each<[string, LookedUp, ReturnType<typeof read> | undefined, Leads]>([
  ['what the messenger tells', here, read(5, elsewhere), here],
  ['what it tells, elsewhere', elsewhere, read(5, here), elsewhere],
  ['nothing, once it does not tell', { kind: 'untold' }, read(5, elsewhere), { kind: 'untold' }],
  ['what it told lately, while it cannot be asked', { kind: 'not_now' }, read(59, elsewhere), elsewhere],
  ['nothing of what it told long ago', { kind: 'not_now' }, read(61, elsewhere), { kind: 'untold' }],
  ['nothing, never having been told', { kind: 'not_now' }, undefined, { kind: 'untold' }],
])('holds is %s', (_, found, before, leads) => {
  expect(settleLeads(found, before, now).leads).toEqual(leads);
});

test('an answer is remembered with its time, and trouble keeps the time of the answer', () => {
  const { known } = settleLeads(here, undefined, now);
  expect(known).toEqual({ at: new Date(now).toISOString(), leads: here });
  expect(settleLeads({ kind: 'not_now' }, known, now + 1_000).known).toEqual(known);
  expect(settleLeads({ kind: 'untold' }, known, now + 1_000).known).toBeUndefined();
});
