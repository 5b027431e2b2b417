import { createVoice } from '../../console/live/voice';
import { settle } from './console-desk';

type Held = () => Promise<void> | undefined;

/** Locks as browsers have them, as far as they are used here: one name, a queue, and stealing. */
function browserLocks() {
  const queue: Array<{ run: Held; end: (error?: Error) => void }> = [];
  let holder: { end: (error?: Error) => void } | null = null;

  function next(): void {
    const first = holder === null ? queue.shift() : undefined;
    if (first !== undefined) hold(first);
  }

  function hold(one: { run: Held; end: (error?: Error) => void }): void {
    const mine = { end: one.end };
    holder = mine;
    const release = () => {
      if (holder !== mine) return;
      holder = null;
      one.end();
      next();
    };
    Promise.resolve(one.run()).then(release);
  }

  const request = (_name: string, options: { steal?: boolean; signal?: AbortSignal }, run: Held) =>
    new Promise<void>((resolve, reject) => {
      const one = { run, end: (error?: Error) => (error === undefined ? resolve() : reject(error)) };
      if (options.steal) {
        const before = holder;
        holder = null;
        before?.end(new DOMException('stolen', 'AbortError'));
        hold(one);
        return;
      }
      options.signal?.addEventListener('abort', () => {
        const at = queue.indexOf(one);
        if (at === -1) return;
        queue.splice(at, 1);
        reject(new DOMException('aborted', 'AbortError'));
      });
      queue.push(one);
      next();
    });
  return { request } as unknown as LockManager;
}

function tab(locks: LockManager | undefined, { hasFocus = false } = {}) {
  const listeners: Array<() => void> = [];
  const voice = createVoice({
    locks,
    window: {
      document: { hasFocus: () => hasFocus },
      addEventListener: (_type: string, listener: () => void) => listeners.push(listener),
    } as never,
  });
  voice.start();
  const focus = async () => {
    for (const listener of listeners) listener();
    await settle();
  };
  return { voice, focus };
}

test('of several tabs one speaks: the one that was focused last, and when it goes, another', async () => {
  const locks = browserLocks();
  const tabs = [tab(locks, { hasFocus: true }), tab(locks), tab(locks)] as const;
  const speaking = async () => {
    await settle();
    return tabs.flatMap(({ voice }, index) => (voice.isMine() ? [index] : []));
  };
  expect(await speaking()).toEqual([0]);
  await tabs[1].focus();
  expect(await speaking()).toEqual([1]);
  await tabs[2].focus();
  await tabs[1].focus();
  expect(await speaking()).toEqual([1]);
  tabs[1].voice.stop();
  expect(await speaking()).toEqual([0]);
  tabs[0].voice.stop();
  expect(await speaking()).toEqual([2]);
  await tabs[1].focus();
  expect(await speaking()).toEqual([2]);
  tabs[1].voice.start();
  tabs[2].voice.stop();
  expect(await speaking()).toEqual([1]);
});

test('where the browser has no locks, or refuses them, each tab speaks', async () => {
  const refusing = { request: () => Promise.reject(new DOMException('denied', 'SecurityError')) };
  const tabs = [tab(undefined), tab(refusing as never)];
  await settle();
  expect(tabs.map(({ voice }) => voice.isMine())).toEqual([true, true]);
});
