import {
  aheadOfStampsMs,
  byOther,
  byOurs,
  canBe,
  clockAheadAfter,
  latestByOther,
  roundAheadMs,
} from '../../domain/messenger-clock';

const noon = Date.UTC(2026, 2, 5, 12);

/** A reply that was asked for at noon, by our clock, and took so long; the messenger's clock tells whole seconds. */
function reading(ourAheadMs: number, tookMs = 100, askedAtMs = noon) {
  const answeredAtMs = askedAtMs + tookMs;
  const told = new Date(Math.floor((answeredAtMs - ourAheadMs) / 1000) * 1000);
  return { askedAt: new Date(askedAtMs), answeredAt: new Date(answeredAtMs), told };
}

describe('how far our clock is ahead of a messenger’s', () => {
  test.each([120_000, -120_000, 0, 3_456, -80_000_000])(
    'is known after one reply, and never too little: %i ms',
    (ms) => {
      const known = clockAheadAfter(undefined, reading(ms)) ?? Number.NaN;
      expect(known).toBeGreaterThanOrEqual(ms);
      expect(known).toBeLessThanOrEqual(ms + 1_100);
    },
  );

  test('is known the better the more replies there are, also when one was slow', () => {
    let known: number | undefined;
    for (const [index, tookMs] of [20_000, 50, 9_000, 60, 40].entries())
      known = clockAheadAfter(known, reading(5_300, tookMs, noon + index * 10_230));
    expect(known).toBeGreaterThanOrEqual(5_300);
    expect(known).toBeLessThanOrEqual(5_300 + 1_060);
  });

  test.each([
    ['forward', 0, 120_000],
    ['back', 120_000, 0],
  ])('is known anew when a clock was set %s', (_how, before, after) => {
    const known = clockAheadAfter(clockAheadAfter(undefined, reading(before)), reading(after));
    expect(known).toBeGreaterThanOrEqual(after);
    expect(known).toBeLessThanOrEqual(after + 1_100);
  });

  test('is not to be had from a slow first reply that clocks which agree would have given as well', () => {
    expect(clockAheadAfter(undefined, reading(0, 5_000))).toBeUndefined();
    expect(clockAheadAfter(undefined, reading(120_000, 5_000))).toBeGreaterThanOrEqual(120_000);
    expect(clockAheadAfter(undefined, reading(-120_000, 5_000))).toBeGreaterThanOrEqual(-120_000);
  });

  test('is not worth noting anew for less than a tenth of a second', () => {
    const known = clockAheadAfter(undefined, reading(0, 80));
    expect(clockAheadAfter(known, reading(0, 20))).toBe(known);
  });

  test.each([
    ['no time', Number.NaN],
    ['microseconds', noon * 1000],
    ['the time of another day', noon - 2 * 86_400_000],
  ])('is not to be had from a reply that tells %s', (_what, told) => {
    const useless = { ...reading(0), told: new Date(told) };
    expect(clockAheadAfter(undefined, useless)).toBeUndefined();
    expect(clockAheadAfter(7_000, useless)).toBe(7_000);
  });
});

test('where a messenger gives no time, our own clock stamps its messages', () => {
  expect(aheadOfStampsMs({ stampsByReceipt: true }, { clockAheadMs: 120_000 })).toBe(0);
  expect(aheadOfStampsMs({}, { clockAheadMs: 120_000 })).toBe(120_000);
  expect(aheadOfStampsMs({}, {})).toBeUndefined();
});

test('a time of one clock is told by the other', () => {
  const ours = new Date(noon);
  expect(byOther(ours, 120_000)).toEqual(new Date(noon - 120_000));
  expect(byOurs(byOther(ours, -5), -5)).toEqual(ours);
  expect([byOther(ours), byOurs(ours)]).toEqual([ours, ours]);
  const [from, shown, until] = [Date.now(), latestByOther(undefined).getTime(), Date.now()];
  expect(shown >= from && shown <= until).toBe(true);
  expect(latestByOther(120_000).getTime()).toBeLessThanOrEqual(Date.now() - 119_000);
});

test.each([
  [undefined, 0],
  [900, 0],
  [-900, 0],
  [120_400, 119_400],
  [-119_600, -120_600],
])('a difference measured as %s ms is said to be %i', (measured, said) => {
  expect(roundAheadMs(measured)).toBe(said);
});

describe('a stamp', () => {
  const now = new Date(noon);
  const beganAt = new Date('2013-08-14');
  const hoursFromNow = (hours: number) => new Date(noon + hours * 3_600_000);

  test.each([
    ['of now', now, true],
    ['of last year', new Date('2025-03-05'), true],
    ['of this time tomorrow', hoursFromNow(24), true],
    ['of the day after tomorrow', hoursFromNow(25), false],
    ['in microseconds', new Date(noon * 1000), false],
    ['in seconds', new Date(noon / 1000), false],
    ['of the year zero', new Date(0), false],
    ['below zero', new Date(-noon), false],
    ['that is none', new Date(Number.NaN), false],
    ['from before the messenger', new Date('2013-08-13'), false],
  ])('%s: can it be? %s', (_which, stamp, can) => {
    expect(canBe(stamp, now, beganAt)).toBe(can);
  });

  test('of a messenger of which it is not known when it began is not from before any of them', () => {
    expect(canBe(new Date('2010-01-01'), now, undefined)).toBe(true);
    expect(canBe(new Date('2001-09-09'), now, undefined)).toBe(false);
  });
});
