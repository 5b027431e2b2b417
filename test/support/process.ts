import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { settlesWithin } from '../../launch/wait';
import { onFailure } from './on-failure';
import { adminPassword, type Parley, testSecretsKey, testServers, withDatabase } from './parley';

const dist = join(__dirname, '..', '..', 'dist');
const startsWithinMs = 120_000;
/** Beyond the grace that worker and API give to what they are doing. */
const endsWithinMs = 25_000;

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** One of Parley's own processes, as operations run it: a compiled program, an environment, and nothing else. */
export interface ParleyProcess {
  pid: number;
  /** Everything that it printed so far. */
  output(): string;
  /** Waits for a line of its log, JSON as it is, with this message. */
  says(message: string): Promise<Record<string, unknown>>;
  exited: Promise<Ending>;
  /** Asks it to end; fails when it does not. */
  end(): Promise<Ending>;
  /** At once, as when the machine loses power. */
  kill(): Promise<Ending>;
  pause(): void;
  goOn(): void;
}

export function spawnParley(program: 'worker.js' | 'api/server.js', env: Record<string, string>): ParleyProcess {
  const script = join(dist, program);
  if (!existsSync(script))
    throw new Error('These tests run what `npm run build` made; `npm test` does that by itself.');
  // What npm and Jest have put into the environment is no part of what is tested.
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [script], { env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} could not be started`);
  return watched(child, pid, program);
}

/** The environment in which a process takes part in a Parley of the tests. */
export function environmentOf({ name, telegram }: Pick<Parley, 'name' | 'telegram'>): Record<string, string> {
  const { mongodbUri, temporalAddress } = testServers();
  return {
    MONGODB_URI: withDatabase(mongodbUri, name),
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_TASK_QUEUE: name,
    TELEGRAM_API_ROOT: telegram.root,
    SECRETS_KEY: testSecretsKey,
    ADMIN_PASSWORD: adminPassword,
    PORT: '0',
  };
}

/** Waits until the API listens; returns where. */
export async function apiBaseOf(api: ParleyProcess): Promise<string> {
  const { api: base } = await api.says('the API listens');
  return String(base);
}

function watched(child: ChildProcess, pid: number, program: string): ParleyProcess {
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      for (const look of [...listeners]) look();
    });
  }
  // `close` comes when the output is read to its end.
  const exited = new Promise<Ending>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const output = () => lines.join('\n');
  onFailure((keep) => keep(`${program.replace('/', '-')}-${pid}.log`, output()));

  async function ended(): Promise<Ending> {
    if (await settlesWithin(exited, endsWithinMs)) return exited;
    child.kill('SIGKILL');
    throw new Error(`${program} did not end. It said:\n${output()}`);
  }

  return {
    pid,
    output,
    exited,
    async says(message) {
      const found = () => lines.map(asJson).find((line) => line?.msg === message);
      const said = new Promise<void>((resolve) => {
        const look = () => {
          if (found() === undefined) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
      });
      await settlesWithin(Promise.race([said, exited]), startsWithinMs);
      const line = found();
      if (!line) throw new Error(`${program} did not say "${message}" but:\n${output()}`);
      return line;
    },
    end() {
      child.kill('SIGTERM');
      return ended();
    },
    kill() {
      child.kill('SIGKILL');
      return ended();
    },
    pause: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
  };
}

function asJson(line: string): Record<string, unknown> | null {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return null;
  }
}
