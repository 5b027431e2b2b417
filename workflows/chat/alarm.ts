import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/** One durable timer for the next deadline. It stands while the deadline stays the same, whatever else happens meanwhile. */
export function createAlarm(ring: () => void) {
  let set: { atMs: number; scope: CancellationScope } | null = null;

  async function wait(mine: NonNullable<typeof set>, summary: string): Promise<void> {
    try {
      await mine.scope.run(() => sleep(Math.max(mine.atMs - Date.now(), 1), { summary }));
    } catch (error) {
      if (isCancellation(error)) return;
      throw error;
    }
    if (set === mine) set = null;
    ring();
  }

  return {
    /** Null for no deadline. The summary says to operations what the timer is for. */
    setTo(atMs: number | null, summary: string): void {
      if (atMs === (set?.atMs ?? null)) return;
      set?.scope.cancel();
      set = atMs === null ? null : { atMs, scope: new CancellationScope() };
      if (set !== null) void wait(set, summary);
    },
  };
}
