import type { Client } from '@temporalio/client';

/** How long a call to Temporal may take, retries included, before the caller goes on without it. */
const patienceMs = 5_000;

const underWay = new WeakMap<Client, Set<Promise<unknown>>>();

/** Calls Temporal, giving up after seconds: whatever is not told now, the relay tells later. */
export function patience<T>(temporal: Client, call: () => Promise<T>, withinMs: number = patienceMs): Promise<T> {
  const calls = underWay.get(temporal) ?? new Set();
  underWay.set(temporal, calls);
  const made = temporal.withDeadline(Date.now() + withinMs, call);
  const forget = () => void calls.delete(made);
  calls.add(made);
  made.then(forget, forget);
  return made;
}

/** Closes the connection when no call is under way: the SDK's retry of a call on a closed one throws where nobody can catch it. */
export async function closeWhenQuiet(temporal: Client): Promise<void> {
  for (const calls = underWay.get(temporal); calls !== undefined && calls.size > 0; ) await Promise.allSettled(calls);
  await temporal.connection.close();
}
