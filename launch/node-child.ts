import { fork } from 'node:child_process';
import { z } from 'zod';
import { keepChildLog } from './child-log';
import { lastLines } from './log-file';
import type { RunningProcess } from './server-process';
import { Aborted, settlesWithin } from './wait';

const READY_TIMEOUT_MS = 120_000;
/** Beyond the grace that worker and API give to what they are doing. */
const STOP_TIMEOUT_MS = 25_000;

const readyMessage = z.object({
  type: z.literal('ready'),
  addresses: z.record(z.string(), z.string()).default({}),
  admin: z.object({ login: z.string(), password: z.string() }).optional(),
});

/** What a child says once it serves. */
export type Ready = z.infer<typeof readyMessage>;

export interface NodeChild extends RunningProcess {
  ready: Ready;
}

/** Ended or stayed silent before it was ready. */
export class ChildDidNotStart extends Error {
  override readonly name = 'ChildDidNotStart';
}

/**
 * Starts one of the project's own processes and waits until it says that it is ready. It has a process group of its
 * own, so that on Ctrl-C only the launcher decides who ends when; it ends by itself when the launcher is gone.
 */
export async function startNodeChild(options: {
  name: string;
  script: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
  warn: (line: string) => void;
  signal: AbortSignal;
}): Promise<NodeChild> {
  const { name, signal } = options;
  const child = fork(options.script, [], {
    env: options.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const { stdout, stderr, pid } = child;
  if (stdout && stderr) keepChildLog({ stdout, stderr, logFile: options.logFile, warn: options.warn });
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, how) => resolve(how === null ? `exit code ${code}` : `signal ${how}`));
  });
  const saysReady = new Promise<Ready>((resolve) => {
    child.on('message', (message) => {
      const read = readyMessage.safeParse(message);
      if (read.success) resolve(read.data);
    });
  });
  const kill = () => void child.kill('SIGKILL');
  const stop = async () => {
    child.kill('SIGTERM');
    if (!(await settlesWithin(exited, STOP_TIMEOUT_MS))) kill();
    await exited;
  };
  const started = new AbortController();
  const aborted = new Promise<'aborted'>((resolve) => {
    if (signal.aborted) resolve('aborted');
    signal.addEventListener('abort', () => resolve('aborted'), { once: true, signal: started.signal });
  });
  const failed = exited.then((how) => `ended (${how})`);
  const early = Promise.race([saysReady, failed, aborted]);
  const answer = (await settlesWithin(early, READY_TIMEOUT_MS)) ? await early : 'said nothing for two minutes';
  started.abort();
  if (typeof answer === 'object' && pid !== undefined) return { pid, exited, stop, kill, ready: answer };

  await stop();
  if (answer === 'aborted') throw new Aborted(`${name} was stopped before it was ready`);
  const log = lastLines(options.logFile, 15);
  throw new ChildDidNotStart(`${name} ${answer} before it was ready. Its log ends with:\n${log}`);
}
