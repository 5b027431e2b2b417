import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import { isUnavailable } from '../database';
import type { Migration } from './contract';
import { createMigrationRecords, type MigrationRow } from './records';
import { migrations as all } from './registry';

export interface MigratorDeps {
  database: Connection;
  log: Logger;
  migrations?: readonly Migration[];
  times?: Partial<typeof usualTimes>;
}

const minuteMs = 60_000;

const usualTimes = {
  /** A process that gave no sign of life for so long is dead, and another one goes on; a step takes far less. */
  leaseMs: 30_000,
  /** How often it is looked whether it is one's turn. */
  restMs: 1_000,
  /** The same once only passes that look again are left. */
  sweepRestMs: 30_000,
  /**
   * When all rows are looked at again, after the first time: processes of the version before have gone on writing rows as they
   * always did, and a rolling upgrade is over within a day.
   */
  sweepsAfterMs: [minuteMs, 15 * minuteMs, 24 * 60 * minuteMs],
  /** A start waits so long for migrations to be through; what takes longer goes on while people work. */
  startWaitsMs: 10_000,
};
const toldEveryMs = 10_000;

type Turn = 'worked' | 'others_work' | 'only_sweeps_left' | 'all_settled' | 'failed';

/** Runs migrations: each once a database, by one process at a time, from where the last one got to (decision 0025). */
export function createMigrator({ database, log, migrations = all, times = {} }: MigratorDeps) {
  const { leaseMs, restMs, sweepRestMs, sweepsAfterMs } = { ...usualTimes, ...times };
  const records = createMigrationRecords(database, randomUUID(), leaseMs);

  /**
   * Runs until nothing is left to do, one has failed, or the signal ends it; never throws. Calls `onFirstPassed` when all rows have
   * been seen once, or this process can do no more for that.
   */
  async function run(signal: AbortSignal, onFirstPassed: () => void = () => undefined): Promise<void> {
    while (!signal.aborted) {
      const turn = await attempt(signal);
      if (turn === 'all_settled' || turn === 'failed') break;
      if (turn === 'only_sweeps_left') onFirstPassed();
      if (turn === 'worked') continue;
      const forMs = turn === 'only_sweeps_left' ? sweepRestMs : restMs;
      await sleep(forMs, undefined, { signal }).catch(() => undefined);
    }
    onFirstPassed();
  }

  async function attempt(signal: AbortSignal): Promise<Turn> {
    try {
      if (await isNewer()) return 'all_settled';
      if (await records.isFresh()) await records.noteAllDone(migrations);
      return await takeTurn(signal);
    } catch (error) {
      if (isUnavailable(error)) {
        log.warn({ err: error }, 'migrations wait for MongoDB');
        return 'others_work';
      }
      log.error({ err: error }, 'migrations cannot go on; they are tried again at the next start');
      return 'failed';
    }
  }

  /** Whether a newer version has been here: its rows are none of ours to change. */
  async function isNewer(): Promise<boolean> {
    const known = Math.max(0, ...migrations.map(({ number }) => number));
    const newest = (await records.newest()) ?? 0;
    if (newest <= known) return false;
    log.warn({ known, newest }, 'the database is of a newer version than this program; its migrations are left alone');
    return true;
  }

  async function takeTurn(signal: AbortSignal): Promise<Turn> {
    let turn: Turn = 'all_settled';
    for (const migration of migrations) {
      const row = await records.findOrAdd(migration);
      if (row.dueAt === null) continue;
      const claimed = await records.claim(migration.number);
      if (claimed !== null) return pass(migration, claimed, signal);
      // Each finds the rows as the one before it has left them.
      if (row.finishedAt === null) return 'others_work';
      turn = 'only_sweeps_left';
    }
    return turn;
  }

  /** Goes through the rows from where it was left. */
  async function pass(migration: Migration, row: MigrationRow, signal: AbortSignal): Promise<Turn> {
    const { number, title } = migration;
    let { cursor } = row;
    const counts = { seen: 0, changed: 0 };
    /** With what this process has done; a look again is told only when it has found something. */
    const tell = (message: string) => {
      const level = row.passes === 0 || counts.changed > 0 ? 'info' : 'debug';
      log[level]({ migration: number, title, pass: row.passes + 1, ...counts }, message);
    };
    tell(cursor === null ? 'a migration begins' : 'a migration goes on where it was left');
    let toldAtMs = Date.now();
    try {
      while (!signal.aborted) {
        const step = await migration.step(database, cursor);
        counts.seen += step.seen;
        counts.changed += step.changed;
        cursor = step.cursor;
        if (cursor === null) {
          if (await records.passed(number, step, nextPass(row))) tell('a migration is through');
          return 'worked';
        }
        if (!(await records.note(number, step))) return 'others_work';
        if (Date.now() - toldAtMs < toldEveryMs) continue;
        toldAtMs = Date.now();
        tell('a migration is under way');
      }
      await records.release(number);
      return 'worked';
    } catch (error) {
      if (isUnavailable(error)) throw error;
      log.error(
        { err: error, migration: number, title, ...counts },
        'a migration failed; it is tried again at the next start',
      );
      await records.failed(number);
      return 'failed';
    }
  }

  function nextPass(row: MigrationRow): Pick<MigrationRow, 'finishedAt' | 'dueAt'> {
    const finishedAt = row.finishedAt ?? new Date();
    const afterMs = sweepsAfterMs[row.passes];
    return { finishedAt, dueAt: afterMs === undefined ? null : new Date(finishedAt.getTime() + afterMs) };
  }

  return { run };
}

/** Runs migrations beside what a process is there for, which begins when they are through, or after a moment at the latest. */
export async function startMigrations(deps: MigratorDeps, ending: AbortSignal): Promise<{ ended: Promise<void> }> {
  const { startWaitsMs } = { ...usualTimes, ...deps.times };
  let ended = Promise.resolve();
  const isInTime = await new Promise<boolean>((resolve) => {
    const patience = setTimeout(() => resolve(false), startWaitsMs);
    ended = createMigrator(deps).run(ending, () => {
      clearTimeout(patience);
      resolve(true);
    });
  });
  if (!isInTime) deps.log.info('migrations go on while this program takes up its work');
  return { ended };
}
