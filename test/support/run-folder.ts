import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
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

/** A folder for the data of this process's own servers, beside those of other runs; what killed runs left is cleaned up first. */
export async function openRunFolder(kind: string, log: (line: string) => void): Promise<string> {
  const runs = join(tmpdir(), `parley-${kind}-${userInfo().uid}`);
  mkdirSync(runs, { recursive: true, mode: 0o700 });
  await cleanAbandonedRuns(runs, log);
  const run = mkdtempSync(join(runs, 'run-'));
  writeFileSync(join(run, 'owner.json'), JSON.stringify(identify(process.pid)));
  return run;
}
