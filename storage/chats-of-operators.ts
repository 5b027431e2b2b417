import type { QueryFilter } from 'mongoose';
import type { Chat } from '../domain/chat';
import { declineMark, type Operator } from '../domain/operator';
import { foundChats as all, type ChatModel, type ChatRow, foundChat as found } from './chat-row';
import type { Tx } from './database';

const availablePage = 50;

/** Which chats wait for an operator, stand before him, or are his (domain 3). */
export function createChatsOfOperators(model: ChatModel) {
  /** Waiting chats that he has not declined. */
  const waitingFor = (
    operator: Pick<Operator, 'id' | 'statusRevision'>,
    inactiveChannelIds: string[],
  ): QueryFilter<ChatRow> => ({
    status: 'waiting',
    channelId: { $nin: inactiveChannelIds },
    declinedBy: { $ne: declineMark(operator) },
  });

  /** Shown because somebody can take them: he is named, or can take what its giver is kept from. By the index that finds each. */
  const shownRelyingOn = (operator: Pick<Operator, 'id' | 'queueIds'> | null) => {
    const named = operator === null ? { $gte: '' } : operator.id;
    const ofQueues = operator === null ? {} : { queueId: { $in: operator.queueIds } };
    return [
      { hint: 'depending', which: { status: 'waiting', shownTo: { $ne: null }, dependsOn: named } },
      { hint: 'given', which: { status: 'waiting', shownTo: 'everyone', givenBy: { $gte: '' }, ...ofQueues } },
    ] as const;
  };

  return {
    /**
     * The oldest waiting chat that may be reserved for the operator, of all his queues and of those whose rule has named him: not
     * one that is shown, not one that he declined, none of a channel that takes no part (domain 3.5, 11).
     */
    async oldestReservableFor(
      operator: Operator,
      between: { after?: number; before?: number; inactiveChannelIds: string[] },
      tx?: Tx,
    ): Promise<Chat | null> {
      const { after = 0, before = Number.MAX_SAFE_INTEGER, inactiveChannelIds } = between;
      const oldest = async (which: QueryFilter<ChatRow>, hint: string) =>
        found(
          await model
            .findOne({
              ...waitingFor(operator, inactiveChannelIds),
              ...which,
              shownTo: null,
              number: { $gt: after, $lt: before },
            })
            .sort({ number: 1 })
            .hint(hint)
            .session(tx ?? null)
            .lean(),
        );
      const ofQueues = () => oldest({ queueId: { $in: operator.queueIds } }, 'waiting');
      const depending = () => oldest({ dependsOn: operator.id }, 'depending');
      // A transaction does one thing after the other.
      const both =
        tx === undefined ? await Promise.all([ofQueues(), depending()]) : [await ofQueues(), await depending()];
      return eachOnce(both.filter((chat) => chat !== null))[0] ?? null;
    },

    /** Chats shown to the operator, oldest first, a page at most (domain 3.2). */
    async shownTo(operator: Operator, inactiveChannelIds: string[]): Promise<Chat[]> {
      const shown = async (which: QueryFilter<ChatRow>, hint: string) =>
        all(
          await model
            .find({ ...waitingFor(operator, inactiveChannelIds), ...which, givenBy: { $ne: declineMark(operator) } })
            .sort({ number: 1 })
            .limit(availablePage)
            .hint(hint)
            .lean(),
        );
      const [ofQueues, byName] = await Promise.all([
        shown({ queueId: { $in: operator.queueIds }, shownTo: { $in: ['everyone', operator.id] } }, 'waiting'),
        shown({ dependsOn: operator.id, shownTo: operator.id }, 'depending'),
      ]);
      return eachOnce([...ofQueues, ...byName]).slice(0, availablePage);
    },

    /** Whether there are such chats: asked wherever somebody loses his room. */
    async anyShownRelyingOn(operator: Pick<Operator, 'id' | 'queueIds'>, tx: Tx): Promise<boolean> {
      for (const { hint, which } of shownRelyingOn(operator))
        if ((await model.findOne(which, { _id: 1 }).hint(hint).session(tx).lean()) !== null) return true;
      return false;
    },

    /** A page of the waiting chats that are shown because this operator, or (null) any, can take them; oldest first. */
    async shownRelyingOn(
      operator: Pick<Operator, 'id' | 'queueIds'> | null,
      page: { after: number; limit: number },
    ): Promise<Chat[]> {
      const number = { $gt: page.after };
      const found = await Promise.all(
        shownRelyingOn(operator).map(({ hint, which }) =>
          model
            .find({ ...which, number })
            .sort({ number: 1 })
            .limit(page.limit)
            .hint(hint)
            .lean(),
        ),
      );
      return eachOnce(all(found.flat())).slice(0, page.limit);
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

    /** How many chats wait in each queue because its rule gives no answer that can be followed. */
    async unansweredByQueue(): Promise<Map<string, number>> {
      const rows = await model.aggregate<{ _id: string; count: number }>(
        [
          { $match: { status: 'waiting', failedAsks: { $gt: 0 } } },
          { $group: { _id: '$queueId', count: { $sum: 1 } } },
        ],
        { hint: 'unanswered' },
      );
      return new Map(rows.map(({ _id, count }) => [_id, count]));
    },
  };
}

/** The oldest first. */
function eachOnce(chats: Chat[]): Chat[] {
  const byId = new Map(chats.map((chat) => [chat.id, chat]));
  return [...byId.values()].sort((one, other) => one.number - other.number);
}
