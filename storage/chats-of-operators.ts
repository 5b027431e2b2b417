import type { QueryFilter } from 'mongoose';
import type { Chat } from '../domain/chat';
import { declineMark, type Operator } from '../domain/operator';
import { foundChats as all, type ChatModel, type ChatRow, foundChat as found } from './chat-row';
import type { Tx } from './database';

const availablePage = 50;

/** Which chats wait for an operator, stand before him, or are his (domain 3). */
export function createChatsOfOperators(model: ChatModel) {
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

    /** Chats in work of an operator that have unread messages, and how many messages. */
    async unreadOf(operatorId: string): Promise<{ chats: number; messages: number }> {
      const rows = await model
        .find({ status: 'active', operatorId, unreadCount: { $gt: 0 } }, { unreadCount: 1 })
        .lean();
      return { chats: rows.length, messages: rows.reduce((sum, row) => sum + row.unreadCount, 0) };
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
  };
}
