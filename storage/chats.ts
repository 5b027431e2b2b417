import { type Connection, type QueryFilter, Schema } from 'mongoose';
import { type Chat, type ChatStatus, previewOf } from '../domain/chat';
import type { Message } from '../domain/message';
import { declineMark, type Operator } from '../domain/operator';
import { createChatList } from './chat-list';
import { anyOf, type Conversation } from './conversation';
import { type Tx, within } from './database';
import { fromRow, fromRowOrNull, type Row, toRow } from './document';

/** `open` is there on every chat that is not completed: a unique index on it gives a client one open chat a channel. */
export interface ChatRow extends Row<Chat> {
  open?: true;
  /** When reconciliation last saw that the chat's workflow runs. */
  checkedAt: Date;
}

export type ChatChange = Partial<
  Pick<
    Chat,
    | 'status'
    | 'operatorId'
    | 'offer'
    | 'shownTo'
    | 'unrouted'
    | 'acceptedAt'
    | 'completedAt'
    | 'completedBy'
    | 'completesAt'
    | 'queueId'
  >
>;

const availablePage = 50;

/** Chats. The row is the truth about a chat; its workflow follows it and supplies time and order. */
/** A queue's open chats, for those who watch over it. */
export interface OpenChats {
  waiting: number;
  offered: number;
  active: number;
  bot: number;
  /** When the oldest of the waiting ones began. */
  oldestWaitingSince: Date | null;
}

export function createChatStore(connection: Connection) {
  const schema = new Schema<ChatRow>(
    {
      _id: String,
      number: Number,
      workflowId: String,
      channelId: String,
      provider: String,
      clientId: String,
      contactId: String,
      queueId: String,
      status: String,
      operatorId: { type: String, default: null },
      offer: { type: Schema.Types.Mixed, default: null },
      shownTo: { type: Schema.Types.Mixed, default: null },
      unrouted: Boolean,
      revision: Number,
      declinedBy: [String],
      createdAt: Date,
      acceptedAt: { type: Date, default: null },
      completedAt: { type: Date, default: null },
      completedBy: { type: String, default: null },
      completesAt: { type: Date, default: null },
      lastMessage: { type: Schema.Types.Mixed, default: null },
      unreadCount: Number,
      open: Boolean,
      checkedAt: Date,
    },
    { versionKey: false, collection: 'chats' },
  );
  schema.index({ channelId: 1, clientId: 1 }, { unique: true, partialFilterExpression: { open: true } });
  schema.index({ queueId: 1, number: 1 }, { name: 'waiting', partialFilterExpression: { status: 'waiting' } });
  schema.index({ 'offer.operatorId': 1, number: 1 }, { partialFilterExpression: { status: 'offered' } });
  schema.index({ operatorId: 1, status: 1, number: -1 });
  schema.index({ number: -1 }, { unique: true });
  schema.index({ createdAt: 1, number: 1 });
  schema.index({ operatorId: 1, number: -1 });
  schema.index({ status: 1, number: -1 }, { partialFilterExpression: { open: true } });
  schema.index({ queueId: 1, number: -1 });
  schema.index({ channelId: 1, number: -1 });
  schema.index({ contactId: 1, number: -1 });
  schema.index({ queueId: 1, status: 1, createdAt: 1 }, { partialFilterExpression: { open: true } });
  schema.index({ completedAt: 1 }, { partialFilterExpression: { status: 'completed' } });
  schema.index({ checkedAt: 1 }, { partialFilterExpression: { open: true } });
  const model = connection.model('Chat', schema);
  const counters = connection.collection<{ _id: string; value: number }>('counters');

  const found = (row: unknown) => fromRowOrNull<Chat>(strip(row as ChatRow | null));
  const all = (rows: unknown[]) => rows.map((row) => fromRow<Chat>(strip(row as ChatRow) as Row<Chat>));

  /** Waiting chats of the operator's queues that are shown to him, or (reservable) may be reserved for him. */
  const waitingFor = (
    operator: Pick<Operator, 'id' | 'statusRevision' | 'queueIds'>,
    inactiveChannelIds: string[],
  ): QueryFilter<ChatRow> => ({
    status: 'waiting',
    queueId: { $in: operator.queueIds },
    channelId: { $nin: inactiveChannelIds },
    declinedBy: { $ne: declineMark(operator) },
  });

  return {
    model,

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

    async openOfContact(contactId: string, tx: Tx): Promise<Chat[]> {
      return all(await model.find({ contactId, open: true }).session(tx).lean());
    },

    /** Whether the contact has had a chat in one of these queues, or with this operator. */
    async anyOfContactSeen(contactId: string, by: { operatorId: string; queueIds: string[] }): Promise<boolean> {
      return (await model.exists({ contactId, ...seenBy(by) })) !== null;
    },

    /** Which of the contacts have had one. */
    async contactsSeen(contactIds: string[], by: { operatorId: string; queueIds: string[] }): Promise<Set<string>> {
      return new Set(await model.distinct('contactId', { contactId: { $in: contactIds }, ...seenBy(by) }));
    },

    /** Chats of an erased contact that still tell something of him. */
    async telling(contactId: string, limit: number): Promise<Chat[]> {
      return all(
        await model
          .find({ contactId, clientId: { $ne: '' } })
          .limit(limit)
          .lean(),
      );
    },

    /** A chat of an erased contact stays, as one that was counted: when it was, where, and who had it (domain 9.2). */
    async forgetClient(id: string): Promise<void> {
      await model.updateOne({ _id: id }, { $set: { clientId: '', lastMessage: null, unreadCount: 0 } });
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
    async note(tx: Tx, chats: Array<Pick<Chat, 'id' | 'lastMessage' | 'unreadCount' | 'completesAt'>>): Promise<void> {
      if (chats.length === 0) return;
      const updates = chats.map(({ id, lastMessage, unreadCount, completesAt }) => ({
        updateOne: { filter: { _id: id }, update: { $set: { lastMessage, unreadCount, completesAt } } },
      }));
      await model.bulkWrite(updates, { session: tx });
    },

    /** A message was edited: where it is the last one, lists show its new text. Returns whether it was. */
    async noteEdit(id: string, message: Pick<Message, 'id' | 'text'>): Promise<boolean> {
      const noted = await model.updateOne(
        { _id: id, 'lastMessage.id': message.id },
        { $set: { 'lastMessage.text': previewOf(message.text) } },
      );
      return noted.matchedCount === 1;
    },

    async setUnread(id: string, unreadCount: number, tx?: Tx): Promise<void> {
      await model.updateOne({ _id: id }, { $set: { unreadCount } }, within(tx));
    },

    /**
     * The oldest waiting chat, over all his queues, that may be reserved for the operator: not one shown to everyone or
     * to him, not one that he declined, none of a channel that takes no part (domain 3.5).
     */
    async oldestReservableFor(
      operator: Operator,
      between: { after?: number; before?: number; inactiveChannelIds: string[] },
      tx?: Tx,
    ): Promise<Chat | null> {
      const number = {
        ...(between.after === undefined ? {} : { $gt: between.after }),
        ...(between.before === undefined ? {} : { $lt: between.before }),
      };
      return found(
        await model
          .findOne({
            ...waitingFor(operator, between.inactiveChannelIds),
            shownTo: { $nin: ['everyone', operator.id] },
            ...(Object.keys(number).length > 0 ? { number } : {}),
          })
          .sort({ number: 1 })
          .hint('waiting')
          .session(tx ?? null)
          .lean(),
      );
    },

    /** Chats shown to the operator, oldest first, a page at most (domain 3.2). */
    async shownTo(operator: Operator, inactiveChannelIds: string[]): Promise<Chat[]> {
      return all(
        await model
          .find({ ...waitingFor(operator, inactiveChannelIds), shownTo: { $in: ['everyone', operator.id] } })
          .sort({ number: 1 })
          .limit(availablePage)
          .hint('waiting')
          .lean(),
      );
    },

    async offeredTo(operatorId: string): Promise<Chat[]> {
      return all(await model.find({ status: 'offered', 'offer.operatorId': operatorId }).sort({ number: 1 }).lean());
    },

    async inWorkOf(operatorId: string): Promise<Chat[]> {
      return all(await model.find({ status: 'active', operatorId }).sort({ number: 1 }).lean());
    },

    /** A page of waiting chats of a queue or channel, oldest first. */
    async waitingIn(
      where: { queueId: string } | { channelId: string },
      page: { after: number; limit: number },
    ): Promise<Chat[]> {
      return all(
        await model
          .find({ ...where, status: 'waiting', number: { $gt: page.after } })
          .sort({ number: 1 })
          .limit(page.limit)
          .lean(),
      );
    },

    ...createChatList(model, all),

    /** Chats in work of an operator that have unread messages, and how many messages. */
    async unreadOf(operatorId: string): Promise<{ chats: number; messages: number }> {
      const rows = await model
        .find({ status: 'active', operatorId, unreadCount: { $gt: 0 } }, { unreadCount: 1 })
        .lean();
      return { chats: rows.length, messages: rows.reduce((sum, row) => sum + row.unreadCount, 0) };
    },

    /** How many open chats each queue has by status, and since when the oldest one waits. */
    async openByQueue(queueIds: string[]): Promise<Map<string, OpenChats>> {
      const rows = await model.aggregate<{ _id: { queueId: string; status: ChatStatus }; count: number; oldest: Date }>(
        [
          { $match: { queueId: { $in: queueIds }, open: true } },
          {
            $group: {
              _id: { queueId: '$queueId', status: '$status' },
              count: { $sum: 1 },
              oldest: { $min: '$createdAt' },
            },
          },
        ],
      );
      return new Map(
        queueIds.map((queueId) => {
          const of = (status: ChatStatus) => rows.find(({ _id }) => _id.queueId === queueId && _id.status === status);
          const count = (status: ChatStatus) => of(status)?.count ?? 0;
          const counts = {
            waiting: count('waiting'),
            offered: count('offered'),
            active: count('active'),
            bot: count('bot'),
          };
          return [queueId, { ...counts, oldestWaitingSince: of('waiting')?.oldest ?? null }];
        }),
      );
    },

    async anyOfQueue(queueId: string, tx?: Tx): Promise<boolean> {
      return (await model.exists({ queueId }).session(tx ?? null)) !== null;
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
  };
}

function seenBy({ operatorId, queueIds }: { operatorId: string; queueIds: string[] }) {
  return { $or: [{ queueId: { $in: queueIds } }, { operatorId }] };
}

function strip(row: ChatRow | null): Row<Chat> | null {
  if (row === null) return null;
  const { open: _open, checkedAt: _checkedAt, ...chat } = row;
  return chat;
}
