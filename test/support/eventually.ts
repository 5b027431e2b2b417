import { inspect } from 'node:util';

/** No wait is an assertion about time: a machine that others use as well may take a minute for a second of work. */
const usualPatienceMs = 240_000;
/** Quick at first, for what is there in a moment; then seldom enough to leave a busy machine to what is waited for. */
const firstPauseMs = 10;
const longestPauseMs = 100;

/** Looks until the answer is there; fails with what was waited for, and what was seen last. */
export async function eventually<T>(
  what: string | (() => string),
  look: () => Promise<T | null | undefined | false>,
  withinMs = usualPatienceMs,
): Promise<T> {
  const until = Date.now() + withinMs;
  let last: unknown;
  for (let pauseMs = firstPauseMs; Date.now() < until; pauseMs = Math.min(pauseMs * 1.25, longestPauseMs)) {
    try {
      const seen = await look();
      if (seen !== null && seen !== undefined && seen !== false) return seen;
      last = seen;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  const told = typeof what === 'string' ? what : what();
  throw new Error(`waited ${withinMs} ms in vain until ${told}; last seen: ${inspect(last, { depth: 4 })}`);
}
