import { setImmediate as everyoneHasCaughtUp } from 'node:timers/promises';

/** Decides who goes on when several wait for the next thing that they read or write. */
export interface Turns {
  take(): Promise<void>;
  /** Lets all go on, one at a time, until nobody waits any more. */
  untilIdle(): Promise<void>;
}

/** Nobody waits for anybody: each goes on in the order in which he came. */
export function inOrder(): Turns {
  return { take: () => Promise.resolve(), untilIdle: async () => void (await everyoneHasCaughtUp()) };
}

/** One at a time, in a drawn order: each number says which of those who wait goes next, over and over; without any, the first. */
export function inDrawnOrder(drawn: readonly number[]): Turns {
  const waiting: Array<() => void> = [];
  let next = 0;
  return {
    take: () => new Promise((resolve) => void waiting.push(resolve)),
    async untilIdle() {
      for (;;) {
        await everyoneHasCaughtUp();
        const [goes] = waiting.splice((drawn[next % drawn.length] ?? 0) % Math.max(waiting.length, 1), 1);
        if (goes === undefined) return;
        next += 1;
        goes();
      }
    },
  };
}
