import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { rotateLog } from './log-file';
import { commandLineOf, identify, isStillRunning, type ProcessIdentity } from './process-identity';
import { poll, settlesWithin } from './wait';

/** A process that the launcher has started and answers for. */
export interface RunningProcess {
  pid: number;
  /** Resolves to a few words on how it ended, whoever ended it. */
  exited: Promise<string>;
  /** Asks it to end, and makes it end when it doesn't. */
  stop(): Promise<void>;
  /** At once, without asking. */
  kill(): void;
}

interface PidRecord extends ProcessIdentity {
  /** Something in its command line that no other program has, such as its data folder. */
  marker: string;
}

export interface ServerOptions {
  binary: string;
  args: string[];
  logFile: string;
  pidFile: string;
  marker: string;
  /** How long it may take to write its data out before it is killed. */
  stopTimeoutMs: number;
}

/** Starts a server in a process group of its own: Ctrl-C in the terminal must not end it before those who use it. */
export async function startServerProcess(options: ServerOptions): Promise<RunningProcess> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  mkdirSync(dirname(options.pidFile), { recursive: true });
  rotateLog(options.logFile);
  const log = openSync(options.logFile, 'a');
  const child = spawn(options.binary, options.args, {
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${options.binary} could not be started: ${await exited}`);
  const record: PidRecord = { ...identify(pid), marker: options.marker };
  writeFileSync(options.pidFile, JSON.stringify(record));

  return {
    pid,
    exited,
    kill: () => child.kill('SIGKILL'),
    stop: async () => {
      child.kill('SIGTERM');
      if (!(await settlesWithin(exited, options.stopTimeoutMs))) child.kill('SIGKILL');
      await exited;
      rmSync(options.pidFile, { force: true });
    },
  };
}

function readRecord(pidFile: string): PidRecord | undefined {
  try {
    return JSON.parse(readFileSync(pidFile, 'utf8')) as PidRecord;
  } catch {
    return undefined;
  }
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Whether the process of that pid file is still there, and truly the server that was started on these data. */
function leftoverOf(pidFile: string): ProcessIdentity | undefined {
  const record = readRecord(pidFile);
  if (record === undefined || !isStillRunning(record)) return undefined;
  const commandLine = commandLineOf(record.pid);
  return commandLine === undefined || commandLine.includes(record.marker) ? record : undefined;
}

/** Ends the server that a killed launcher left on these data. The caller holds the data folder's lock. */
export async function endLeftover(options: {
  name: string;
  pidFile: string;
  stopTimeoutMs: number;
  log: (line: string) => void;
}): Promise<void> {
  const leftover = leftoverOf(options.pidFile);
  if (leftover !== undefined) {
    options.log(`${options.name} of an earlier start still runs (process ${leftover.pid}); ending it first.`);
    const gone = () => (isStillRunning(leftover) ? undefined : true);
    signalIfThere(leftover.pid, 'SIGTERM');
    if ((await poll({ ask: gone, timeoutMs: options.stopTimeoutMs, everyMs: 25 })) === undefined) {
      signalIfThere(leftover.pid, 'SIGKILL');
      await poll({ ask: gone, timeoutMs: 5000, everyMs: 25 });
    }
  }
  rmSync(options.pidFile, { force: true });
}
