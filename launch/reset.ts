import { existsSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { sep } from 'node:path';
import { readConfig } from '../config';
import { type DataFolder, dataFolder } from './data-folder';
import { LockHeld, takeLock } from './exclusive-lock';
import { endLeftovers } from './leftovers';

const log = (line: string) => void process.stdout.write(`${line}\n`);

/** DATA_DIR may be mistyped: only a folder that a start has made, and that nothing else lives in, is deleted. */
function refusal(folder: DataFolder): string | undefined {
  const holds = (path: string) => `${path}${sep}`.startsWith(`${folder.root}${sep}`);
  if (holds(process.cwd()) || holds(homedir())) return 'it holds more than the data of Parley';
  return existsSync(folder.lock) ? undefined : 'no copy of Parley has run on it';
}

async function reset(folder: DataFolder): Promise<number> {
  if (!existsSync(folder.root)) {
    log(`Nothing to delete: ${folder.root} does not exist.`);
    return 0;
  }
  const reason = refusal(folder);
  if (reason !== undefined) {
    log(`${folder.root} was not deleted: ${reason}.`);
    return 1;
  }
  try {
    takeLock(folder.lock);
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    log(`A copy of Parley (process ${error.holder.pid}) runs on ${folder.root}; stop it first.`);
    return 1;
  }
  await endLeftovers(folder, log);
  rmSync(folder.root, { recursive: true });
  log(`Deleted ${folder.root}.`);
  return 0;
}

void reset(dataFolder(readConfig().dataDir)).then((exitCode) => {
  process.exitCode = exitCode;
});
