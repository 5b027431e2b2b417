import { type Connection, Schema } from 'mongoose';
import type { Tx } from './database';

interface ErasureRow {
  /** The contact's id. */
  _id: string;
  /** His own, and those of contacts that were merged into his. */
  contactIds: string[];
  /** Files that somebody may be loading at this moment; looked for once more when nobody can be any longer. */
  fileIds: string[];
  /** All that is stored is gone; only what comes late is waited for. */
  isEmptied: boolean;
  /** When a relay goes on with it. */
  dueAt: Date;
}

export interface Erasure {
  contactId: string;
  contactIds: string[];
  fileIds: string[];
  isEmptied: boolean;
}

/** Contacts whose traces are being removed: written when that is asked for, gone when nothing is left (domain 9.2). */
export function createErasureStore(connection: Connection) {
  const schema = new Schema<ErasureRow>(
    { _id: String, contactIds: [String], fileIds: [String], isEmptied: Boolean, dueAt: Date },
    { versionKey: false, collection: 'erasures' },
  );
  schema.index({ dueAt: 1 });
  const model = connection.model('Erasure', schema);

  const erasureOf = ({ _id, contactIds, fileIds, isEmptied }: ErasureRow): Erasure => ({
    ...{ contactId: _id, contactIds, fileIds, isEmptied },
  });

  return {
    model,

    async begin(tx: Tx, contactId: string, asked: Pick<ErasureRow, 'contactIds' | 'fileIds' | 'dueAt'>): Promise<void> {
      await model.create([{ _id: contactId, isEmptied: false, ...asked }], { session: tx });
    },

    async get(contactId: string): Promise<Erasure | null> {
      const row = await model.findById(contactId).lean();
      return row && erasureOf(row);
    },

    /** Takes one that is due for `leaseMs`; another relay sees it again after that. */
    async takeDue(leaseMs: number): Promise<Erasure | null> {
      const row = await model
        .findOneAndUpdate(
          { dueAt: { $lte: new Date() } },
          { $set: { dueAt: new Date(Date.now() + leaseMs) } },
          { sort: { dueAt: 1 }, returnDocument: 'after' },
        )
        .lean();
      return row && erasureOf(row);
    },

    async noteFiles(contactId: string, fileIds: string[]): Promise<void> {
      if (fileIds.length > 0) await model.updateOne({ _id: contactId }, { $addToSet: { fileIds: { $each: fileIds } } });
    },

    async emptied(contactId: string, dueAt: Date): Promise<void> {
      await model.updateOne({ _id: contactId, isEmptied: false }, { $set: { isEmptied: true, dueAt } });
    },

    async postpone(contactId: string, dueAt: Date): Promise<void> {
      await model.updateOne({ _id: contactId }, { $set: { dueAt } });
    },

    async done(contactId: string): Promise<void> {
      await model.deleteOne({ _id: contactId });
    },
  };
}
