export interface Receipt {
  receivedAt: string;
  /** Counts within the millisecond. */
  sequence: number;
}

/**
 * Stamps what comes in from a messenger that gives no time (domain 2.3), so that a later one never sorts before an earlier one,
 * even if the computer's clock steps back.
 */
export function createReceiptClock(now: () => number = Date.now): () => Receipt {
  let lastMs = 0;
  let sequence = 0;
  return () => {
    const atMs = Math.max(now(), lastMs);
    sequence = atMs === lastMs ? sequence + 1 : 0;
    lastMs = atMs;
    return { receivedAt: new Date(atMs).toISOString(), sequence };
  };
}
