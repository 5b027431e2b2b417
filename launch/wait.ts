import { setTimeout as delay } from 'node:timers/promises';

/** Given up because the whole start was. */
export class Aborted extends Error {
  override readonly name = 'Aborted';
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Aborted('stopped before it was ready');
}

/** Asks until the answer is defined; undefined when the time is over. */
export async function poll<T>(options: {
  ask: () => Promise<T | undefined> | T | undefined;
  timeoutMs: number;
  everyMs?: number;
  signal?: AbortSignal | undefined;
}): Promise<T | undefined> {
  const deadlineMs = performance.now() + options.timeoutMs;
  for (;;) {
    throwIfAborted(options.signal);
    const answer = await options.ask();
    if (answer !== undefined || performance.now() >= deadlineMs) return answer;
    await delay(options.everyMs ?? 100);
  }
}

/** True when the promise settled in time. */
export async function settlesWithin(promise: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      promise.then(
        () => true,
        () => true,
      ),
      delay(timeoutMs, false, { signal: timer.signal }),
    ]);
  } finally {
    timer.abort();
  }
}
