import { type ReadonlySignal, signal } from '@preact/signals';

/** Long enough to notice a slip. */
const undoMs = 5_000;
/** Who lets an offer lapse is made inactive: so long before, his decline is on its way. */
const aheadOfLapseMs = 2_000;

interface Pending {
  timer: ReturnType<typeof setTimeout>;
  /** True: it is to be carried out now. */
  settle: (isMeant: boolean) => void;
}

/** Declines that can still be undone. None is sent before. */
export function createDeclines() {
  const pending = signal<ReadonlyMap<string, Pending>>(new Map());

  function settle(chatId: string, isMeant: boolean): void {
    const one = pending.peek().get(chatId);
    if (one === undefined) return;
    clearTimeout(one.timer);
    pending.value = new Map([...pending.peek()].filter(([id]) => id !== chatId));
    one.settle(isMeant);
  }

  return {
    /** By the chat's id. */
    pending: pending as ReadonlySignal<ReadonlyMap<string, unknown>>,

    /** Resolves when it can't be undone any more; false: it was. `leftMs`: until the offer lapses. */
    wait(chatId: string, leftMs: number): Promise<boolean> {
      const waitMs = Math.min(undoMs, leftMs - aheadOfLapseMs);
      if (waitMs <= 0) return Promise.resolve(true);
      return new Promise((resolve) => {
        const timer = setTimeout(() => settle(chatId, true), waitMs);
        pending.value = new Map([...pending.peek(), [chatId, { timer, settle: resolve }]]);
      });
    },

    undo: (chatId: string): void => settle(chatId, false),

    /** The page is left: what was pressed is meant. */
    settleAll(): void {
      for (const chatId of pending.peek().keys()) settle(chatId, true);
    },
  };
}
