import { type FormerRow, formerKeys, keyUpdate } from '../former-order';
import type { Cursor, Migration } from './contract';

const rowsAtOnce = 500;

interface Place extends Cursor {
  after: string | null;
  /** When the pass began, which stands for times that can't be: the same for all of a conversation. */
  at: string;
}

/** Messages had no order but that of their times, which are of two clocks (domain 2.11). */
export const orderKeys: Migration = {
  number: 5,
  title: 'messages have a key by which they stand in their conversation',
  async step(database, cursor) {
    const { after, at } = (cursor as Place | null) ?? { after: null, at: new Date().toISOString() };
    const messages = database.collection<FormerRow & { orderKey?: string | null }>('messages');
    const found = await messages
      .find(after === null ? {} : { _id: { $gt: after } }, {
        projection: { chatId: 1, timestamp: 1, sequence: 1, orderKey: 1 },
      })
      .sort({ _id: 1 })
      .limit(rowsAtOnce)
      .toArray();
    const former = found.filter((row) => row.orderKey === undefined);
    const keys = await formerKeys(database, former, new Date(at));
    const updates = former.map((row) => keyUpdate(row, keys.get(row._id)));
    const changed = updates.length === 0 ? 0 : (await messages.bulkWrite(updates, { ordered: false })).modifiedCount;
    const last = found.at(-1);
    const isLast = last === undefined || found.length < rowsAtOnce;
    return { cursor: isLast ? null : { after: last._id, at }, seen: found.length, changed };
  },
};
