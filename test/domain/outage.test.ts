import { outagesIn } from '../../domain/outage';
import type { PresenceLease } from '../../domain/presence';

const now = new Date();
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);

const alive: PresenceLease = { id: 'alive', renewedAt: ago(1), expiresAt: ago(-14), isOver: false };
const silent = (seconds: number, id = 'silent'): PresenceLease => ({
  ...{ id, renewedAt: ago(seconds), expiresAt: ago(seconds - 15), isOver: false },
});
/** Given up by its process. */
const over = (seconds: number): PresenceLease => ({
  ...{ id: 'over', renewedAt: ago(seconds), expiresAt: ago(seconds), isOver: true },
});

test.each<[string, PresenceLease[], Array<[from: number, until: number]>]>([
  ['there never was a process', [], []],
  ['all is well', [alive], []],
  ['a process is a little slow', [silent(5)], []],
  ['the only process is silent for longer than a delivery waits', [silent(8)], [[8, 0]]],
  ['one of two is silent', [alive, silent(8)], [[8, 0]]],
  ['one of two was dead before it was noticed', [alive, silent(40)], [[40, 25]]],
  ['one of two ended in order', [alive, over(40)], []],
  ['all ended, the last in order', [silent(100), over(40)], [[40, 0]]],
  ['all ended, the last by a kill', [over(100), silent(40)], [[40, 0]]],
])('%s', (_, leases, expected) => {
  const seconds = (date: Date) => Math.round((now.getTime() - date.getTime()) / 1_000);
  const found = outagesIn(leases, now).map(({ from, until }) => [seconds(from), seconds(until)]);
  expect(found).toEqual(expected);
});

test('the same outage has the same name whoever sees it, and whenever', () => {
  const [first] = outagesIn([silent(40)], now);
  const [second] = outagesIn([silent(40)], new Date(now.getTime() + 5_000));
  expect(second?.id).toBe(first?.id);
});
