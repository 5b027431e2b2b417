import { randomUUID } from 'node:crypto';
import { type Chat, comesToWait, snapshotOf, waitsNoMore } from '../domain/chat';
import type { Answered } from '../domain/command';
import { declineMark, type Operator } from '../domain/operator';
import { handPlace } from '../domain/places';
import { done, refused, type Transfer, verdictOnTransfer } from '../domain/verdicts';
import type { UnitOfWork } from '../storage/unit-of-work';
import { type CommandedChange, createCommandedChange, moved } from './change-chat';
import { giveBack } from './giving-back';
import type { OfferDeps } from './offers';
import { noteLoad } from './operator-news';
import { tellHidden } from './shown-chats';

/** Gives a chat to another operator, whose it is at once, or to another queue, where it waits with its age (domain 3.7). */
export function createTransfer({ storage, perform }: Pick<OfferDeps, 'storage' | 'perform'>) {
  const commandedChange = createCommandedChange({ storage, perform });

  return transfer;

  async function transfer(asked: Transfer & CommandedChange): Promise<Answered> {
    return commandedChange(asked, async (unit, chat) => {
      const answered = (after: Chat, answer: Answered['answer']) => ({ answer, snapshot: snapshotOf(after) });
      const { to } = asked;
      const target = 'operatorId' in to ? await storage.operators.get(to.operatorId, unit.tx) : null;
      // An administrator moves a chat whoever has it; that is no wish of his not to have it himself.
      const asker = asked.by === 'operator' ? await storage.operators.get(asked.operatorId, unit.tx) : null;
      const limit = await storage.settings.get('SimultaneousChats', unit.tx);
      const verdict = verdictOnTransfer(chat, asked, { asker, target, limit });
      switch (verdict.kind) {
        case 'to_operator':
          return answered(await toOperator(unit, chat, verdict.operator, limit), done);
        case 'to_queue':
          if (!(await storage.queues.hold(verdict.queueId, unit.tx))) return answered(chat, refused('not_found'));
          return answered(await toQueue(unit, chat, verdict.queueId, asker), done);
        default:
          return answered(chat, verdict);
      }
    });
  }

  async function toOperator(unit: UnitOfWork, chat: Chat, target: Operator, limit: number): Promise<Chat> {
    await takeAway(unit, chat, target.id);
    const place = { chatId: chat.id, offerId: randomUUID(), state: 'active' as const, since: new Date() };
    const holding = handPlace(target, place);
    await storage.operators.change(unit.tx, target, holding);
    await noteLoad(storage, unit, { before: target, after: holding, limit });
    unit.log(chat.id, { event: 'transferred', operatorId: target.id, reason: 'to this operator', candidates: null });
    unit.tell({ type: 'chat.updated', chatId: chat.id });
    return moved(
      await storage.chats.change(unit.tx, chat, {
        ...waitsNoMore,
        status: 'active',
        operatorId: target.id,
        acceptedAt: chat.acceptedAt ?? new Date(),
      }),
    );
  }

  /** It comes back to whoever gives it away when nobody else of the queue can take it. */
  async function toQueue(unit: UnitOfWork, chat: Chat, queueId: string, asker: Operator | null): Promise<Chat> {
    await takeAway(unit, chat, null);
    unit.log(chat.id, { event: 'transferred', operatorId: null, reason: 'to another queue', candidates: null });
    unit.tell({ type: 'chat.updated', chatId: chat.id });
    for (const dossiers of [storage.cases, storage.orders])
      await dossiers.followChat(unit.tx, { chatId: chat.id, queueId });
    const givenBy = asker !== null && chat.operatorId === asker.id ? declineMark(asker) : null;
    return moved(await storage.chats.change(unit.tx, chat, { ...comesToWait, queueId, givenBy, completesAt: null }));
  }

  /** Whoever had it, was offered it or was shown it, has it no more. */
  async function takeAway(unit: UnitOfWork, chat: Chat, nextId: string | null): Promise<void> {
    const { id: chatId, queueId } = chat;
    const holder = await storage.operators.holding(unit.tx, chatId);
    if (holder !== null && holder.id !== nextId) {
      await giveBack(storage, unit, holder, chatId);
      unit.tell({ type: 'chat.withdrawn', chatId, queueId, operatorId: holder.id, exceptOperatorId: null });
    }
    tellHidden(unit, chat, nextId);
  }
}

export type TransferChat = ReturnType<typeof createTransfer>;
