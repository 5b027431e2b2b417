import type { ChatStatus } from '../domain/chat';
import type { ChatModel } from './chat-row';

/** A queue's open chats, for those who watch over it. */
export interface OpenChats {
  waiting: number;
  offered: number;
  active: number;
  bot: number;
  /** When the oldest of the waiting ones began. */
  oldestWaitingSince: Date | null;
}

/** What supervisors see of queues. */
export function createQueueLoad(model: ChatModel) {
  return {
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
  };
}
