import type { QueryFilter } from 'mongoose';
import type { Chat } from '../domain/chat';
import { type DeliveryStatus, deliveryStatuses, type Failure, type Message, movesForward } from '../domain/message';
import { isStamped, lastKeyUntil } from '../domain/order-key';
import { searchedText } from '../domain/searched-text';
import type { Conversation } from './conversation';
import { type Tx, within } from './database';
import { toRow } from './document';
import { createFormerOrder } from './former-messages';
import {
  foundMessage as found,
  foundMessages,
  inMessengersOrder,
  type MessageModel,
  type MessageRow,
  newestFirst,
  signalGraceMs,
  withoutNothing,
} from './message-row';
import { wordCodes } from './word-codes';

/** What a report of the messenger's is about. */
export interface Reported extends Conversation {
  externalId: string;
  /** Our own id, where the messenger gives it back. */
  messageId?: string | undefined;
}

/** Of what a client has read at last, no more than this is looked at. */
const reportedAtOnce = 200;

/** Of the messages that an answer goes out as, the first has its id, and those after it this one. */
export function idOfFollowing(answerId: string, index: number): string {
  return `${answerId}.${index}`;
}

/** `/` is the character after the point: one look into the index of ids, whether the answer is one message or more. */
function withFollowing(answerId: string) {
  return { _id: { $gte: answerId, $lt: `${answerId}/` } };
}

/** Answers on their way to the messenger (architecture 6). */
export function createOutgoingMessages(model: MessageModel) {
  const { putInOrder } = createFormerOrder(model);

  /** The first of a conversation's messages that are still to be sent, in the order in which they were written. */
  const firstUnsent = (filter: QueryFilter<MessageRow>) =>
    model
      .findOne({ ...filter, unsent: true })
      .sort(inMessengersOrder)
      .hint('unsent')
      .lean();

  return {
    /** Stores the messages of an answer. Throws when there is one of these ids. */
    async write(tx: Tx, messages: Message[], { number: chatNumber }: Pick<Chat, 'number'>): Promise<void> {
      const dueAt = new Date(Date.now() + signalGraceMs);
      const rows = messages.map((message) => {
        return {
          ...withoutNothing(toRow(message)),
          chatNumber,
          words: wordCodes(searchedText(message)),
          unsent: true as const,
          dueAt,
        };
      });
      await model.create(rows, { session: tx, ordered: true });
    },

    /** The messages of an answer, in their order; none when it is not stored. */
    async ofAnswer(answerId: string): Promise<Message[]> {
      const rows = await model.find(withFollowing(answerId)).sort(inMessengersOrder).lean();
      return foundMessages(rows);
    },

    /** The oldest message of a conversation that is still to be sent (domain 4.1: they go out in the order they were written). */
    async nextUnsent(of: Conversation): Promise<Message | null> {
      const row = await firstUnsent({ ...of });
      if (row === null || row.orderKey !== undefined) return found(row);
      await putInOrder(of);
      return found(await firstUnsent({ ...of }));
    },

    /** Moves a message on, on condition of where it stands; null when it stands elsewhere. */
    async moveDelivery(
      id: string,
      from: { status: DeliveryStatus; possiblyRepeated?: boolean },
      to: {
        status: DeliveryStatus;
        externalId?: string | null;
        failure?: Failure | null;
        possiblyRepeated?: boolean;
      },
      tx?: Tx,
    ): Promise<Message | null> {
      const { status, ...rest } = to;
      const over = status === 'sent' || status === 'delivered' || status === 'failed';
      return found(
        await model
          .findOneAndUpdate(
            {
              _id: id,
              deliveryStatus: from.status,
              ...(from.possiblyRepeated === undefined ? {} : { possiblyRepeated: from.possiblyRepeated }),
            },
            {
              $set: { deliveryStatus: status, ...rest },
              ...(over ? { $unset: { unsent: true, dueAt: true } } : {}),
            },
            { returnDocument: 'after', ...within(tx) },
          )
          .lean(),
      );
    },

    /** What failed is to be sent anew; null when it has not failed. The client may have what is in doubt, and it stays marked. */
    async sendAgain(
      {
        id,
        externalId,
        failure,
        possiblyRepeated,
      }: Pick<Message, 'id' | 'externalId' | 'failure' | 'possiblyRepeated'>,
      tx: Tx,
    ): Promise<Message | null> {
      const isInDoubt = possiblyRepeated || failure?.code === 'delivery_unknown';
      const anew = { deliveryStatus: 'pending' as const, externalId: null, failure: null, possiblyRepeated: isInDoubt };
      const change = {
        $set: { ...anew, unsent: true as const, dueAt: new Date() },
        ...(externalId === null ? {} : { $push: { formerExternalIds: externalId } }),
      };
      const filter = { _id: id, deliveryStatus: 'failed' as const, externalId };
      return found(await model.findOneAndUpdate(filter, change, { returnDocument: 'after', session: tx }).lean());
    },

    /**
     * Takes in a messenger's report; reports come in any order and never move a message back. One that names our own id may come
     * before the messenger's id is known here, and tells it. One of a former attempt comes too late.
     */
    async report(of: Reported, status: DeliveryStatus, failure: Failure | null, tx: Tx): Promise<Message | null> {
      const { channelId, clientId, externalId, messageId } = of;
      const which =
        messageId === undefined
          ? { channelId, clientId, externalId }
          : {
              _id: messageId,
              channelId,
              externalId: { $in: [null, externalId] },
              formerExternalIds: { $ne: externalId },
            };
      const from = { $in: deliveryStatuses.filter((before) => movesForward(before, status)) };
      const move = { $set: { externalId, deliveryStatus: status, failure }, $unset: { unsent: true, dueAt: true } };
      const filter = { ...which, direction: 'outgoing' as const, deliveryStatus: from };
      return found(await model.findOneAndUpdate(filter, move, { returnDocument: 'after', session: tx }).lean());
    },

    /** The message that a report is about. */
    async reported({ channelId, clientId, externalId, messageId }: Reported, tx: Tx): Promise<Message | null> {
      const which = messageId === undefined ? { clientId, externalId } : { _id: messageId, externalId };
      return found(
        await model
          .findOne({ channelId, ...which, direction: 'outgoing' })
          .session(tx)
          .lean(),
      );
    },

    /** Gives a message another place; null when it does not stand where it was thought to. */
    async moveTo(
      orderKey: string,
      { id, orderKey: from }: Pick<Message, 'id' | 'orderKey'>,
      tx: Tx,
    ): Promise<Message | null> {
      const isThere = { _id: id, orderKey: { $in: [from, null] } } as QueryFilter<MessageRow>;
      const move = { $set: { orderKey } };
      return found(await model.findOneAndUpdate(isThere, move, { returnDocument: 'after', session: tx }).lean());
    },

    /** Answers of a chat that stand between two places, and that the messenger has not stamped. */
    async unstampedBetween(chatId: string, from: string, to: string, tx: Tx): Promise<Message[]> {
      const rows = await model
        .find({ chatId, direction: 'outgoing', orderKey: { $gt: from, $lt: to } })
        .sort(inMessengersOrder)
        .session(tx)
        .lean();
      return foundMessages(rows).filter(({ orderKey }) => !isStamped(orderKey));
    },

    /**
     * Everything that was sent until then, which is one time by two clocks, has arrived or was read. Of what the messenger has not
     * stamped, our own clock tells when it was written. Returns what moved on by it, the oldest first.
     */
    async reportUntil(
      of: Conversation,
      until: { theirs: Date; ours: Date },
      status: 'delivered' | 'read',
      tx: Tx,
    ): Promise<Message[]> {
      const from = { $in: (['sent', 'delivered'] as const).filter((before) => movesForward(before, status)) };
      const isUntil = { $or: [{ orderKey: { $lte: lastKeyUntil(until.theirs) } }, { orderKey: null }] };
      const likely = await model
        .find(
          { ...of, direction: 'outgoing', deliveryStatus: from, ...(isUntil as QueryFilter<MessageRow>) },
          { orderKey: 1, timestamp: 1 },
        )
        .sort(newestFirst)
        .limit(reportedAtOnce)
        .session(tx)
        .lean();
      const rows = likely.filter(
        ({ orderKey, timestamp }) => (orderKey !== undefined && isStamped(orderKey)) || timestamp <= until.ours,
      );
      const moved: Message[] = [];
      for (const { _id } of rows.reverse()) {
        const filter = { _id, deliveryStatus: from };
        const row = await model
          .findOneAndUpdate(filter, { deliveryStatus: status }, { returnDocument: 'after', session: tx })
          .lean();
        const message = found(row);
        if (message !== null) moved.push(message);
      }
      return moved;
    },

    /** Whether this one of the messenger's is known to be another message than `id`, or a former attempt at it. */
    async isKnown({ channelId, clientId }: Conversation, externalId: string, id: string): Promise<boolean> {
      const another = { channelId, clientId, direction: 'outgoing' as const, externalId, _id: { $ne: id } };
      return (await model.exists({ $or: [another, { _id: id, formerExternalIds: externalId }] })) !== null;
    },

    /** The oldest message of a conversation with this text of which it is not known yet whether the messenger took it. */
    async sendingWith({ channelId, clientId }: Conversation, text: string): Promise<Message | null> {
      return found(await firstUnsent({ channelId, clientId, deliveryStatus: 'sending', text }));
    },

    /** Has everything that waits to be sent on a channel tried again now. */
    async hurry(channelId: string, tx: Tx): Promise<void> {
      await model.updateMany({ channelId, unsent: true }, { $set: { dueAt: new Date() } }, { session: tx });
    },
  };
}
