/** One Ctrl-C reaches a process several times: from the terminal, and passed on by npm and by scripts/run.mjs. */
const SAME_PRESS_MS = 1000;

/** Calls `stop` on the first request to end, or when scripts/run.mjs is gone, and `force` on a later request. */
export function onStopSignals(handlers: { stop: () => void; force: () => void }): void {
  let firstMs: number | undefined;
  process.once('disconnect', () => {
    firstMs ??= performance.now();
    handlers.stop();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const nowMs = performance.now();
      if (firstMs === undefined) {
        firstMs = nowMs;
        handlers.stop();
      } else if (nowMs - firstMs > SAME_PRESS_MS) {
        handlers.force();
      }
    });
  }
}
