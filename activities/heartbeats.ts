import { Context } from '@temporalio/activity';

const beatMs = 2_000;

/** Does work that may take long, telling Temporal that this worker is alive. */
export async function withHeartbeats<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), beatMs);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}
