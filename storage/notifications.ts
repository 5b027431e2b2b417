import { type Connection, Schema } from 'mongoose';
import type { Notification } from '../domain/notification';
import type { Tx } from './database';
import { fromRow, fromRowOrNull, type Row, toRow } from './document';

/** How long they are kept. */
const keptSeconds = 90 * 24 * 3600;

/** Words to users beside their chats. */
export function createNotificationStore(connection: Connection) {
  const schema = new Schema<Row<Notification>>(
    {
      _id: String,
      userId: String,
      text: String,
      link: { type: String, default: null },
      chatId: { type: String, default: null },
      createdAt: Date,
      readAt: { type: Date, default: null },
    },
    { versionKey: false, collection: 'notifications' },
  );
  schema.index({ userId: 1, createdAt: -1, _id: -1 });
  schema.index({ createdAt: 1 }, { expireAfterSeconds: keptSeconds });
  const model = connection.model('Notification', schema);

  return {
    model,

    /** Adds those that are not there yet, and returns them. */
    async add(wanted: Notification[], tx: Tx): Promise<Notification[]> {
      const ids = wanted.map(({ id }) => id);
      const there = await model
        .find({ _id: { $in: ids } }, { _id: 1 })
        .session(tx)
        .lean();
      const fresh = wanted.filter(({ id }) => !there.some((row) => row._id === id));
      if (fresh.length > 0) await model.insertMany(fresh.map(toRow), { session: tx });
      return fresh;
    },

    async get(id: string): Promise<Notification | null> {
      return fromRowOrNull<Notification>((await model.findById(id).lean()) as Row<Notification> | null);
    },

    /** Newest first. */
    async ofUser(
      of: { userId: string; isUnread: boolean },
      page: { before: { createdAt: Date; id: string } | null; limit: number },
    ): Promise<Notification[]> {
      const { before } = page;
      const isBefore =
        before === null
          ? {}
          : {
              $or: [{ createdAt: { $lt: before.createdAt } }, { createdAt: before.createdAt, _id: { $lt: before.id } }],
            };
      const rows = await model
        .find({ userId: of.userId, ...(of.isUnread ? { readAt: null } : {}), ...isBefore })
        .sort({ createdAt: -1, _id: -1 })
        .limit(page.limit)
        .lean();
      return rows.map((row) => fromRow<Notification>(row as Row<Notification>));
    },

    /** One of the user's, or all. Returns whether there was that one. */
    async markRead({ userId, id }: { userId: string; id?: string }): Promise<boolean> {
      const which = id === undefined ? { userId } : { userId, _id: id };
      await model.updateMany({ ...which, readAt: null }, { $set: { readAt: new Date() } });
      return (await model.exists(which)) !== null;
    },
  };
}
