import type { Client } from '@temporalio/client';

/** How long a call to Temporal may take, retries included, before the caller goes on without it. */
const patienceMs = 5_000;

/** Calls Temporal, giving up after seconds: whatever is not told now, the relay tells later. */
export function patience<T>(temporal: Client, call: () => Promise<T>): Promise<T> {
  return temporal.withDeadline(Date.now() + patienceMs, call);
}
