import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, isStillRunning, type ProcessIdentity } from './process-identity';

/** Someone else holds the lock and is alive. */
export class LockHeld extends Error {
  override readonly name = 'LockHeld';
  constructor(readonly holder: ProcessIdentity) {
    super(`held by process ${holder.pid}`);
  }
}

export interface ExclusiveLock {
  release(): void;
}

type Turn = ProcessIdentity | 'released';

function turnsIn(directory: string): number[] {
  return readdirSync(directory)
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => b - a);
}

function readTurn(directory: string, turn: number): Turn | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, String(turn)), 'utf8')) as Turn;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function withTemporary<T>(directory: string, content: Turn, use: (path: string) => T): T {
  const path = join(directory, `.${randomUUID()}`);
  writeFileSync(path, JSON.stringify(content));
  try {
    return use(path);
  } finally {
    rmSync(path, { force: true });
  }
}

/** A hard link appears whole or not at all, and never replaces another's. */
function claimTurn(directory: string, turn: number): boolean {
  return withTemporary(directory, identify(process.pid), (temporary) => {
    try {
      linkSync(temporary, join(directory, String(turn)));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  });
}

function runningHolder(directory: string, turn: number | undefined): ProcessIdentity | undefined {
  const holder = turn === undefined ? undefined : readTurn(directory, turn);
  return holder !== undefined && holder !== 'released' && isStillRunning(holder) ? holder : undefined;
}

/**
 * Takes the lock that the folder stands for, or throws LockHeld. Turns only count upwards and the highest is never
 * removed, so that two processes that find the same dead holder can't both follow it.
 */
export function takeLock(directory: string): ExclusiveLock {
  mkdirSync(directory, { recursive: true });
  for (;;) {
    const seen = turnsIn(directory);
    const holder = runningHolder(directory, seen[0]);
    if (holder !== undefined) throw new LockHeld(holder);
    const mine = (seen[0] ?? 0) + 1;
    if (!claimTurn(directory, mine)) continue;
    if ((turnsIn(directory)[0] ?? 0) > mine) {
      rmSync(join(directory, String(mine)), { force: true });
      continue;
    }
    for (const older of seen) rmSync(join(directory, String(older)), { force: true });
    return {
      release: () =>
        withTemporary(directory, 'released', (temporary) => renameSync(temporary, join(directory, String(mine)))),
    };
  }
}
