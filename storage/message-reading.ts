import type { QueryFilter } from 'mongoose';
import type { DeliveryStatus, Message } from '../domain/message';
import { canBe } from '../domain/messenger-clock';
import { saidAt } from '../domain/order-key';
import { anyOf, type Conversation } from './conversation';
import type { Tx } from './database';
import { createFormerOrder } from './former-messages';
import {
  foundMessage as found,
  foundMessages,
  inMessengersOrder,
  type MessageModel,
  type MessageRow,
  newestFirst,
} from './message-row';

/** Of an answer that the client cannot see yet, or never will. */
const notArrived: DeliveryStatus[] = ['pending', 'sending', 'failed'];

/** Of the client's own words and files. */
const ofClients = { direction: 'incoming' as const, kind: { $ne: 'system' as const } };

type Position = Pick<Message, 'orderKey' | 'id'>;

/** Conversations as they are read. */
export function createMessageReading(model: MessageModel) {
  const { putInOrder } = createFormerOrder(model);

  return {
    async get(id: string): Promise<Message | null> {
      return found(await model.findById(id).lean());
    },

    /** Those of some messages that replies refer to, of whichever of the client's chats. */
    async repliedTo(replies: Message[]): Promise<Message[]> {
      const externalIds = replies.flatMap(({ replyToExternalId }) => replyToExternalId ?? []);
      if (externalIds.length === 0) return [];
      const which = { ...anyOf(replies), externalId: { $in: externalIds }, chatId: { $ne: null } };
      return foundMessages(await model.find({ ...which, direction: { $in: ['incoming', 'outgoing'] } }).lean());
    },

    /** By id, the payloads of those that have one. */
    async rawsOf(ids: string[]): Promise<Map<string, unknown>> {
      const rows = await model.find({ _id: { $in: ids }, raw: { $exists: true } }, { raw: 1 }).lean();
      return new Map(rows.map(({ _id, raw }) => [_id, raw]));
    },

    /** A page of a chat's messages that come before `before`, as they were said. */
    async conversation(where: { chatId: string }, page: { before?: Position; limit: number }): Promise<Message[]> {
      await putInOrder(where);
      const rows = await model
        .find({ ...where, ...(page.before === undefined ? {} : isBefore(page.before)) })
        .sort(newestFirst)
        .limit(page.limit)
        .lean();
      return foundMessages(rows.reverse());
    },

    /** The newest of what a client has written and of what has reached him, in order. */
    async ofClient({ channelId, clientId }: Conversation, limit: number): Promise<Message[]> {
      await putInOrder({ channelId, clientId });
      const rows = await model
        .find({ channelId, clientId, kind: { $ne: 'system' }, deliveryStatus: { $nin: notArrived } })
        .sort(newestFirst)
        .limit(limit)
        .lean();
      return foundMessages(rows.reverse());
    },

    /** When the client last wrote on the channel, by the clock that stamps its messages; null when he never did. */
    async lastIncomingAt({ channelId, clientId }: Conversation): Promise<Date | null> {
      await putInOrder({ channelId, clientId });
      const row = await model
        .findOne({ channelId, clientId, ...ofClients }, { timestamp: 1, orderKey: 1 })
        .sort(newestFirst)
        .lean();
      if (row === null) return null;
      // An earlier version kept times that can't be.
      return canBe(row.timestamp, new Date(), undefined) ? row.timestamp : saidAt(row.orderKey ?? '');
    },

    /** What the client wrote first in a chat; null when he sent no words. */
    async firstText(chatId: string): Promise<string | null> {
      await putInOrder({ chatId });
      const row = await model
        .findOne({ chatId, ...ofClients, text: { $nin: [null, ''] } }, { text: 1 })
        .sort(inMessengersOrder)
        .lean();
      return row?.text ?? null;
    },

    async countIncomingAfter(chatId: string, message: Position, tx: Tx): Promise<number> {
      return model.countDocuments({ chatId, ...ofClients, ...isAfter(message) }).session(tx);
    },

    /** Also of what was just acknowledged, whose chat is still being opened. */
    async anyOfChannel(channelId: string, tx: Tx): Promise<boolean> {
      return (await model.exists({ channelId }).session(tx)) !== null;
    },
  };
}

function isBefore({ orderKey, id }: Position): QueryFilter<MessageRow> {
  return { $or: [{ orderKey: { $lt: orderKey } }, { orderKey, _id: { $lt: id } }] };
}

/** Also among rows that have no key yet. */
function isAfter({ orderKey, id }: Position): QueryFilter<MessageRow> {
  const isFormer = { orderKey: null, timestamp: { $gt: saidAt(orderKey) } } as QueryFilter<MessageRow>;
  return { $or: [{ orderKey: { $gt: orderKey } }, { orderKey, _id: { $gt: id } }, isFormer] };
}
