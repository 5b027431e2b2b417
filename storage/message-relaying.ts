import type { Message } from '../domain/message';
import type { MessageModel } from './message-row';

export interface DueMessage {
  id: string;
  direction: Message['direction'];
  channelId: string;
  clientId: string;
  chatId: string | null;
  provider: string;
}

/** How long a relay waits before it tells of the same message once more: the signal is durable, its effect only late. */
const relayAgainMs = 60_000;

/** Which messages somebody has yet to tell a workflow of: both directions are an outbox (architecture 1). */
export function createMessageRelaying(model: MessageModel) {
  return {
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
