import { randomUUID } from 'node:crypto';
import {
  type Chat,
  type ChatSnapshot,
  type CompletedBy,
  comesToWait,
  type Offer,
  snapshotOf,
  waitsNoMore,
} from '../domain/chat';
import type { Answered, CommandAnswer } from '../domain/command';
import { declineMark, type Operator } from '../domain/operator';
import { holdsOffer, renewOffer, takeOffer, takePlace, withStatus } from '../domain/places';
import { minuteMs } from '../domain/settings';
import {
  type Completion,
  done,
  refused,
  verdictOnAccept,
  verdictOnCompletion,
  verdictOnDeadline,
  verdictOnDecline,
  verdictOnTaking,
} from '../domain/verdicts';
import type { UnitOfWork } from '../storage/unit-of-work';
import { type CommandedChange, createChatChange, createCommandedChange, moved } from './change-chat';
import { giveBack } from './giving-back';
import { groundsOf } from './grounds';
import { noteLoad, noteLoss } from './operator-news';
import type { Router, RouterDeps } from './router';
import { tellHidden } from './shown-chats';
import { withdrawOffers } from './withdrawal';

export interface OfferDeps extends Pick<RouterDeps, 'storage' | 'perform'> {
  router: Router;
}

/** What happens to a chat that was offered, shown, or is in work. Each may be done twice with one effect. */
export function createOffers({ storage, perform, router }: OfferDeps) {
  const changeChat = createChatChange({ storage, perform });
  const commandedChange = createCommandedChange({ storage, perform });

  const answered = (chat: Chat, answer: CommandAnswer): Answered => ({ answer, snapshot: snapshotOf(chat) });

  /** An operator takes a chat that is offered or shown to him. `receivedAtMs` is when his request reached the API (domain 3.4). */
  async function accept(asked: CommandedChange & { operatorId: string; receivedAtMs: number }): Promise<Answered> {
    return commandedChange(asked, async (unit, chat) => {
      const operator = await storage.operators.get(asked.operatorId, unit.tx);
      const verdict = verdictOnAccept({ chat, operator }, asked);
      switch (verdict.kind) {
        case 'takes_offer':
          return acceptOffer(unit, chat, verdict);
        case 'is_shown':
          return takeShown(unit, chat, verdict.operator);
        default:
          return answered(chat, verdict);
      }
    });
  }

  async function acceptOffer(
    unit: UnitOfWork,
    chat: Chat,
    { operator, offer }: { operator: Operator; offer: Offer },
  ): Promise<Answered> {
    const taken = takeOffer(operator, offer.id, new Date());
    if (taken === null) return answered(chat, refused('offer_expired'));
    await storage.operators.change(unit.tx, operator, taken);
    unit.tell({ type: 'operator.status', operatorId: operator.id, room: null });
    return answered(await takeInWork(unit, chat, operator, 'accepted the offer'), done);
  }

  async function takeShown(unit: UnitOfWork, chat: Chat, operator: Operator): Promise<Answered> {
    const grounds = await groundsOf(storage);
    const verdict = verdictOnTaking({ chat, operator }, grounds);
    if (verdict.kind === 'refused') return answered(chat, verdict);
    const { limit } = grounds;
    const place = { chatId: chat.id, offerId: randomUUID(), state: 'active' as const, since: new Date() };
    const taken = takePlace(operator, { place, limit });
    if (taken === null) return answered(chat, refused('operator_at_limit'));
    await storage.operators.change(unit.tx, operator, taken);
    tellHidden(unit, chat, operator.id);
    await noteLoad(storage, unit, { before: operator, after: taken, limit });
    return answered(await takeInWork(unit, chat, taken, 'was the first to take it'), verdict);
  }

  async function takeInWork(unit: UnitOfWork, chat: Chat, operator: Operator, reason: string): Promise<Chat> {
    unit.log(chat.id, { event: 'accepted', operatorId: operator.id, reason, candidates: null });
    unit.tell({ type: 'chat.updated', chatId: chat.id });
    return moved(
      await storage.chats.change(unit.tx, chat, {
        ...waitsNoMore,
        status: 'active',
        operatorId: operator.id,
        acceptedAt: chat.acceptedAt ?? new Date(),
        completesAt: await completesAtWhenTaken(chat),
      }),
    );
  }

  /** A chat that was in work before and in which ours is the last word must not stay open for ever (domain 4.2). */
  async function completesAtWhenTaken({ acceptedAt, lastMessage, queueId, completesAt }: Chat): Promise<Date | null> {
    if (acceptedAt === null || lastMessage?.direction !== 'outgoing') return completesAt;
    const minutes = (await storage.queues.get(queueId))?.completionTimeoutMinutes ?? null;
    return minutes === null ? null : new Date(Date.now() + minutes * minuteMs);
  }

  /** An operator does not want the chat; it is not offered to him again until he next sets his status (domain 3.7). */
  async function decline(asked: CommandedChange & { operatorId: string }): Promise<Answered> {
    return commandedChange(asked, async (unit, chat) => {
      const verdict = verdictOnDecline({ chat, operator: await storage.operators.get(asked.operatorId, unit.tx) });
      if (verdict.kind === 'done' || verdict.kind === 'refused') return answered(chat, verdict);
      const { operator } = verdict;
      const { id: chatId, queueId } = chat;
      unit.log(chatId, { event: 'declined', operatorId: operator.id, reason: 'declined', candidates: null });
      unit.tell({ type: 'chat.withdrawn', chatId, queueId, operatorId: operator.id, exceptOperatorId: null });
      if (verdict.kind === 'gives_back') await giveBack(storage, unit, operator, chatId);
      else if (Array.isArray(chat.shownTo) || chat.givenBy !== null)
        unit.follow({ kind: 'recheck_shown', operatorId: operator.id });
      const set = verdict.kind === 'gives_back' ? comesToWait : {};
      return answered(moved(await storage.chats.change(unit.tx, chat, set, declineMark(operator))), done);
    });
  }

  /**
   * An offer's time is over: its operator is parked and all his offers go back to wait (domain 3.4). Requires that this very
   * offer is still among his places. Acted on too late, the offer is renewed instead.
   */
  async function endOffer(asked: { chatId: string; offerId: string }): Promise<ChatSnapshot> {
    return changeChat(asked.chatId, async (unit, chat) => {
      const { offer } = chat;
      if (offer?.id !== asked.offerId) return snapshotOf(chat);
      const operator = await storage.operators.get(offer.operatorId, unit.tx);
      if (operator === null || !holdsOffer(operator, offer.id))
        throw new Error(`offer ${offer.id} of chat ${chat.id} has no place`);
      switch (verdictOnDeadline(offer, Date.now())) {
        case 'is_renewed':
          return renew(unit, chat, offer, operator);
        case 'lapses':
          return lapse(unit, chat, offer, operator);
      }
    });
  }

  async function renew(unit: UnitOfWork, chat: Chat, { id }: Offer, operator: Operator): Promise<ChatSnapshot> {
    const { acceptTimeoutMs } = await groundsOf(storage);
    const expiresAt = new Date(Date.now() + acceptTimeoutMs);
    const offer = { id: randomUUID(), operatorId: operator.id, expiresAt };
    await storage.operators.change(unit.tx, operator, renewOffer(operator, id, offer.id));
    const reason = 'the deadline could not be acted on in time';
    unit.log(chat.id, { event: 'renewed', operatorId: operator.id, reason, candidates: null });
    unit.tell({ type: 'chat.offered', chatId: chat.id, operatorId: operator.id });
    return snapshotOf(moved(await storage.chats.change(unit.tx, chat, { offer })));
  }

  async function lapse(unit: UnitOfWork, chat: Chat, offer: Offer, operator: Operator): Promise<ChatSnapshot> {
    const { operatorId } = offer;
    const parked = withStatus(operator, { status: 'inactive', reason: 'missed_offer', now: new Date() });
    await storage.operators.change(unit.tx, operator, parked.operator);
    unit.tell({ type: 'operator.status', operatorId, room: 'lost' });
    await noteLoss(storage, unit, operator);
    await withdrawOffers({ storage, router }, unit, {
      operatorId,
      dropped: parked.dropped,
      reason: 'an offer was not taken in time',
      event: 'lapsed',
      chatId: chat.id,
    });
    return snapshotOf(moved(await storage.chats.get(chat.id, unit.tx)));
  }

  /** Completes a chat and gives its place back. By timeout only when its time has really come (domain 4.2). */
  async function complete(asked: Completion & CommandedChange): Promise<Answered> {
    return commandedChange(asked, async (unit, chat) => {
      const verdict = verdictOnCompletion(chat, { ...asked, nowMs: Date.now() });
      if (verdict.kind !== 'completes') return answered(chat, verdict);
      return answered(await completeNow(unit, chat, asked.by), done);
    });
  }

  async function completeNow(unit: UnitOfWork, chat: Chat, by: CompletedBy): Promise<Chat> {
    const operator = await storage.operators.holding(unit.tx, chat.id);
    if (operator !== null) await giveBack(storage, unit, operator, chat.id);
    const holder = chat.operatorId ?? chat.offer?.operatorId ?? null;
    unit.log(chat.id, { event: 'completed', operatorId: holder, reason: `by ${by}`, candidates: null });
    tellHidden(unit, chat);
    unit.tell({ type: 'chat.completed', chatId: chat.id, operatorId: holder });
    const completed = await storage.chats.change(unit.tx, chat, {
      ...waitsNoMore,
      status: 'completed',
      completedAt: new Date(),
      completedBy: by,
      completesAt: null,
    });
    return moved(completed);
  }

  /** In the transaction in which its contact goes: what he writes after that is a new chat. Its workflow is told. */
  async function completeByErasure(unit: UnitOfWork, chat: Chat): Promise<void> {
    router.tellWorkflow(unit, await completeNow(unit, chat, 'erasure'));
  }

  return { accept, decline, endOffer, complete, completeByErasure };
}

export type Offers = ReturnType<typeof createOffers>;
