import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredLiveEvent } from '../storage/live-events';
import type { MessagingDeps } from './ports';

/** A listener hears every event in commit order, or that it may have missed some and has to look anew. */
export interface FeedListener {
  event(heard: StoredLiveEvent): void;
  gap(): void;
}

/** How far back a new process remembers, so that those who come back to it after a restart miss nothing. */
const rememberMs = 10 * 60_000;
const rememberedAtMost = 20_000;
/** Stands for the time before the first event. */
const beforeAll = 'none';
const reopenAfterMs = 500;
/** A reopened stream begins a little before the last event heard; what was heard already is skipped. */
const overlapMs = 5_000;

/** One ear for the whole process on what happens, with a memory for those who were away (domain 4.3). */
export function createLiveFeed({ storage, log }: Pick<MessagingDeps, 'storage' | 'log'>) {
  const listeners = new Set<FeedListener>();
  const memory: StoredLiveEvent[] = [];
  const known = new Set<string>();
  let lastHeardAt = Date.now() - rememberMs;
  let open: () => void;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });

  function hear(heard: StoredLiveEvent): void {
    if (known.has(heard.id)) return;
    memory.push(heard);
    known.add(heard.id);
    lastHeardAt = Math.max(lastHeardAt, heard.at.getTime());
    while (memory.length > rememberedAtMost) known.delete(memory.shift()?.id ?? '');
    for (const listener of listeners) listener.event(heard);
  }

  /** Listens until the signal ends it; a lost stream is opened again where it broke off. */
  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const sinceMs = Date.now() - lastHeardAt + overlapMs;
        const covered = Date.now() - sinceMs;
        for await (const heard of storage.liveEvents.watch({ sinceMs, signal, onOpen: opening })) hear(heard);
        function opening(beganAtMs: number): void {
          open();
          if (beganAtMs > covered + overlapMs && memory.length > 0) for (const listener of listeners) listener.gap();
        }
      } catch (error) {
        log.warn({ err: error }, 'the stream of live events broke; opening it again');
      }
      await sleep(reopenAfterMs, undefined, { signal }).catch(() => undefined);
    }
  }

  return {
    run,
    opened,

    /** What came after an event, or null when it is not remembered. */
    after(id: string): StoredLiveEvent[] | null {
      if (id === beforeAll) return [...memory];
      if (!known.has(id)) return null;
      return memory.slice(memory.findIndex((heard) => heard.id === id) + 1);
    },

    /** The newest event remembered: a new listener begins after it. */
    lastId(): string {
      return memory.at(-1)?.id ?? beforeAll;
    },

    listen(listener: FeedListener): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export type LiveFeed = ReturnType<typeof createLiveFeed>;
