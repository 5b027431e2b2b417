import { asyncLocalStorage, type Context } from '@temporalio/activity';

/** Runs an activity as a worker would, as far as activities ask for it: nobody listens to its heartbeats. */
export function inActivity<T>(work: () => Promise<T>, { triedForMs = 0 } = {}): Promise<T> {
  const context = {
    info: { scheduledTimestampMs: Date.now() - triedForMs, attempt: 1 },
    heartbeat: () => undefined,
    cancellationSignal: new AbortController().signal,
  };
  return asyncLocalStorage.run(context as unknown as Context, work);
}
