import type { QueryFilter } from 'mongoose';
import type { DeliveryStatus, Message } from '../domain/message';
import type { Tx } from './database';
import {
  foundMessage as found,
  foundMessages,
  inMessengersOrder,
  type MessageModel,
  type MessageRow,
} from './message-row';

/** Of an answer that the client cannot see yet, or never will. */
const notArrived: DeliveryStatus[] = ['pending', 'sending', 'failed'];

/** Conversations as they are read. */
export function createMessageReading(model: MessageModel) {
  return {
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
      return foundMessages(rows.reverse());
    },

    /** The newest of what a client has written and of what has reached him, in order. */
    async ofClient(client: { channelId: string; clientId: string }, limit: number): Promise<Message[]> {
      const rows = await model
        .find({ ...client, deliveryStatus: { $nin: notArrived } })
        .sort({ timestamp: -1, sequence: -1, _id: -1 })
        .limit(limit)
        .lean();
      return foundMessages(rows.reverse());
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
        .sort(inMessengersOrder)
        .lean();
      return row?.text ?? null;
    },

    async countIncomingAfter(chatId: string, message: Position, tx: Tx): Promise<number> {
      return model.countDocuments({ chatId, direction: 'incoming', ...isAfter(message) }).session(tx);
    },

    /** Also of what was just acknowledged, whose chat is still being opened. */
    async anyOfChannel(channelId: string, tx: Tx): Promise<boolean> {
      return (await model.exists({ channelId }).session(tx)) !== null;
    },
  };
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
