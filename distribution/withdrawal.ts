import { comesToWait } from '../domain/chat';
import type { Place } from '../domain/operator';
import type { RoutingLogEntry } from '../domain/routing-log';
import type { UnitOfWork } from '../storage/unit-of-work';
import type { DistributionStorage } from './ports';
import type { Router } from './router';

/** Puts chats whose offers were dropped back to wait, with their age; their workflows look for the next operator (domain 3.4, 3.7). */
export async function withdrawOffers(
  { storage, router }: { storage: DistributionStorage; router: Pick<Router, 'tellWorkflow'> },
  unit: UnitOfWork,
  of: { operatorId: string; dropped: Place[]; reason: string; event?: RoutingLogEntry['event']; chatId?: string },
): Promise<void> {
  for (const { chatId, offerId } of of.dropped) {
    const chat = await storage.chats.get(chatId, unit.tx);
    if (chat === null || chat.offer?.id !== offerId) continue;
    const waiting = await storage.chats.change(unit.tx, chat, comesToWait);
    if (waiting === null) continue;
    unit.log(chatId, {
      event: chatId === of.chatId && of.event ? of.event : 'withdrawn',
      operatorId: of.operatorId,
      reason: of.reason,
      candidates: null,
    });
    const { queueId } = chat;
    unit.tell({ type: 'chat.withdrawn', chatId, queueId, operatorId: of.operatorId, exceptOperatorId: null });
    router.tellWorkflow(unit, waiting);
  }
}
