import { type Connection, Schema } from 'mongoose';
import type { Identity, Merge } from '../domain/contact';
import type { Tx } from './database';
import { fromRow, type Row, toRow } from './document';

/** Rows that name a contact, and follow it when it is merged into another. */
const followers = ['chats', 'cases', 'orders', 'process_runs'];

/** Merged contacts, for as long as the merge can be undone; then MongoDB forgets them. */
export function createMergeStore(connection: Connection) {
  const schema = new Schema<Row<Merge>>(
    {
      _id: String,
      intoId: String,
      from: Schema.Types.Mixed,
      filled: { type: Schema.Types.Mixed, default: {} },
      moved: { type: Schema.Types.Mixed, default: {} },
      at: Date,
      undoableUntil: Date,
    },
    { versionKey: false, collection: 'merges', minimize: false },
  );
  schema.index({ intoId: 1, at: -1 });
  schema.index({ undoableUntil: 1 }, { expireAfterSeconds: 0 });
  const model = connection.model('Merge', schema);

  /** Has rows of one contact name the other. */
  async function move(tx: Tx, collection: string, filter: object, toId: string): Promise<string[]> {
    const rows = connection.collection<{ _id: string; contactId: string }>(collection);
    const ids = (await rows.find(filter, { session: tx, projection: { _id: 1 } }).toArray()).map(({ _id }) => _id);
    if (ids.length > 0) await rows.updateMany({ _id: { $in: ids } }, { $set: { contactId: toId } }, { session: tx });
    return ids;
  }

  return {
    model,

    async add(tx: Tx, merge: Merge): Promise<void> {
      await model.create([toRow(merge)], { session: tx });
    },

    async get(id: string, tx?: Tx): Promise<Merge | null> {
      const row = await model
        .findOne({ _id: id, undoableUntil: { $gt: new Date() } })
        .session(tx ?? null)
        .lean();
      return row === null ? null : fromRow<Merge>(row as Row<Merge>);
    },

    /** Those that can be undone, newest first. */
    async into(intoId: string): Promise<Merge[]> {
      const rows = await model
        .find({ intoId, undoableUntil: { $gt: new Date() } })
        .sort({ at: -1 })
        .lean();
      return rows.map((row) => fromRow<Merge>(row as Row<Merge>));
    },

    async remove(tx: Tx, id: string): Promise<void> {
      await model.deleteOne({ _id: id }, { session: tx });
    },

    /** Everything that names the one contact names the other. Returns what moved. */
    async follow(tx: Tx, { fromId, toId }: { fromId: string; toId: string }): Promise<Merge['moved']> {
      const moved: Merge['moved'] = {};
      for (const collection of followers) moved[collection] = await move(tx, collection, { contactId: fromId }, toId);
      return moved;
    },

    /** What moved goes back, and with it the chats that his identities have had since, and what was opened in his chats since. */
    async goBack(tx: Tx, { intoId, from, moved }: Merge): Promise<void> {
      for (const [collection, ids] of Object.entries(moved))
        await move(tx, collection, { _id: { $in: ids }, contactId: intoId }, from.id);
      const his = from.identities.map(({ provider, clientId }: Identity) => ({ provider, clientId }));
      if (his.length > 0) await move(tx, 'chats', { contactId: intoId, $or: his }, from.id);
      const chats = connection.collection<{ _id: string; contactId: string }>('chats');
      const chatIds = await chats.distinct('_id', { contactId: from.id }, { session: tx });
      for (const collection of followers.filter((follower) => follower !== 'chats'))
        await move(tx, collection, { contactId: intoId, chatId: { $in: chatIds } }, from.id);
    },

    /** Nothing of the contacts that were merged into this one, directly or before, is kept. */
    async forget(tx: Tx, contactId: string): Promise<void> {
      const forgotten: string[] = [];
      for (let intoIds = [contactId]; intoIds.length > 0; ) {
        const rows = await model.find({ intoId: { $in: intoIds } }, null, { session: tx }).lean();
        forgotten.push(...rows.map((row) => row._id));
        intoIds = rows.map(({ from }) => from.id);
      }
      await model.deleteMany({ _id: { $in: forgotten } }, { session: tx });
    },
  };
}
