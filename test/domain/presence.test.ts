import {
  hasEnded,
  lastSeenUnder,
  type PresenceLease,
  presenceLeaseMs,
  verdictOnAbsence,
  wasOutage,
} from '../../domain/presence';

const at = (ms: number) => new Date(1_790_000_000_000 + ms);
const now = at(0);

describe('who has no connection', () => {
  const seenAt = at(-120_000);
  const before = at(-600_000);
  const after = at(-60_000);
  const gone = { id: 'ann', connections: [], seenAt, timesOutAt: at(-1) };

  test.each([
    ['is gone when his time is over', gone, { status: 'active', changedAt: before }, 'is_gone'],
    [
      'is gone when it is over this very moment',
      { ...gone, timesOutAt: now },
      { status: 'active', changedAt: before },
      'is_gone',
    ],
    [
      'may come back until then',
      { ...gone, timesOutAt: at(1) },
      { status: 'active', changedAt: before },
      'may_come_back',
    ],
    ['is there when he is back', { ...gone, timesOutAt: null }, { status: 'active', changedAt: before }, 'is_there'],
    ['is there when another has seen to it', null, { status: 'inactive', changedAt: after }, 'is_there'],
    ['is gone when he became active while he was connected', gone, { status: 'active', changedAt: seenAt }, 'is_gone'],
    [
      'is not watched when he became active without a connection',
      gone,
      { status: 'active', changedAt: after },
      'is_not_watched',
    ],
    ['is not watched while he is inactive', gone, { status: 'inactive', changedAt: before }, 'is_not_watched'],
    ['is not watched when he is no operator', gone, null, 'is_not_watched'],
  ] as const)('%s', (_title, presence, operator, verdict) => {
    const given = presence && { ...presence, connections: [] };
    expect(verdictOnAbsence({ presence: given, operator }, now)).toBe(verdict);
  });
});

describe('leases of API processes', () => {
  const lease = (fields: Partial<PresenceLease> = {}): PresenceLease => ({
    ...{ id: 'a', renewedAt: at(-1_000), expiresAt: at(-1_000 + presenceLeaseMs), isOver: false },
    ...fields,
  });
  const runOut = lease({ renewedAt: at(-presenceLeaseMs), expiresAt: now });
  const givenUp = lease({ renewedAt: at(-10), expiresAt: at(-10), isOver: true });
  const taken = { ...runOut, isOver: true };

  test.each([
    ['one that was renewed holds', lease(), false],
    ['one that was not renewed in time has ended', runOut, true],
    ['one that its process has given up has ended', givenUp, true],
    ['one that another process has ended stays so', taken, true],
  ])('%s', (_title, given, ended) => {
    expect(hasEnded(given, now)).toBe(ended);
  });

  test.each([
    ['nobody holds one: there are none', [], true],
    ['nobody holds one: all have ended', [runOut, givenUp, taken], true],
    ['one process is alive, whatever became of the others', [runOut, lease(), givenUp], false],
  ])('was there an outage? %s', (_title, leases, outage) => {
    expect(wasOutage(leases, now)).toBe(outage);
  });

  test('those of a process that was killed may have been connected until its lease ran out', () => {
    expect(lastSeenUnder(runOut)).toEqual(now);
    // Prolonged after an outage: that tells nothing of its connections.
    expect(lastSeenUnder({ ...runOut, expiresAt: at(3_600_000) })).toEqual(now);
  });

  test('those of a process that ended were connected until then', () => {
    expect(lastSeenUnder(givenUp)).toEqual(at(-10));
  });
});
