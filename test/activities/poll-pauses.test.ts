import { pauseAfter } from '../../activities/poll-pauses';
import type { HealthStatus } from '../../domain/channel';

const pauses = (status: HealthStatus, retryAfterMs: number, count = 12) =>
  Array.from({ length: count }, (_, index) =>
    pauseAfter({ retryAfterMs, health: { status, detail: 'Trouble.' } }, index + 1),
  );

test('what is over soon is noticed soon; what lasts is asked for less and less, a minute apart at the most', () => {
  const seconds = pauses('unreachable', 2_000).map((ms) => ms / 1000);
  expect(seconds).toEqual([2, 2, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]);
});

test('no pause is shorter than the messenger asks for', () => {
  expect(new Set(pauses('rate_limited', 180_000))).toEqual(new Set([180_000]));
});

test('of two rivals the one that has been refused more often gives way', () => {
  const seconds = pauses('conflict', 5_000, 8).map((ms) => ms / 1000);
  expect(seconds).toEqual([5, 10, 20, 40, 80, 160, 300, 300]);
});
