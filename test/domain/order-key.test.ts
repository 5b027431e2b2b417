import {
  inOrder,
  isStamped,
  keyBehind,
  keyOnceTaken,
  lastKeyUntil,
  laterKey,
  orderKey,
  saidAt,
} from '../../domain/order-key';

const at = (text: string) => new Date(`2026-03-05T${text}Z`);
const key = (text: string, sequence = 0) => orderKey(at(text), sequence);

describe('of two messages the one that was said later has the greater key', () => {
  test.each([
    ['by their times', key('10:00:00.000', 9), key('10:00:00.001', 0)],
    ['over a year’s end', orderKey(new Date('2026-12-31T23:59:59.999Z'), 0), orderKey(new Date('2027-01-01'), 0)],
    ['at one time by the messenger’s sequence', key('10:00:00.000', 9), key('10:00:00.000', 10)],
    ['with the largest of sequences', key('10:00:00.000', 2 ** 53 - 2), key('10:00:00.000', 2 ** 53 - 1)],
    ['what follows a message', key('10:00:00.000', 9), keyBehind(key('10:00:00.000', 9))],
    ['what follows that', keyBehind(key('10:00:00.000', 9)), keyBehind(keyBehind(key('10:00:00.000', 9)))],
    ['the next one of the messenger’s', keyBehind(key('10:00:00.000', 9)), key('10:00:00.000', 10)],
    ['from before there were computers', orderKey(new Date('1932-01-01'), 0), key('10:00:00.000')],
    ['with a time beyond all calendars', key('10:00:00.000'), orderKey(new Date(8_640_000_000_000_000), 0)],
    ['with no time at all, which is the earliest', orderKey(new Date(Number.NaN), 0), key('10:00:00.000')],
    ['with a sequence below zero, which counts as none', orderKey(at('10:00:00.000'), -1), key('10:00:00.000', 1)],
  ])('%s', (_how, earlier, later) => {
    expect(earlier < later).toBe(true);
    expect(earlier).toHaveLength(later.length);
    expect(laterKey(earlier, later)).toBe(later);
    expect(laterKey(later, earlier)).toBe(later);
  });

  test('and where both stand at one place, the same one is always first', () => {
    const [one, other] = [
      { orderKey: key('10:00:00.000'), id: 'a' },
      { orderKey: key('10:00:00.000'), id: 'b' },
    ];
    expect([one, other].sort(inOrder)).toEqual([one, other]);
    expect([other, one].sort(inOrder)).toEqual([one, other]);
    expect(inOrder(one, one)).toBe(0);
  });
});

test('a key tells when its message was said, and whether the messenger stamped it', () => {
  const stamped = key('10:00:00.250', 17);
  expect(saidAt(stamped)).toEqual(at('10:00:00.250'));
  expect(saidAt(keyBehind(stamped))).toEqual(at('10:00:00.250'));
  expect([isStamped(stamped), isStamped(keyBehind(stamped))]).toEqual([true, false]);
});

test('what was said until a time has no greater key than that time’s last, and what was said later has', () => {
  const last = lastKeyUntil(at('10:00:00.250'));
  for (const early of [key('09:59:59.999', 5), key('10:00:00.250', 2 ** 53 - 1), keyBehind(key('10:00:00.250'))])
    expect(early < last).toBe(true);
  expect(key('10:00:00.251') > last).toBe(true);
});

describe('a message of ours that the messenger has taken', () => {
  const written = keyBehind(key('10:00:00.000', 17));

  test.each([
    ['stands where the messenger says', { stamp: { at: at('10:00:05.000'), sequence: 18 } }, key('10:00:05.000', 18)],
    [
      'in the second of what it answers, by the messenger’s sequence',
      { stamp: { at: at('10:00:00.000'), sequence: 18 } },
      key('10:00:00.000', 18),
    ],
    ['never before what its author had seen', { stamp: { at: at('09:58:00.000'), sequence: 18 } }, written],
    ['without a stamp where it was written, if nothing else is known', {}, written],
    ['and not before it was handed over', { notBefore: at('10:00:04.000') }, keyBehind(key('10:00:04.000'))],
    ['nor, then, before what its author had seen', { notBefore: at('09:58:00.000') }, written],
  ])('%s', (_how, taken, expected) => {
    expect(keyOnceTaken(written, taken)).toBe(expected);
  });
});
