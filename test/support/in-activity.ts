import { asyncLocalStorage, type Context } from '@temporalio/activity';

/** Runs an activity as a worker would, as far as activities ask for it: nobody listens to its heartbeats. */
export function inActivity<T>(work: () => Promise<T>): Promise<T> {
  const context = { info: { scheduledTimestampMs: Date.now() }, heartbeat: () => undefined };
  return asyncLocalStorage.run(context as unknown as Context, work);
}
