import { type ReadonlySignal, signal } from '@preact/signals';

/** The time, for whatever shows how long something takes: one clock for the page, running only while somebody looks at it. */
function createNow(everyMs: number): ReadonlySignal<number> {
  let timer: ReturnType<typeof setInterval> | undefined;
  const now = signal(Date.now(), {
    watched() {
      now.value = Date.now();
      timer = setInterval(() => {
        now.value = Date.now();
      }, everyMs);
    },
    unwatched() {
      clearInterval(timer);
    },
  });
  return now;
}

export const nowBySecond = createNow(1_000);
export const nowByMinute = createNow(30_000);
