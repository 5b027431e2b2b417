import { setTimeout as delay } from 'node:timers/promises';
import type { RunningProcess } from './server-process';
import { Aborted } from './wait';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** Who has run this long starts the next series of pauses from the beginning. */
const HEALTHY_AFTER_MS = 60_000;

/** A process that is started again whenever it ends unasked. */
export interface KeptRunning<T> {
  readonly name: string;
  current(): T;
  stop(): Promise<void>;
  kill(): void;
}

export interface KeepRunningOptions<T> {
  name: string;
  /** Gets the one before on a restart, to take its place (its port) again. */
  start(before: T | undefined, signal: AbortSignal): Promise<T>;
  log: (line: string) => void;
  signal: AbortSignal;
  /** How often the first start is tried. */
  attempts?: number;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function firstStart<T>(options: KeepRunningOptions<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await options.start(undefined, options.signal);
    } catch (error) {
      if (error instanceof Aborted || attempt >= (options.attempts ?? 1)) throw error;
      options.log(`${reasonOf(error)}\n${options.name}: trying again.`);
      await delay(FIRST_PAUSE_MS);
    }
  }
}

/** Starts it, rejects when that fails repeatedly, and from then on keeps it running until it is stopped. */
export async function keepRunning<T extends RunningProcess>(options: KeepRunningOptions<T>): Promise<KeptRunning<T>> {
  const { name, log } = options;
  const ending = new AbortController();
  let current = await firstStart(options);
  let startedMs = performance.now();
  let pauseMs = FIRST_PAUSE_MS;

  async function startAgain(): Promise<void> {
    for (;;) {
      await delay(pauseMs, undefined, { signal: ending.signal });
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      try {
        current = await options.start(current, ending.signal);
        startedMs = performance.now();
        log(`${name} runs again (process ${current.pid}).`);
        return;
      } catch (error) {
        if (ending.signal.aborted) throw error;
        log(`${reasonOf(error)}\n${name}: trying again in ${pauseMs / 1000} s.`);
      }
    }
  }

  async function watch(): Promise<void> {
    while (!ending.signal.aborted) {
      const how = await current.exited;
      if (ending.signal.aborted) return;
      if (performance.now() - startedMs > HEALTHY_AFTER_MS) pauseMs = FIRST_PAUSE_MS;
      log(`${name} has ended unexpectedly (${how}); starting it again in ${pauseMs / 1000} s.`);
      await startAgain();
    }
  }

  const watching = watch().catch((error: unknown) => {
    if (!ending.signal.aborted) throw error;
  });
  return {
    name,
    current: () => current,
    kill: () => {
      ending.abort();
      current.kill();
    },
    stop: async () => {
      ending.abort();
      await current.stop();
      await watching;
      await current.stop();
    },
  };
}
