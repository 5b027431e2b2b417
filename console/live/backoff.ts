const firstMs = 500;
const longestMs = 15_000;

/**
 * How long to wait before the nth attempt (from 0): twice as long each time, and by chance up to half as long, so that all the operators of a
 * restarted service don't come back in the same instant.
 */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const most = Math.min(longestMs, firstMs * 2 ** attempt);
  return most * (0.5 + random() / 2);
}
