import type { Chat } from '../domain/chat';
import type { EchoedMessage, IncomingMessage } from '../domain/inbound';
import type { Attachment, Message } from '../domain/message';
import type { SharedContact } from '../domain/message-parts';
import { inOrder } from '../domain/order-key';
import { anyOf, type Conversation } from './conversation';
import { isOnlyDuplicates, type Tx } from './database';
import type { ForgottenMessageStore } from './forgotten-messages';
import {
  echoRow,
  foundMessage as found,
  foundMessages,
  incomingRow,
  keyOf,
  type MessageModel,
  type MessageRow,
  messageOf,
  noticeRow,
  type ReceivedMessage,
  received,
  type ShownRow,
} from './message-row';

/** What a messenger delivered at once for one channel. */
interface Delivery {
  channel: { id: string; provider: string };
  messages: IncomingMessage[];
}

type ChatToJoin = Pick<Chat, 'id' | 'number' | 'channelId' | 'clientId'>;

/** Messages as they come in from messengers, until they have joined a chat with their files (architecture 1). */
export function createIncomingMessages(model: MessageModel, forgotten: Pick<ForgottenMessageStore, 'among'>) {
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
      return foundMessages(rows.filter(({ _id }) => isNew(_id)));
    },

    /** What the messenger says by itself: nobody has to be told of it in time. Returns what was not known. */
    async receiveNotices(channel: Delivery['channel'], notices: IncomingMessage[]): Promise<Message[]> {
      const rows = notices.map((notice) => noticeRow(channel, notice));
      const isNew = await insertNew(rows);
      return foundMessages(rows.filter(({ _id }) => isNew(_id)));
    },

    /** The client's reaction to a message, unless that is an earlier one. Returns the message when it has changed by it. */
    async react(
      key: Conversation & { externalId: string },
      emoji: string | null,
      at: Date,
      tx: Tx,
    ): Promise<Message | null> {
      const isLater = { $or: [{ reactedAt: { $exists: false } }, { reactedAt: { $lt: at } }] };
      const set = { $set: { reaction: emoji, reactedAt: at } };
      return found(
        await model.findOneAndUpdate({ ...key, ...isLater }, set, { returnDocument: 'after', session: tx }).lean(),
      );
    },

    /**
     * Gives messages to the chats of their conversations on condition that they have none: whatever is repeated, a message
     * joins one chat, once. Those of the conversation that came before them go with them: told of late, they must not come
     * into a later chat (domain 2.3). `isTold`: the chat's workflow knows of them, and no relay has to tell it.
     */
    async attach(tx: Tx, chats: ChatToJoin[], ids: string[], { isTold }: { isTold: boolean }): Promise<Message[]> {
      if (chats.length === 0) return [];
      const unattached = (await model
        .find({ ...anyOf(chats), chatId: null }, { raw: 0, words: 0, profile: 0 })
        .hint('unattached')
        .session(tx)
        .lean()) as ShownRow[];
      const inTheirOrder = unattached
        .map((row) => ({ id: row._id, orderKey: keyOf(row), row }))
        .sort(inOrder)
        .map(({ row }) => row);
      const told = new Set(ids);
      const joins = chats.map(({ id, number, channelId, clientId }) => {
        const own = inTheirOrder.filter((row) => row.channelId === channelId && row.clientId === clientId);
        return { chatId: id, chatNumber: number, rows: own.slice(0, endOf(own, told)) };
      });
      const updates = joins
        .filter(({ rows }) => rows.length > 0)
        .map(({ chatId, chatNumber, rows }) => ({
          updateMany: {
            filter: { _id: { $in: rows.map(({ _id }) => _id) }, chatId: null },
            update: { $set: { chatId, chatNumber }, ...(isTold ? { $unset: { dueAt: true } } : {}) },
          },
        }));
      if (updates.length > 0) await model.bulkWrite(updates, { session: tx });
      return joins.flatMap(({ chatId, rows }) => rows.map((row) => ({ ...messageOf(row), chatId })));
    },

    /** Those clients' messages that never came. */
    async unknownAmong<M extends Pick<IncomingMessage, 'clientId' | 'externalId'>>(
      channelId: string,
      messages: M[],
    ): Promise<M[]> {
      const keyOf = ({ clientId, externalId }: Pick<M, 'clientId' | 'externalId'>) => ({
        ...{ channelId, clientId, direction: 'incoming' as const, externalId },
      });
      const keys = messages.map(keyOf);
      if (keys.length === 0) return [];
      const here = await model.find({ $or: keys }, { clientId: 1, externalId: 1 }).lean();
      const known = [...here, ...(await forgotten.among(keys))];
      return messages.filter(
        (one) => !known.some(({ clientId, externalId }) => clientId === one.clientId && externalId === one.externalId),
      );
    },

    /** Which of these ids of one client a message is kept under, if it is known at all. */
    async holderOf({
      channelId,
      externalId,
      among,
    }: {
      channelId: string;
      externalId: string;
      among: string[];
    }): Promise<string | null> {
      const direction = { $in: ['incoming', 'outgoing'] as const };
      const row = await model
        .findOne({ channelId, clientId: { $in: among }, direction, externalId }, { clientId: 1 })
        .lean();
      return row?.clientId ?? null;
    },

    /** Whether the client has written something that is in no chat yet. */
    async anyUnattached({ channelId, clientId }: Conversation): Promise<boolean> {
      const of = { channelId, clientId, chatId: null };
      const rows = await model.find(of, { direction: 1, kind: 1 }).hint('unattached').lean();
      return rows.some(({ direction, kind }) => direction === 'incoming' && kind !== 'system');
    },

    /** Incoming messages as they were received, in the messenger's order. */
    async received(ids: string[]): Promise<ReceivedMessage[]> {
      const rows = await model.find({ _id: { $in: ids } }).lean();
      return rows.map((row) => received(row as MessageRow)).sort(inOrder);
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

    /** The picture by which a file is shown. Returns the message when it has changed by it. */
    async setPreview(
      tx: Tx,
      of: { messageId: string; attachmentId: string; fileId: string },
      previewFileId: string,
    ): Promise<Message | null> {
      const { attachmentId: id, fileId } = of;
      const isWithout = { $elemMatch: { id, fileId, previewFileId: { $exists: false } } };
      const set = { $set: { 'attachments.$.previewFileId': previewFileId } };
      return found(
        await model
          .findOneAndUpdate({ _id: of.messageId, attachments: isWithout }, set, {
            returnDocument: 'after',
            session: tx,
          })
          .lean(),
      );
    },

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

    /** People whom a card among the message's files tells of: they are shown and found like those that a messenger tells itself. */
    async addContacts(tx: Tx, messageId: string, contacts: SharedContact[]): Promise<void> {
      if (contacts.length === 0) return;
      const message = found(await model.findById(messageId).session(tx).lean());
      if (message === null) return;
      const known = message.sharedContact === null ? [] : [message.sharedContact];
      const [sharedContact = null, ...furtherContacts] = [...known, ...message.furtherContacts, ...contacts];
      await model.updateOne({ _id: messageId }, { $set: { sharedContact, furtherContacts } }, { session: tx });
    },
  };
}

/** Up to the last of `told`, with the answers that were given elsewhere, and the notices, right after it. */
function endOf(rows: ShownRow[], told: Set<string>): number {
  const last = rows.findLastIndex(({ _id }) => told.has(_id));
  if (last === -1) return 0;
  const next = rows.findIndex(
    ({ direction, kind }, index) => index > last && direction === 'incoming' && kind !== 'system',
  );
  return next === -1 ? rows.length : next;
}
