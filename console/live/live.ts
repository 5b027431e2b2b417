import { type ReadonlySignal, signal } from '@preact/signals';
import { ApiError } from '../app/api-error';
import { readAnswer } from '../app/site-root';
import { backoffMs } from './backoff';
import { createEventParser } from './event-parser';
import type { LiveEvents, LiveEventType } from './live-events';

/** The server gives a sign of life every 15 s; after two that were missed the connection is dead, whatever the browser believes. */
const silenceMs = 35_000;
/** After a sleep a connection that looks open is trusted only if something was heard this recently. */
const recentlyMs = 16_000;

export type LiveState =
  | { kind: 'off' }
  | { kind: 'connecting' }
  | { kind: 'connected' }
  | { kind: 'reconnecting'; sinceMs: number };

interface LiveParts {
  /** Opens the stream, going on after that event; throws an `ApiError`. */
  open: (lastEventId: string | null, signal: AbortSignal) => Promise<Response>;
  random?: () => number;
}

/** What is heard of the operator's live events, over one stream that is taken up again whenever it breaks. */
export function createLive({ open, random = Math.random }: LiveParts) {
  const state = signal<LiveState>({ kind: 'off' });
  const listeners = new Map<LiveEventType, Set<(data: never) => void>>();
  const reloads = new Set<() => void>();
  let run = 0;
  let connection = new AbortController();
  let lastEventId: string | null = null;
  let lastHeardMs = 0;
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  function heardSomething(): void {
    lastHeardMs = Date.now();
    clearTimeout(silence);
    silence = setTimeout(reconnect, silenceMs);
  }

  function tell(type: string, text: string): void {
    const data = readAnswer(text) as LiveEvents[LiveEventType];
    if (type === 'resync') reloadAll();
    for (const listener of [...(listeners.get(type as LiveEventType) ?? [])]) listener(data as never);
  }

  function reloadAll(): void {
    for (const reload of [...reloads]) reload();
  }

  /** The server hears us from now on: whoever has loaded before that may have missed something, unless the stream goes on where it was. */
  function arrived(id: string): void {
    const isBeginning = lastEventId === null;
    lastEventId = id;
    failures = 0;
    if (state.value.kind !== 'connected') state.value = { kind: 'connected' };
    if (isBeginning) reloadAll();
  }

  async function connect(): Promise<void> {
    clearTimeout(retry);
    connection.abort();
    const mine = new AbortController();
    connection = mine;
    const myRun = run;
    heardSomething();
    let error: unknown = null;
    try {
      const response = await open(lastEventId, mine.signal);
      await read(response, mine.signal);
    } catch (caught) {
      error = caught;
    }
    if (myRun === run && !mine.signal.aborted) broken(error);
  }

  async function read(response: Response, signal: AbortSignal): Promise<void> {
    const parser = createEventParser({
      onEvent: ({ type, data }) => tell(type, data),
      onId: arrived,
    });
    const decoder = new TextDecoder();
    const reader = response.body?.getReader();
    for (;;) {
      const piece = await reader?.read();
      if (piece === undefined || piece.done || signal.aborted) return;
      heardSomething();
      parser.feed(decoder.decode(piece.value, { stream: true }));
    }
  }

  /** Ended, refused or silent: tried again after a while. A session that has ended is somebody else's matter. */
  function broken(error: unknown): void {
    clearTimeout(silence);
    if (error instanceof ApiError && error.status === 401) {
      stop();
      return;
    }
    if (state.value.kind === 'connecting') reloadAll();
    if (state.value.kind !== 'reconnecting') state.value = { kind: 'reconnecting', sinceMs: Date.now() };
    retry = setTimeout(() => void connect(), backoffMs(failures, random));
    failures += 1;
  }

  function reconnect(): void {
    if (state.value.kind === 'connected') state.value = { kind: 'reconnecting', sinceMs: lastHeardMs };
    void connect();
  }

  /** Whoever listened belongs to the one who has signed out. */
  function stop(): void {
    run += 1;
    listeners.clear();
    reloads.clear();
    clearTimeout(retry);
    clearTimeout(silence);
    connection.abort();
    lastEventId = null;
    failures = 0;
    state.value = { kind: 'off' };
  }

  return {
    state: state as ReadonlySignal<LiveState>,

    start(): void {
      if (state.value.kind !== 'off') return;
      state.value = { kind: 'connecting' };
      void connect();
    },

    stop,

    /** Awake again, back in sight, or online: whatever is in doubt is tried at once. */
    check(): void {
      if (state.value.kind === 'off') return;
      if (state.value.kind !== 'connected') {
        failures = 0;
        void connect();
      } else if (Date.now() - lastHeardMs > recentlyMs) reconnect();
    },

    /** The browser knows that there is no network. */
    lost(): void {
      if (state.value.kind !== 'connected') return;
      connection.abort();
      broken(null);
    },

    /** Returns what ends it. */
    on<T extends LiveEventType>(type: T, listener: (data: LiveEvents[T]) => void): () => void {
      const all = listeners.get(type) ?? new Set();
      listeners.set(type, all);
      all.add(listener);
      return () => void all.delete(listener);
    },

    /**
     * Loads what a store shows, and again whenever events may have been missed: nothing that happens after it began to load goes unheard.
     * When the stream cannot be opened it is called all the same, so that the page shows what it can. Returns what ends it.
     */
    keepLoaded(reload: () => void): () => void {
      reloads.add(reload);
      if (state.value.kind === 'connected' || state.value.kind === 'reconnecting') reload();
      return () => void reloads.delete(reload);
    },
  };
}

export type Live = ReturnType<typeof createLive>;
