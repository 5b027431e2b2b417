import { mkdirSync } from 'node:fs';
import { type Config, InvalidConfig, readConfig } from '../config';
import { announce } from './announce';
import { bringDown, bringUp, type Copy, killAll } from './copy';
import { type DataFolder, dataFolder } from './data-folder';
import { type ExclusiveLock, LockHeld, takeLock } from './exclusive-lock';
import { ProgramNotFound } from './find-binary';
import { ChildDidNotStart } from './node-child';
import { removeRunningAddresses, writeRunningAddresses } from './running-addresses';
import { ServerDidNotStart } from './start-with-port';
import { onStopSignals } from './stop-signals';
import { Aborted, poll } from './wait';

const STOPPING_MS = 4000;

/** The start's own lines go out, whatever happens after it goes to stderr: the addresses stay the last line. */
const print = (line: string) => void process.stdout.write(`${line}\n`);
const warn = (line: string) => void process.stderr.write(`${line}\n`);

function tryLock(folder: DataFolder): ExclusiveLock | LockHeld {
  try {
    return takeLock(folder.lock);
  } catch (error) {
    if (error instanceof LockHeld) return error;
    throw error;
  }
}

/** A copy that is just stopping gets the time to. */
async function lockDataFolder(folder: DataFolder): Promise<ExclusiveLock> {
  mkdirSync(folder.root, { recursive: true, mode: 0o700 });
  const free = () => {
    const lock = tryLock(folder);
    return lock instanceof LockHeld ? undefined : lock;
  };
  const lock = (await poll({ ask: free, timeoutMs: STOPPING_MS })) ?? tryLock(folder);
  if (!(lock instanceof LockHeld)) return lock;
  warn(
    `Another copy of Parley (process ${lock.holder.pid}) runs on the data folder ${folder.root}.\n` +
      'Stop it, or set DATA_DIR to another folder to run a second copy beside it.',
  );
  process.exit(1);
}

function tellFailure(error: unknown): void {
  const expected =
    error instanceof ProgramNotFound || error instanceof ServerDidNotStart || error instanceof ChildDidNotStart;
  if (!expected) throw error;
  warn(`\nParley could not start. ${error.message}`);
}

async function start(config: Config, folder: DataFolder): Promise<void> {
  const lock = await lockDataFolder(folder);
  const abort = new AbortController();
  const copy: Copy = {};
  let announced = false;
  let stopping = false;
  const log = (line: string) => (announced ? warn(line) : print(line));

  async function stop(exitCode: number): Promise<never> {
    removeRunningAddresses(folder.addresses);
    await bringDown(copy);
    lock.release();
    process.exit(exitCode);
  }

  onStopSignals({
    stop: () => {
      if (stopping) return;
      stopping = true;
      warn('Stopping (once more to force) …');
      abort.abort();
      if (announced) void stop(0);
    },
    force: () => {
      killAll(copy);
      process.exit(130);
    },
  });

  print('Starting Parley …');
  try {
    const ready = await bringUp(copy, { config, folder, log, abort });
    if (abort.signal.aborted || ready === undefined) await stop(0);
    else writeRunningAddresses(folder.addresses, announce({ copy, config, dataDir: folder.root, ready, print }));
    announced = true;
  } catch (error) {
    if (error instanceof Aborted) await stop(0);
    tellFailure(error);
    await stop(1);
  }
}

function main(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    const config = readConfig();
    return start(config, dataFolder(config.dataDir));
  } catch (error) {
    if (!(error instanceof InvalidConfig)) throw error;
    warn(error.message);
    process.exit(1);
  }
}

void main();
