import { randomUUID } from 'node:crypto';
import { type Connection, Schema } from 'mongoose';
import type { Chore, SlowChore } from '../domain/chore';
import type { Tx } from './database';
import { fromRow, type Row, toRow } from './document';

interface StoredChore {
  id: string;
  chore: Chore;
  dueAt: Date;
}

export type SpareChore = Omit<StoredChore, 'dueAt'>;

/** In the same collection. It has no `dueAt`, by which the others are taken. */
interface StoredSlowChore {
  id: string;
  slow: SlowChore;
  slowDueAt: Date;
  /** How often it was begun. */
  attempts: number;
}

/** Work that follows from a committed change, written with it: done by the writer at once, by the relay when he died. */
export function createChoreStore(connection: Connection) {
  const schema = new Schema<Row<StoredChore> & Partial<Row<StoredSlowChore>>>(
    {
      _id: String,
      chore: Schema.Types.Mixed,
      dueAt: Date,
      slow: Schema.Types.Mixed,
      slowDueAt: Date,
      attempts: Number,
    },
    { versionKey: false, collection: 'chores' },
  );
  schema.index({ dueAt: 1 });
  schema.index({ slowDueAt: 1 }, { sparse: true });
  const model = connection.model('Chore', schema);

  return {
    model,

    /** Writes chores in the transaction of the change that they follow from; pass what it returns to whoever performs them. */
    async add(tx: Tx, chores: Chore[], graceMs: number): Promise<StoredChore[]> {
      const stored = chores.map((chore) => ({ id: randomUUID(), chore, dueAt: new Date(Date.now() + graceMs) }));
      if (stored.length > 0) await model.insertMany(stored.map(toRow), { session: tx });
      return stored;
    },

    /** Writes a chore that is left to the relay, unless somebody gets to say, by its id, that it is done before it is due. */
    async addSpare(tx: Tx, { id, chore }: SpareChore, graceMs: number): Promise<void> {
      const row = { chore, dueAt: new Date(Date.now() + graceMs) };
      await model.replaceOne({ _id: id }, row, { session: tx, upsert: true });
    },

    /** Takes one due chore for `leaseMs`; another relay sees it again after that. */
    async takeDue(leaseMs: number): Promise<StoredChore | null> {
      const row = await model
        .findOneAndUpdate(
          { dueAt: { $lte: new Date() } },
          { $set: { dueAt: new Date(Date.now() + leaseMs) } },
          { sort: { dueAt: 1 }, returnDocument: 'after' },
        )
        .lean();
      return row === null ? null : fromRow<StoredChore>(row as Row<StoredChore>);
    },

    /** Writes chores that are left to whoever does one of them after the other. */
    async addSlow(tx: Tx, chores: SlowChore[]): Promise<void> {
      const rows = chores.map((slow) => toRow({ id: randomUUID(), slow, slowDueAt: new Date(), attempts: 0 }));
      if (rows.length > 0) await model.insertMany(rows, { session: tx });
    },

    /** Takes one slow chore for `leaseMs`; it is taken again after that unless it is done. */
    async takeSlow(leaseMs: number): Promise<StoredSlowChore | null> {
      const row = await model
        .findOneAndUpdate(
          { slowDueAt: { $lte: new Date() } },
          { $set: { slowDueAt: new Date(Date.now() + leaseMs) }, $inc: { attempts: 1 } },
          { sort: { slowDueAt: 1 }, returnDocument: 'after' },
        )
        .lean();
      return row === null ? null : fromRow<StoredSlowChore>(row as unknown as Row<StoredSlowChore>);
    },

    /** As if it had not been taken. */
    async putBack(id: string): Promise<void> {
      await model.updateOne({ _id: id }, { $set: { slowDueAt: new Date() }, $inc: { attempts: -1 } });
    },

    async isThere(id: string): Promise<boolean> {
      return (await model.exists({ _id: id })) !== null;
    },

    async done(id: string): Promise<void> {
      await model.deleteOne({ _id: id });
    },
  };
}
export type { StoredChore };
