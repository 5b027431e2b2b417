import { ApiError } from '../../console/app/api-error';
import { createLive } from '../../console/live/live';

interface Opened {
  lastEventId: string | null;
  signal: AbortSignal;
  say: (text: string) => Promise<void>;
  end: () => Promise<void>;
}

/** The other end of the stream: tells what was asked for, and answers as the test wants. */
function otherEnd() {
  const opened: Opened[] = [];
  let refusal: Error | null = null;
  const encoder = new TextEncoder();
  const open = async (lastEventId: string | null, signal: AbortSignal): Promise<Response> => {
    let controller: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start: (made) => {
        controller = made;
      },
    });
    opened.push({
      lastEventId,
      signal,
      say: async (text) => {
        controller.enqueue(encoder.encode(text));
        await settle();
      },
      end: async () => {
        controller.close();
        await settle();
      },
    });
    if (refusal !== null) throw refusal;
    return new Response(body);
  };
  return {
    open,
    opened,
    refuse: (error: Error | null) => {
      refusal = error;
    },
    last: (): Opened => {
      const last = opened.at(-1);
      if (last === undefined) throw new Error('nothing was opened');
      return last;
    },
  };
}

/** What is under way gets as far as it can without time passing. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

async function pass(ms: number): Promise<void> {
  await jest.advanceTimersByTimeAsync(ms);
  await settle();
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

async function connected() {
  const end = otherEnd();
  const live = createLive({ open: end.open, random: () => 1 });
  const reload = jest.fn();
  live.keepLoaded(reload);
  live.start();
  await settle();
  await end.last().say('id: 7\n\n');
  return { end, live, reload };
}

test('what is shown is loaded once the server listens, so that nothing falls in between', async () => {
  const end = otherEnd();
  const live = createLive({ open: end.open });
  const reload = jest.fn();
  live.keepLoaded(reload);
  live.start();
  await settle();
  expect(reload).not.toHaveBeenCalled();
  await end.last().say('id: 7\n\n');
  expect(reload).toHaveBeenCalledTimes(1);
  expect(live.state.value).toEqual({ kind: 'connected' });
  live.stop();
});

test('a broken stream is taken up where it was, and nothing is loaded anew', async () => {
  const { end, live, reload } = await connected();
  const heard = jest.fn();
  live.on('chat.updated', heard);
  await end.last().say('event: chat.updated\ndata: {"chat":{"id":"a"}}\nid: 8\n\n');
  await end.last().end();
  expect(live.state.value).toMatchObject({ kind: 'reconnecting' });
  await pass(500);
  expect(end.opened.map(({ lastEventId }) => lastEventId)).toEqual([null, '8']);
  await end.last().say('event: chat.updated\ndata: {"chat":{"id":"b"}}\nid: 9\n\n');
  expect(live.state.value).toEqual({ kind: 'connected' });
  expect(heard.mock.calls).toEqual([[{ chat: { id: 'a' } }], [{ chat: { id: 'b' } }]]);
  expect(reload).toHaveBeenCalledTimes(1);
  live.stop();
});

test('when the service has forgotten where the stream was, everything is loaded anew', async () => {
  const { end, live, reload } = await connected();
  await end.last().say('event: resync\ndata: {}\nid: 20\n\n');
  expect(reload).toHaveBeenCalledTimes(2);
  live.stop();
});

test('attempts come at growing distances, and at once when the browser is online again', async () => {
  const { end, live } = await connected();
  end.refuse(ApiError.unreachable(null));
  await end.last().end();
  const attempts: number[] = [];
  for (let second = 0; second < 60; second += 1) {
    await pass(1_000);
    attempts.push(end.opened.length);
  }
  // After 0.5, 1, 2, 4, 8 s, and then every 15 s.
  expect(attempts.at(0)).toBe(2);
  expect(attempts.at(15)).toBe(6);
  expect(attempts.at(-1)).toBe(8);
  live.check();
  await settle();
  expect(end.opened).toHaveLength(9);
  live.stop();
});

test('a stream that gives no sign of life is dead, whatever the browser believes', async () => {
  const { end, live } = await connected();
  await pass(20_000);
  await end.last().say(': still here\n\n');
  await pass(34_000);
  expect(live.state.value).toEqual({ kind: 'connected' });
  await pass(1_000);
  expect(end.opened).toHaveLength(2);
  expect(end.opened[0]?.signal.aborted).toBe(true);
  expect(live.state.value).toMatchObject({ kind: 'reconnecting' });
  live.stop();
});

test('after a sleep a stream that was heard long ago is opened anew at once, a fresh one is left alone', async () => {
  const { end, live } = await connected();
  live.check();
  await settle();
  expect(end.opened).toHaveLength(1);
  jest.setSystemTime(Date.now() + 3_600_000);
  live.check();
  await settle();
  expect(end.opened.map(({ lastEventId }) => lastEventId)).toEqual([null, '7']);
  live.stop();
});

test('a stream that never opens lets the page load what it can', async () => {
  const end = otherEnd();
  end.refuse(ApiError.unreachable(null));
  const live = createLive({ open: end.open });
  const reload = jest.fn();
  live.keepLoaded(reload);
  live.start();
  await settle();
  expect(reload).toHaveBeenCalledTimes(1);
  live.stop();
});

test('a session that has ended ends the stream; nobody is asked again', async () => {
  const { end, live } = await connected();
  end.refuse(new ApiError({ status: 401, code: 'unauthenticated', detail: '' }));
  await end.last().end();
  await pass(60_000);
  expect(live.state.value).toEqual({ kind: 'off' });
  expect(end.opened).toHaveLength(2);
});

test('who has signed out hears nothing more', async () => {
  const { end, live, reload } = await connected();
  const heard = jest.fn();
  live.on('chat.updated', heard);
  live.stop();
  await end.last().say('event: chat.updated\ndata: {"chat":{}}\nid: 8\n\n');
  live.start();
  await settle();
  await end.last().say('id: 9\n\n');
  expect(end.last().lastEventId).toBeNull();
  expect(heard).not.toHaveBeenCalled();
  expect(reload).toHaveBeenCalledTimes(1);
  live.stop();
});
