import type { PollOutcome } from '../channels/contract';

type Trouble = Pick<Extract<PollOutcome, { kind: 'trouble' }>, 'retryAfterMs' | 'health'>;

/** What is over after a moment is noticed as quickly as the provider wants. */
const quickRetries = 3;
/** The messages of an outage wait at most this long after it. */
const longestMs = 60_000;
/** Each look takes the bot from the rival for a moment, so it is seldom. */
const longestOfRivalMs = 5 * 60_000;

/** The pause after the n-th trouble in a row: it grows, and is never less than the provider asks for. */
export function pauseAfter({ retryAfterMs, health }: Trouble, troubles: number): number {
  const isRival = health.status === 'conflict';
  const doublings = Math.min(Math.max(0, troubles - (isRival ? 1 : quickRetries)), 20);
  const longest = isRival ? longestOfRivalMs : longestMs;
  return Math.max(retryAfterMs, Math.min(retryAfterMs * 2 ** doublings, longest));
}
