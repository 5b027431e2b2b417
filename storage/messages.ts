import { type Connection, type QueryFilter, Schema } from 'mongoose';
import type { Chat } from '../domain/chat';
import type { EchoedMessage, IncomingMessage } from '../domain/inbound';
import type { Attachment, DeliveryStatus, Message } from '../domain/message';
import { anyOf, type Conversation } from './conversation';
import { isOnlyDuplicates, type Tx } from './database';
import type { ForgottenMessageStore } from './forgotten-messages';
import { createMessageRemoval } from './message-removal';
import {
  echoRow,
  foundMessage as found,
  incomingRow,
  type MessageRow,
  type ReceivedMessage,
  received,
} from './message-row';
import { createMessageSearch, indexWords } from './message-search';
import { createOutgoingMessages } from './outgoing-messages';

/** What a messenger delivered at once for one channel. */
interface Delivery {
  channel: { id: string; provider: string };
  messages: IncomingMessage[];
}

type ChatToJoin = Pick<Chat, 'id' | 'number' | 'channelId' | 'clientId'>;

export interface DueMessage {
  id: string;
  direction: Message['direction'];
  channelId: string;
  clientId: string;
  chatId: string | null;
  provider: string;
}

/** Of an answer that the client cannot see yet, or never will. */
const notArrived: DeliveryStatus[] = ['pending', 'sending', 'failed'];
/** How long a relay waits before it tells of the same message once more: the signal is durable, its effect only late. */
const relayAgainMs = 60_000;

/** Messages: an outbox in both directions (architecture 1). */
export function createMessageStore(connection: Connection, forgotten: Pick<ForgottenMessageStore, 'among'>) {
  const schema = new Schema<MessageRow>(
    {
      _id: String,
      chatId: { type: String, default: null },
      channelId: String,
      provider: String,
      clientId: String,
      direction: String,
      type: { type: String },
      text: String,
      timestamp: Date,
      sequence: Number,
      externalId: { type: String, default: null },
      replyToExternalId: { type: String, default: null },
      editedAt: { type: Date, default: null },
      location: { type: Schema.Types.Mixed, default: null },
      sharedContact: { type: Schema.Types.Mixed, default: null },
      attachments: [Schema.Types.Mixed],
      authorId: { type: String, default: null },
      authorName: { type: String, default: null },
      deliveryStatus: { type: String, default: null },
      failure: { type: Schema.Types.Mixed, default: null },
      reaction: { type: String, default: null },
      template: { type: Schema.Types.Mixed, default: null },
      possiblyRepeated: Boolean,
      raw: Schema.Types.Mixed,
      profile: Schema.Types.Mixed,
      dueAt: Date,
      unsent: Boolean,
      reactedAt: Date,
      words: { type: [Number], default: undefined },
      chatNumber: Number,
    },
    { versionKey: false, collection: 'messages', minimize: false },
  );
  schema.index(
    { channelId: 1, clientId: 1, direction: 1, externalId: 1 },
    { unique: true, partialFilterExpression: { externalId: { $type: 'string' } } },
  );
  schema.index({ chatId: 1, timestamp: 1, sequence: 1, _id: 1 });
  schema.index({ channelId: 1, clientId: 1, timestamp: 1, sequence: 1, _id: 1 });
  schema.index(
    { channelId: 1, clientId: 1, timestamp: 1, sequence: 1, _id: 1 },
    { name: 'unattached', partialFilterExpression: { chatId: null } },
  );
  schema.index({ chatId: 1 }, { name: 'pendingFiles', partialFilterExpression: { 'attachments.status': 'pending' } });
  schema.index({ 'attachments.fileId': 1 }, { sparse: true });
  schema.index({ dueAt: 1 }, { partialFilterExpression: { dueAt: { $exists: true } } });
  schema.index(
    { channelId: 1, clientId: 1, timestamp: 1 },
    { name: 'unsent', partialFilterExpression: { unsent: true } },
  );
  indexWords(schema);
  const model = connection.model('Message', schema);

  const allFound = (rows: unknown[]) => rows.map(found).filter((message) => message !== null);
  const inOrder = { timestamp: 1, sequence: 1, _id: 1 } as const;

  /** Returns which of the rows were not there before, and are to stay. */
  async function insertNew(rows: MessageRow[]): Promise<(id: string) => boolean> {
    const inserted = await insert(rows);
    const gone = await dropForgotten(rows.filter(({ _id }) => inserted(_id)));
    return (id) => inserted(id) && !gone.has(id);
  }

  async function insert(rows: MessageRow[]): Promise<(id: string) => boolean> {
    try {
      // As they are: the model would leave out without a word what it cannot cast.
      await model.insertMany(rows, { ordered: false, lean: true });
      return () => true;
    } catch (error) {
      if (!isOnlyDuplicates(error)) throw error;
      const inserted = await model.find({ _id: { $in: rows.map((row) => row._id) } }, { _id: 1 }).lean();
      const ids = new Set(inserted.map((row) => row._id));
      return (id) => ids.has(id);
    }
  }

  /**
   * What was erased and is delivered again goes at once. Looked at after the rows were written: what erases notes a message
   * before it deletes it, so that one of the two is always seen.
   */
  async function dropForgotten(rows: MessageRow[]): Promise<Set<string>> {
    const keys = rows.flatMap(({ _id: id, channelId, clientId, direction, externalId }) =>
      externalId === null ? [] : [{ id, channelId, clientId, direction, externalId }],
    );
    const ids = (await forgotten.among(keys)).map(({ id }) => id);
    if (ids.length > 0) await model.deleteMany({ _id: { $in: ids } });
    return new Set(ids);
  }

  return {
    model,

    /** Makes incoming messages durable; those that are there already are left as they are. Returns the new ones of each delivery. */
    async receive(deliveries: Delivery[]): Promise<ReceivedMessage[][]> {
      const rows = deliveries.map(({ channel, messages }) => messages.map((message) => incomingRow(channel, message)));
      const isNew = await insertNew(rows.flat());
      return rows.map((ofDelivery) => ofDelivery.filter(({ _id }) => isNew(_id)).map(received));
    },

    /** Answers that were given elsewhere. Returns those that were not known. */
    async receiveEchoes(channel: Delivery['channel'], messages: EchoedMessage[]): Promise<Message[]> {
      const rows = messages.map((message) => echoRow(channel, message));
      const isNew = await insertNew(rows);
      return allFound(rows.filter(({ _id }) => isNew(_id)));
    },

    /** The client's reaction to a message, unless that is an earlier one. Returns the message when it has changed by it. */
    async react(key: Conversation & { externalId: string }, emoji: string | null, at: Date): Promise<Message | null> {
      const isLater = { $or: [{ reactedAt: { $exists: false } }, { reactedAt: { $lt: at } }] };
      const set = { $set: { reaction: emoji, reactedAt: at } };
      return found(await model.findOneAndUpdate({ ...key, ...isLater }, set, { returnDocument: 'after' }).lean());
    },

    /** A changed text replaces the former one, unless that is a later change. Returns the message if there was one to change. */
    async edit(
      key: { channelId: string; clientId: string; externalId: string },
      edited: Pick<Message, 'text'>,
      editedAt: Date,
    ): Promise<{ known: boolean; changed: Message | null }> {
      const which = { ...key, direction: 'incoming' as const };
      const changed = await model
        .findOneAndUpdate(
          { ...which, $or: [{ editedAt: null }, { editedAt: { $lt: editedAt } }] },
          { $set: { text: edited.text, editedAt } },
          { returnDocument: 'after' },
        )
        .lean();
      return { known: changed !== null || (await model.exists(which)) !== null, changed: found(changed) };
    },

    /**
     * Gives messages to the chats of their conversations on condition that they have none: whatever is repeated, a message
     * joins one chat, once. Those of the conversation that came before them go with them: told of late, they must not come
     * into a later chat (domain 2.3). `isTold`: the chat's workflow knows of them, and no relay has to tell it.
     */
    async attach(
      tx: Tx,
      chats: ChatToJoin[],
      ids: string[],
      { isTold }: { isTold: boolean },
    ): Promise<ReceivedMessage[]> {
      if (chats.length === 0) return [];
      const unattached = await model
        .find({ ...anyOf(chats), chatId: null })
        .sort(inOrder)
        .hint('unattached')
        .session(tx)
        .lean();
      const joins = chats.map(({ id, number, channelId, clientId }) => {
        const own = unattached.filter((row) => row.channelId === channelId && row.clientId === clientId);
        return { chatId: id, chatNumber: number, rows: own.slice(0, endOf(own, ids)) };
      });
      const updates = joins
        .filter(({ rows }) => rows.length > 0)
        .map(({ chatId, chatNumber, rows }) => ({
          updateMany: {
            filter: { _id: { $in: rows.map((row) => row._id) }, chatId: null },
            update: { $set: { chatId, chatNumber }, ...(isTold ? { $unset: { dueAt: true } } : {}) },
          },
        }));
      if (updates.length > 0) await model.bulkWrite(updates, { session: tx });
      return joins.flatMap(({ chatId, rows }) => rows.map((row) => ({ ...received(row as MessageRow), chatId })));
    },

    /** Whether the client has written something that is in no chat yet. */
    async anyUnattached({ channelId, clientId }: Conversation): Promise<boolean> {
      const of = { channelId, clientId, chatId: null };
      const rows = await model.find(of, { direction: 1 }).hint('unattached').lean();
      return rows.some(({ direction }) => direction === 'incoming');
    },

    /** Also of what was just acknowledged, whose chat is still being opened. */
    async anyOfChannel(channelId: string, tx: Tx): Promise<boolean> {
      return (await model.exists({ channelId }).session(tx)) !== null;
    },

    /** Incoming messages as they were received, in the messenger's order. */
    async received(ids: string[]): Promise<ReceivedMessage[]> {
      const rows = await model
        .find({ _id: { $in: ids } })
        .sort(inOrder)
        .lean();
      return rows.map((row) => received(row as MessageRow));
    },

    /** Messages with files that are still to be loaded. */
    async withPendingFiles(of: { chatId: string } | { ids: string[] }): Promise<string[]> {
      const pending = { 'attachments.status': 'pending' as const };
      const rows =
        'ids' in of
          ? await model.find({ _id: { $in: of.ids }, ...pending }, { _id: 1 }).lean()
          : await model
              .find({ ...of, ...pending }, { _id: 1 })
              .hint('pendingFiles')
              .lean();
      return rows.map((row) => row._id);
    },

    async get(id: string): Promise<Message | null> {
      return found(await model.findById(id).lean());
    },

    /** The messenger's payload of a message that Parley does not understand. */
    async rawOf(id: string): Promise<unknown> {
      return (await model.findById(id, { raw: 1 }).lean())?.raw;
    },

    /** A page of a chat's messages that come before `before`, in the messenger's order. */
    async conversation(
      where: { chatId: string },
      page: { before?: Pick<Message, 'timestamp' | 'sequence' | 'id'>; limit: number },
    ): Promise<Message[]> {
      const rows = await model
        .find({ ...where, ...(page.before === undefined ? {} : isBefore(page.before)) })
        .sort({ timestamp: -1, sequence: -1, _id: -1 })
        .limit(page.limit)
        .lean();
      return allFound(rows.reverse());
    },

    /** The newest of what a client has written and of what has reached him, in order. */
    async ofClient(client: { channelId: string; clientId: string }, limit: number): Promise<Message[]> {
      const rows = await model
        .find({ ...client, deliveryStatus: { $nin: notArrived } })
        .sort({ timestamp: -1, sequence: -1, _id: -1 })
        .limit(limit)
        .lean();
      return allFound(rows.reverse());
    },

    /** When the client last wrote on the channel, by the messenger's clock; null when he never did. */
    async lastIncomingAt({ channelId, clientId }: { channelId: string; clientId: string }): Promise<Date | null> {
      const row = await model
        .findOne({ channelId, clientId, direction: 'incoming' }, { timestamp: 1 })
        .sort({ timestamp: -1, sequence: -1, _id: -1 })
        .lean();
      return row?.timestamp ?? null;
    },

    /** What the client wrote first in a chat; null when he sent no words. */
    async firstText(chatId: string): Promise<string | null> {
      const row = await model
        .findOne({ chatId, direction: 'incoming', text: { $nin: [null, ''] } }, { text: 1 })
        .sort(inOrder)
        .lean();
      return row?.text ?? null;
    },

    async countIncomingAfter(chatId: string, message: Position, tx: Tx): Promise<number> {
      return model.countDocuments({ chatId, direction: 'incoming', ...isAfter(message) }).session(tx);
    },

    ...createOutgoingMessages(model),
    ...createMessageRemoval(model),
    ...createMessageSearch(model),

    /** What became of a file that was to be loaded; false when that is known already. */
    async setAttachment(
      tx: Tx,
      messageId: string,
      attachmentId: string,
      set: Partial<Pick<Attachment, 'status' | 'fileId' | 'size' | 'mediaType' | 'fileName' | 'failure'>>,
    ): Promise<boolean> {
      const fields = Object.fromEntries(Object.entries(set).map(([name, value]) => [`attachments.$.${name}`, value]));
      const { matchedCount } = await model.updateOne(
        { _id: messageId, attachments: { $elemMatch: { id: attachmentId, status: 'pending' } } },
        { $set: fields },
        { session: tx },
      );
      return matchedCount > 0;
    },

    /**
     * The chat's workflow was told of these: a relay need not, or only much later while they wait for a chat. Losing this mark
     * only repeats a signal.
     */
    async markSignalled(ids: string[]): Promise<void> {
      const again = new Date(Date.now() + relayAgainMs);
      const needed = { $or: [{ $eq: ['$chatId', null] }, { $eq: ['$unsent', true] }] };
      await model.updateMany(
        { _id: { $in: ids }, dueAt: { $exists: true } },
        [{ $set: { dueAt: { $cond: [needed, again, '$$REMOVE'] } } }],
        { writeConcern: { w: 1, j: false }, updatePipeline: true },
      );
    },

    /** Whether the chat's workflow has yet to be told of a message that is in it. */
    async anyUntold(chatId: string): Promise<boolean> {
      return (await model.exists({ chatId, direction: 'incoming', dueAt: { $exists: true } })) !== null;
    },

    /** Messages that nobody seems to have told the chat's workflow of; others see them again after `leaseMs`. */
    async takeDue(limit: number, leaseMs: number): Promise<DueMessage[]> {
      const rows = await model
        .find({ dueAt: { $lte: new Date() } })
        .sort({ dueAt: 1 })
        .limit(limit)
        .lean();
      await model.updateMany(
        { _id: { $in: rows.map((row) => row._id) }, dueAt: { $exists: true } },
        { $set: { dueAt: new Date(Date.now() + leaseMs) } },
      );
      return rows.map(({ _id, direction, channelId, clientId, chatId, provider }) => ({
        id: _id,
        direction,
        channelId,
        clientId,
        chatId,
        provider,
      }));
    },
  };
}

/** Up to the last of `ids`, with the answers that were given elsewhere right after it. */
function endOf(rows: Array<Pick<MessageRow, '_id' | 'direction'>>, ids: string[]): number {
  const last = rows.findLastIndex((row) => ids.includes(row._id));
  if (last === -1) return 0;
  const next = rows.findIndex((row, index) => index > last && row.direction === 'incoming');
  return next === -1 ? rows.length : next;
}

type Position = Pick<Message, 'timestamp' | 'sequence' | 'id'>;

function isBefore({ timestamp, sequence, id }: Position): QueryFilter<MessageRow> {
  return {
    $or: [
      { timestamp: { $lt: timestamp } },
      { timestamp, sequence: { $lt: sequence } },
      { timestamp, sequence, _id: { $lt: id } },
    ],
  };
}

function isAfter({ timestamp, sequence, id }: Position): QueryFilter<MessageRow> {
  return {
    $or: [
      { timestamp: { $gt: timestamp } },
      { timestamp, sequence: { $gt: sequence } },
      { timestamp, sequence, _id: { $gt: id } },
    ],
  };
}
