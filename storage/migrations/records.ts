import type { Connection } from 'mongoose';
import { isDuplicate, isOnlyDuplicates } from '../database';
import type { Cursor, Migration, Step } from './contract';

/** How a migration stands in this database. */
export interface MigrationRow {
  /** Its number. */
  _id: number;
  title: string;
  startedAt: Date;
  /** When it had been through all rows for the first time. */
  finishedAt: Date | null;
  /** How often it has been through. */
  passes: number;
  /** When the next pass begins; null when none follows. */
  dueAt: Date | null;
  cursor: Cursor | null;
  /** Over all passes. */
  seen: number;
  changed: number;
  /** The process that is at it, and until when that is believed without another sign of life. */
  heldBy: string | null;
  heldUntil: Date | null;
  /** When it last failed, until it gets through. */
  failedAt: Date | null;
}

type Numbered = Pick<Migration, 'number' | 'title'>;

const nobody = { heldBy: null, heldUntil: null };

/** The collection of migrations: what was done to this database, and by whom just now. */
export function createMigrationRecords(database: Connection, holder: string, leaseMs: number) {
  const rows = database.collection<MigrationRow>('migrations');
  const mine = (number: number) => ({ _id: number, heldBy: holder });
  const prolonged = () => ({ heldBy: holder, heldUntil: new Date(Date.now() + leaseMs) });

  const rowOf = ({ number, title }: Numbered): MigrationRow => {
    const now = new Date();
    const nothingYet = { finishedAt: null, passes: 0, cursor: null, seen: 0, changed: 0, failedAt: null };
    return { _id: number, title, startedAt: now, dueAt: now, ...nothingYet, ...nobody };
  };

  return {
    /** The highest number that any version has noted here; null in a database that knows of no migrations. */
    async newest(): Promise<number | null> {
      return (await rows.find().sort({ _id: -1 }).limit(1).next())?._id ?? null;
    },

    /** Whether this is a database in which nobody has ever worked: everything is made by accounts. */
    async isFresh(): Promise<boolean> {
      return (await rows.findOne()) === null && (await database.collection('users').findOne()) === null;
    },

    /** Notes that there was nothing to do. */
    async noteAllDone(migrations: readonly Numbered[]): Promise<void> {
      const now = new Date();
      try {
        const done = migrations.map((migration) => ({ ...rowOf(migration), finishedAt: now, dueAt: null }));
        if (done.length > 0) await rows.insertMany(done, { ordered: false });
      } catch (error) {
        if (!isOnlyDuplicates(error)) throw error;
      }
    },

    async findOrAdd(migration: Numbered): Promise<MigrationRow> {
      const known = await rows.findOne({ _id: migration.number });
      if (known !== null) return known;
      const row = rowOf(migration);
      try {
        await rows.insertOne(row);
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
      return row;
    },

    /** Takes one that is due and that nobody is at, or nobody any longer. */
    async claim(number: number): Promise<MigrationRow | null> {
      const now = new Date();
      const isFree = { $or: [{ heldBy: { $in: [null, holder] } }, { heldUntil: { $lte: now } }] };
      return rows.findOneAndUpdate(
        { _id: number, dueAt: { $lte: now }, ...isFree },
        { $set: prolonged() },
        { returnDocument: 'after' },
      );
    },

    /** Notes how far it has come; false when another process has taken it over meanwhile. */
    async note(number: number, { cursor, seen, changed }: Step): Promise<boolean> {
      const noted = await rows.updateOne(mine(number), { $set: { cursor, ...prolonged() }, $inc: { seen, changed } });
      return noted.matchedCount === 1;
    },

    /** Notes that it has been through all rows; false when another process has taken it over meanwhile. */
    async passed(
      number: number,
      { seen, changed }: Step,
      next: Pick<MigrationRow, 'finishedAt' | 'dueAt'>,
    ): Promise<boolean> {
      const update = { $set: { cursor: null, failedAt: null, ...next, ...nobody }, $inc: { passes: 1, seen, changed } };
      return (await rows.updateOne(mine(number), update)).matchedCount === 1;
    },

    /** Lets another process go on with it at once. */
    async release(number: number): Promise<void> {
      await rows.updateOne(mine(number), { $set: nobody });
    },

    async failed(number: number): Promise<void> {
      await rows.updateOne(mine(number), { $set: { failedAt: new Date(), ...nobody } });
    },
  };
}
