/** Well below the minute after which proxies give up a silent connection; the page misses a dead one after two of them. */
const heartbeatMs = 15_000;

const changed = 'event: changed\ndata: {}\n\n';
const heartbeat = ': still here\n\n';

function pause(ms: number): { over: Promise<'silence'>; cancel(): void } {
  let cancel = () => {};
  const over = new Promise<'silence'>((resolve) => {
    const timer = setTimeout(() => resolve('silence'), ms);
    cancel = () => clearTimeout(timer);
  });
  return { over, cancel };
}

/**
 * Changes as server-sent events, told without their content: the page then fetches the conversation, so it needs no
 * memory of what it missed. The first one is told at once, when watching has begun: what changed just before is seen then.
 */
export async function* changeEvents(request: {
  changes: AsyncIterable<void>;
  signal: AbortSignal;
  silenceMs?: number;
}): AsyncGenerator<string> {
  const { changes, signal, silenceMs = heartbeatMs } = request;
  const iterator = changes[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    yield changed;
    while (!signal.aborted) {
      const silence = pause(silenceMs);
      const heard = await Promise.race([next, silence.over]).finally(silence.cancel);
      if (heard === 'silence') {
        yield heartbeat;
        continue;
      }
      if (heard.done) return;
      next = iterator.next();
      yield changed;
    }
  } finally {
    next.catch(() => {});
    iterator.return?.().catch(() => {});
  }
}
