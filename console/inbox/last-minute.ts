/** In its last minute an offer is urgent: whoever misses it is set inactive. */
export const lastMinuteMs = 60_000;

/** How long an offer can still be taken; `nowMs` by the server's clock. */
export function leftMs(expiresAt: string, nowMs: number): number {
  return Date.parse(expiresAt) - nowMs;
}
