/** A clock that the test moves on, and the timers that run by it. */
export function handClock(startMs = Date.parse('2026-03-05T10:00:00.000Z')) {
  let nowMs = startMs;
  const timers = new Set<{ atMs: number; run: () => void }>();

  return {
    nowMs: () => nowMs,

    after(ms: number, run: () => void): () => void {
      const timer = { atMs: nowMs + ms, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },

    /** What still runs by it. */
    pending: () => timers.size,

    /** Each timer runs at its moment. */
    pass(ms: number): void {
      const untilMs = nowMs + ms;
      for (;;) {
        const [next] = [...timers].filter(({ atMs }) => atMs <= untilMs).sort((one, other) => one.atMs - other.atMs);
        if (next === undefined) break;
        timers.delete(next);
        nowMs = next.atMs;
        next.run();
      }
      nowMs = untilMs;
    },
  };
}
