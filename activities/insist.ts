import { Context } from '@temporalio/activity';
import { isUnavailable } from '../storage/database';

const againAfterMs = 500;
/** Longer than a failover or a restart takes; well within what activities that send have. */
const insistForMs = 60_000;

/** Writes down what this process alone knows, and tries again while MongoDB is away: an attempt that gave up would forget it. */
export async function insist<T>(write: () => Promise<T>): Promise<T> {
  for (const until = Date.now() + insistForMs; ; ) {
    try {
      return await write();
    } catch (error) {
      if (!isUnavailable(error) || Date.now() > until) throw error;
      await Context.current().sleep(againAfterMs);
    }
  }
}
