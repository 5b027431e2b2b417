import type { Live } from './live';

/** A computer that sleeps stops timers too: a tick that comes this late means that it has slept. */
const tickMs = 5_000;
const sleptMs = 15_000;

/** Lets the stream look at itself whenever the browser has reason to doubt it. */
export function watchWakeUp(live: Pick<Live, 'check' | 'lost'>, window: Window): void {
  let lastTickMs = Date.now();
  setInterval(() => {
    const nowMs = Date.now();
    if (nowMs - lastTickMs > sleptMs) live.check();
    lastTickMs = nowMs;
  }, tickMs);
  window.addEventListener('online', live.check);
  window.addEventListener('offline', live.lost);
  window.addEventListener('pageshow', live.check);
  window.document.addEventListener('visibilitychange', () => {
    if (window.document.visibilityState === 'visible') live.check();
  });
}
