import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Config, InvalidConfig, readConfigOrExit } from './config';
import { createLog } from './log';
import { WrongSecretsKey } from './storage/installation';

const tryAgainAfterMs = 1_000;

/** The frame of a process of Parley's: its configuration, its log, and how it is told to end. */
export interface Program {
  config: Config;
  log: Logger;
  /** Aborted when the process is told to end: by a signal, or by its launcher's being gone. */
  ending: AbortSignal;
}

/** Runs a process to its end: 0 when it was told to end, 1 when it cannot go on, which it says. */
export async function runProgram(name: string, main: (program: Program) => Promise<void>): Promise<never> {
  const config = readConfigOrExit();
  const log = createLog({ name, level: config.logLevel });
  const ending = whenToldToEnd(config);
  try {
    await main({ config, log, ending });
  } catch (error) {
    // Told to end while it still waited for its stores.
    const isEnd = ending.aborted && error === ending.reason;
    if (!isEnd) giveUp(error, name, log);
  }
  process.exit(0);
}

/** Tries until it works: stores and processes are started in any order. Throws the ending's reason when that comes first. */
export async function untilThere<T>(
  what: string,
  { log, ending }: Pick<Program, 'log' | 'ending'>,
  attempt: () => Promise<T>,
): Promise<T> {
  for (;;) {
    ending.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      log.warn({ err: error }, `${what} is not there yet; trying again`);
      await sleep(tryAgainAfterMs, undefined, { signal: ending }).catch(() => undefined);
    }
  }
}

function whenToldToEnd({ supervised }: Pick<Config, 'supervised'>): AbortSignal {
  const ending = new AbortController();
  for (const event of ['SIGTERM', 'SIGINT'] as const) process.once(event, () => ending.abort());
  if (supervised) process.once('disconnect', () => ending.abort());
  return ending.signal;
}

function giveUp(error: unknown, name: string, log: Logger): never {
  if (error instanceof InvalidConfig || error instanceof WrongSecretsKey) console.error(error.message);
  else log.fatal({ err: error }, `the ${name} cannot go on`);
  process.exit(1);
}
