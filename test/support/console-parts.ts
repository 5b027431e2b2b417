import type { Live } from '../../console/live/live';
import type { LiveEvents, LiveEventType } from '../../console/live/live-events';

/** The live events of a console, told by the test. The stores load at once, as when the stream is open already. */
export function createHeard() {
  const listeners = new Map<string, Set<(data: never) => void>>();
  const reloads = new Set<() => void>();
  const live: Pick<Live, 'on' | 'keepLoaded'> = {
    on(type, listener) {
      const all = listeners.get(type) ?? new Set();
      listeners.set(type, all);
      all.add(listener);
      return () => void all.delete(listener);
    },
    keepLoaded(reload) {
      reloads.add(reload);
      reload();
      return () => void reloads.delete(reload);
    },
  };
  return {
    live,
    tell<T extends LiveEventType>(type: T, data: LiveEvents[T]): void {
      for (const listener of [...(listeners.get(type) ?? [])]) listener(data as never);
    },
    /** Events may have been missed. */
    reload(): void {
      for (const reload of [...reloads]) reload();
    },
  };
}

/** What is under way gets as far as it can without time passing. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}
