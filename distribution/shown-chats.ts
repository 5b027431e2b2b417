import type { Chat } from '../domain/chat';
import { obstacleOf } from '../domain/obstacle';
import { hasGivenAway } from '../domain/verdicts';
import { commit, type UnitOfWork } from '../storage/unit-of-work';
import { groundsOf } from './grounds';
import type { RouterDeps } from './router';

const lookedAtOnce = 200;

/** No longer shown to anyone but, if he has it now, the one who took it. */
export function tellHidden(
  unit: UnitOfWork,
  { id: chatId, queueId, shownTo }: Chat,
  exceptOperatorId: string | null = null,
): void {
  if (shownTo === null) return;
  const namedIds = shownTo === 'everyone' ? [] : shownTo;
  unit.tell({ type: 'chat.withdrawn', chatId, queueId, namedIds, operatorId: null, exceptOperatorId });
}

interface ShownChatsDeps extends Pick<RouterDeps, 'storage' | 'perform'> {
  putBack(unit: UnitOfWork, chat: Chat): Promise<void>;
}

/**
 * Chats that are shown to people of whom none can take them any more: their rule is asked again (domain 11). So it is with a chat that
 * its giver is kept from because others can take it, when they no longer can (domain 3.7).
 */
export function createShownChats({ storage, perform, putBack }: ShownChatsDeps) {
  /** Of an operator who can take no more, or has left queues; of everybody (null) when the limit was lowered. */
  async function recheck(operatorId: string | null, leftQueueIds: string[] = []): Promise<void> {
    const of = operatorId === null ? null : await storage.operators.get(operatorId);
    if (operatorId !== null && of === null) return;
    const whose = of && { id: of.id, queueIds: [...of.queueIds, ...leftQueueIds] };
    for (let after = 0; ; ) {
      const page = await storage.chats.shownRelyingOn(whose, { after, limit: lookedAtOnce });
      for (const { id } of page) await recheckChat(id, leftQueueIds);
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.number;
    }
  }

  async function recheckChat(chatId: string, leftQueueIds: string[] = []): Promise<void> {
    const { chores } = await commit(storage, (unit) => look(unit, chatId, leftQueueIds));
    await perform(chores);
  }

  /** Whom it relies on from now is touched: his own loss of room then finds this chat. */
  async function look(unit: UnitOfWork, chatId: string, leftQueueIds: string[]): Promise<void> {
    const chat = await storage.chats.get(chatId, unit.tx);
    if (chat === null || chat.status !== 'waiting' || chat.shownTo === null) return;
    // Whom its rule names may be another matter now.
    if (chat.shownTo !== 'everyone' && leftQueueIds.includes(chat.queueId)) return putBack(unit, chat);
    const takerId = await takerOf(unit, chat);
    if (takerId === null) await putBack(unit, chat);
    else await storage.operators.touch(unit.tx, takerId);
  }

  /** One who can take it, and is not kept from it for the sake of others. */
  async function takerOf(unit: UnitOfWork, chat: Chat): Promise<string | null> {
    const { limit } = await groundsOf(storage);
    for await (const operator of candidatesOf(unit, chat, limit))
      if (obstacleOf(operator, { chat, limit }) === null && !hasGivenAway(operator, chat)) return operator.id;
    return null;
  }

  async function* candidatesOf(unit: UnitOfWork, { shownTo, queueId }: Chat, limit: number) {
    if (Array.isArray(shownTo)) yield* (await storage.operators.getMany(shownTo, unit.tx)).values();
    else yield* storage.operators.free({ queueId, limit, tx: unit.tx });
  }

  return { recheck, recheckChat };
}
