import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { cacheDirectory } from '../../../launch/cache-directory';
import { testServers } from '../parley';

const run = promisify(execFile);
const sdk = 'temporalio==1.35.0';
const python = 'python3';
const installsWithinMs = 180_000;

/** The environment in which Python has Temporal's SDK: its own, or a copy in the user's cache; fails when it can't be had. */
async function environment(): Promise<NodeJS.ProcessEnv> {
  const has = (env: NodeJS.ProcessEnv) => run(python, ['-c', 'import temporalio.worker'], { env }).then(() => env);
  const kept = join(cacheDirectory(), `python-${sdk.replace('==', '-')}`);
  const withCopy = { ...process.env, PYTHONPATH: kept };
  try {
    return await has(process.env);
  } catch {
    if (!existsSync(kept)) await install(kept);
    return has(withCopy);
  }
}

/** All of it or nothing: what an interrupted attempt left behind is in nobody's way. */
async function install(folder: string): Promise<void> {
  mkdirSync(cacheDirectory(), { recursive: true });
  const fresh = mkdtempSync(join(cacheDirectory(), 'python-'));
  const quietly = ['--quiet', '--no-input', '--disable-pip-version-check', '--retries', '1', '--timeout', '5'];
  const wanted = ['--only-binary=:all:', '--target', fresh, sdk];
  try {
    await run(python, ['-m', 'pip', 'install', ...quietly, ...wanted], { timeout: installsWithinMs });
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Serves `WeighParcel` on a task queue; null, and a line that says why, where Python or its SDK can't be had. */
export async function startPythonWorker(taskQueue: string): Promise<(() => Promise<void>) | null> {
  const env = await environment().catch((error: Error) => {
    process.stderr.write(`Python has no ${sdk} here (${error.message}): a worker in TypeScript takes its place.\n`);
    return null;
  });
  if (env === null) return null;
  const script = join(__dirname, 'worker.py');
  const { temporalAddress } = testServers();
  const child = spawn(python, [script, temporalAddress, taskQueue], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await untilItServes(child);
  return async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
}

async function untilItServes(child: ChildProcess & { stdout: NodeJS.ReadableStream }): Promise<void> {
  const ended = once(child, 'exit').then(() => {
    throw new Error('the worker in Python ended');
  });
  await Promise.race([once(createInterface(child.stdout), 'line'), ended]);
  ended.catch(() => undefined);
}
