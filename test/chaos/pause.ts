import { setTimeout as delay } from 'node:timers/promises';

/** Rests for so long, or until the signal ends it; never throws. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
