import type { Connection } from 'mongoose';
import { type Chat, lastMessageOf, previewOf } from '../domain/chat';
import type { Message } from '../domain/message';
import { createChatList } from './chat-list';
import { foundChats as all, createChatModel, foundChat as found } from './chat-row';
import { createChatsOfContacts } from './chats-of-contacts';
import { createChatsOfOperators } from './chats-of-operators';
import { anyOf, type Conversation } from './conversation';
import { type Tx, within } from './database';
import { toRow } from './document';
import { createQueueLoad } from './queue-load';

export type ChatChange = Partial<
  Pick<
    Chat,
    | 'status'
    | 'operatorId'
    | 'offer'
    | 'shownTo'
    | 'unrouted'
    | 'givenBy'
    | 'dependsOn'
    | 'failedAsks'
    | 'acceptedAt'
    | 'completedAt'
    | 'completedBy'
    | 'completesAt'
    | 'queueId'
  >
>;

/** Chats. The row is the truth about a chat; its workflow follows it and supplies time and order. */
export function createChatStore(connection: Connection) {
  const model = createChatModel(connection);
  const counters = connection.collection<{ _id: string; value: number }>('counters');

  return {
    model,
    ...createChatList(model),
    ...createChatsOfContacts(model),
    ...createChatsOfOperators(model),
    ...createQueueLoad(model),

    /** Rises by one with each call; a number may be left unused. */
    async nextNumber(): Promise<number> {
      const counter = await counters.findOneAndUpdate(
        { _id: 'chat' },
        { $inc: { value: 1 } },
        { upsert: true, returnDocument: 'after' },
      );
      return counter?.value ?? 1;
    },

    /** Refused as a duplicate while the client has another open chat on the channel. */
    async open(tx: Tx, chat: Chat): Promise<void> {
      await model.create([{ ...toRow(chat), open: true, checkedAt: chat.createdAt }], { session: tx });
    },

    async get(id: string, tx?: Tx): Promise<Chat | null> {
      return found(
        await model
          .findById(id)
          .session(tx ?? null)
          .lean(),
      );
    },

    async getMany(ids: string[], tx?: Tx): Promise<Chat[]> {
      return all(
        await model
          .find({ _id: { $in: ids } })
          .session(tx ?? null)
          .lean(),
      );
    },

    /** The open chats of conversations. */
    async openOf(conversations: Conversation[], tx?: Tx): Promise<Chat[]> {
      if (conversations.length === 0) return [];
      const rows = await model
        .find({ ...anyOf(conversations), open: true })
        .session(tx ?? null)
        .lean();
      const isOf = (row: Conversation) => (of: Conversation) =>
        of.channelId === row.channelId && of.clientId === row.clientId;
      return all(rows.filter((row) => conversations.some(isOf(row))));
    },

    async completedBefore(before: Date, limit: number): Promise<Chat[]> {
      return all(
        await model
          .find({ status: 'completed', completedAt: { $lt: before } })
          .sort({ completedAt: 1 })
          .limit(limit)
          .lean(),
      );
    },

    /** Returns how many there were. */
    async removeCompleted(tx: Tx, ids: string[]): Promise<number> {
      return (await model.deleteMany({ _id: { $in: ids }, status: 'completed' }, { session: tx })).deletedCount;
    },

    /** Changes the chat and raises its revision; null when it is not at the revision meant. */
    async change(
      tx: Tx,
      at: { id: string; revision: number },
      set: ChatChange,
      declinedBy?: string,
    ): Promise<Chat | null> {
      const update = {
        $set: set,
        $inc: { revision: 1 },
        ...(set.status === 'completed' ? { $unset: { open: true } } : {}),
        ...(declinedBy === undefined ? {} : { $addToSet: { declinedBy } }),
      };
      return found(
        await model
          .findOneAndUpdate({ _id: at.id, revision: at.revision }, update, { session: tx, returnDocument: 'after' })
          .lean(),
      );
    },

    /** Notes on chats, read in the same transaction, what their messages changed, which is no change of a revision. */
    async note(
      tx: Tx,
      chats: Array<Pick<Chat, 'id' | 'lastMessage' | 'unreadCount' | 'completesAt' | 'referral'>>,
    ): Promise<void> {
      if (chats.length === 0) return;
      const updates = chats.map(({ id, lastMessage, unreadCount, completesAt, referral }) => ({
        updateOne: { filter: { _id: id }, update: { $set: { lastMessage, unreadCount, completesAt, referral } } },
      }));
      await model.bulkWrite(updates, { session: tx });
    },

    /** A message, in the same transaction found to be the last one of its chat, is that now, or stands elsewhere now. */
    async noteLast(tx: Tx, id: string, last: Message): Promise<void> {
      await model.updateOne({ _id: id }, { $set: { lastMessage: lastMessageOf(last) } }, { session: tx });
    },

    /** A message was edited: where it is the last one, lists show what it is now. Returns whether it was. */
    async noteEdit(id: string, message: Pick<Message, 'id' | 'type' | 'text'>, tx: Tx): Promise<boolean> {
      const noted = await model.updateOne(
        { _id: id, 'lastMessage.id': message.id },
        { $set: { 'lastMessage.text': previewOf(message.text), 'lastMessage.type': message.type } },
        { session: tx },
      );
      return noted.matchedCount === 1;
    },

    async setUnread(id: string, unreadCount: number, tx?: Tx): Promise<void> {
      await model.updateOne({ _id: id }, { $set: { unreadCount } }, within(tx));
    },

    async anyOfChannel(channelId: string, tx?: Tx): Promise<boolean> {
      return (await model.exists({ channelId }).session(tx ?? null)) !== null;
    },

    /** Open chats whose workflow was not looked at since `before`, to be reconciled; each is handed out once a round. */
    async takeUnchecked(before: Date, limit: number): Promise<Chat[]> {
      const rows = await model
        .find({ open: true, checkedAt: { $lt: before } })
        .sort({ checkedAt: 1 })
        .limit(limit)
        .lean();
      await model.updateMany({ _id: { $in: rows.map((row) => row._id) } }, { $set: { checkedAt: new Date() } });
      return all(rows);
    },

    async anyOfQueue(queueId: string, tx?: Tx): Promise<boolean> {
      return (await model.exists({ queueId }).session(tx ?? null)) !== null;
    },
  };
}
