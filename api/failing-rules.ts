import { isUnavailable } from '../storage/database';
import type { Storage } from '../storage/storage';

/** How many chats wait because their rule gives no answer that can be followed, by the rule's code; none while MongoDB is away. */
export async function chatsOfFailingRules({
  chats,
  queues,
}: Pick<Storage, 'chats' | 'queues'>): Promise<Map<string, number>> {
  const byRule = new Map<string, number>();
  try {
    const byQueue = await chats.unansweredByQueue();
    const known = byQueue.size === 0 ? new Map() : await queues.getMany([...byQueue.keys()]);
    for (const [queueId, count] of byQueue) {
      const code = known.get(queueId)?.routingRule ?? '';
      byRule.set(code, (byRule.get(code) ?? 0) + count);
    }
  } catch (error) {
    if (!isUnavailable(error)) throw error;
  }
  return byRule;
}
