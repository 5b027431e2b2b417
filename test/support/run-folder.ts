import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir, totalmem, userInfo } from 'node:os';
import { join } from 'node:path';
import { dataFolder } from '../../launch/data-folder';
import { endLeftovers } from '../../launch/leftovers';
import { identify, isStillRunning, type ProcessIdentity } from '../../launch/process-identity';

function ownerOf(run: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(join(run, 'owner.json'), 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

/** What a run that was killed has left: its servers, and no others, and their data. */
async function cleanAbandonedRuns(runs: string, log: (line: string) => void): Promise<void> {
  for (const name of readdirSync(runs)) {
    const run = join(runs, name);
    const owner = ownerOf(run);
    if (owner === undefined || isStillRunning(owner)) continue;
    await endLeftovers(dataFolder(run), log);
    rmSync(run, { recursive: true, force: true });
  }
}

const sharedMemory = '/dev/shm';
const gibibyte = 2 ** 30;

/** Where data that only tests need are kept: Linux's memory, on machines that can spare some, or the folder for temporary files. */
export function scratchFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(sharedMemory);
    if (bavail * bsize >= 4 * gibibyte && totalmem() >= 12 * gibibyte) return sharedMemory;
  } catch {
    // There is none.
  }
  return tmpdir();
}

/**
 * A folder for the data of this process's own servers, beside those of other runs; what killed runs left is cleaned up first.
 * With `inMemory` no write waits for a disk: half of a run's time otherwise. What a killed server has acknowledged is there all the same.
 */
export async function openRunFolder(
  kind: string,
  log: (line: string) => void,
  { inMemory = false }: { inMemory?: boolean } = {},
): Promise<string> {
  const runs = join(inMemory ? scratchFolder() : tmpdir(), `parley-${kind}-${userInfo().uid}`);
  mkdirSync(runs, { recursive: true, mode: 0o700 });
  await cleanAbandonedRuns(runs, log);
  const run = mkdtempSync(join(runs, 'run-'));
  writeFileSync(join(run, 'owner.json'), JSON.stringify(identify(process.pid)));
  return run;
}
