import { randomUUID } from 'node:crypto';
import { type Chat, type ChatSnapshot, type CompletedBy, snapshotOf } from '../domain/chat';
import type { Answered, CommandAnswer } from '../domain/command';
import { declineMark, type Operator } from '../domain/operator';
import type { ProblemCode } from '../domain/problem';
import { commit, type UnitOfWork } from '../storage/unit-of-work';
import { tellLoad } from './operator-news';
import { groundsOf } from './placement';
import type { Router, RouterDeps } from './router';
import { withdrawOffers } from './withdrawal';

/** An offer whose deadline is acted on this late is renewed: Parley was down, the operator is not to blame (domain 3.4). */
const tooLateToLapseMs = 10_000;

const done: CommandAnswer = { kind: 'done' };
const refused = (code: ProblemCode): CommandAnswer => ({ kind: 'refused', code });

export interface OfferDeps extends Pick<RouterDeps, 'storage' | 'perform'> {
  router: Router;
}

/** What happens to a chat that was offered, shown, or is in work. Each may be done twice with one effect. */
export function createOffers({ storage, perform, router }: OfferDeps) {
  /** Runs a change of one chat and does what follows, without keeping the caller waiting for it. */
  async function changeChat<T>(chatId: string, work: (unit: UnitOfWork, chat: Chat) => Promise<T>): Promise<T> {
    const { result, chores } = await commit(storage, async (unit) => {
      const chat = await storage.chats.get(chatId, unit.tx);
      if (chat === null) throw new Error(`there is no chat ${chatId}`);
      return work(unit, chat);
    });
    void perform(chores);
    return result;
  }

  const answered = (chat: Chat, answer: CommandAnswer): Answered => ({ answer, snapshot: snapshotOf(chat) });

  /** An operator takes a chat that is offered or shown to him. `receivedAtMs` is when his request reached the API (domain 3.4). */
  async function accept(asked: { chatId: string; operatorId: string; receivedAtMs: number }): Promise<Answered> {
    return changeChat(asked.chatId, async (unit, chat) => {
      if (chat.status === 'completed') return answered(chat, refused('chat_completed'));
      if (chat.operatorId !== null)
        return answered(chat, chat.operatorId === asked.operatorId ? done : refused('chat_already_taken'));
      if (chat.offer !== null) return acceptOffer(unit, chat, chat.offer, asked);
      if (chat.shownTo === null) return answered(chat, refused('offer_expired'));
      return takeShown(unit, chat, asked.operatorId);
    });
  }

  async function acceptOffer(
    unit: UnitOfWork,
    chat: Chat,
    offer: NonNullable<Chat['offer']>,
    asked: { operatorId: string; receivedAtMs: number },
  ): Promise<Answered> {
    const inTime = asked.receivedAtMs <= offer.expiresAt.getTime();
    if (offer.operatorId !== asked.operatorId || !inTime) return answered(chat, refused('offer_expired'));
    const place = { operatorId: asked.operatorId, chatId: chat.id, offerId: offer.id };
    const operator = await storage.operators.promote(unit.tx, place);
    if (operator === null) return answered(chat, refused('offer_expired'));
    unit.tell({ type: 'operator.status', operatorId: operator.id, room: null });
    return answered(await takeInWork(unit, chat, operator, 'accepted the offer'), done);
  }

  async function takeShown(unit: UnitOfWork, chat: Chat, operatorId: string): Promise<Answered> {
    const operator = await storage.operators.get(operatorId, unit.tx);
    const grounds = await groundsOf(storage);
    const shown = chat.shownTo === 'everyone' || chat.shownTo?.includes(operatorId);
    if (operator === null || !shown || !operator.queueIds.includes(chat.queueId))
      return answered(chat, refused('offer_expired'));
    if (chat.declinedBy.includes(declineMark(operator))) return answered(chat, refused('offer_expired'));
    if (grounds.inactiveChannelIds.includes(chat.channelId)) return answered(chat, refused('channel_inactive'));
    if (operator.status !== 'active') return answered(chat, refused('operator_inactive'));
    if (operator.load >= grounds.limit) return answered(chat, refused('operator_at_limit'));
    const place = { chatId: chat.id, offerId: randomUUID(), state: 'active' as const, since: new Date() };
    const taken = await storage.operators.claim(unit.tx, { operatorId, limit: grounds.limit, place });
    if (taken === null) return answered(chat, refused('operator_at_limit'));
    unit.tell({
      type: 'chat.withdrawn',
      chatId: chat.id,
      queueId: chat.queueId,
      operatorId: null,
      exceptOperatorId: operatorId,
    });
    tellLoad(unit, { before: operator.load, operator: taken, limit: grounds.limit });
    return answered(await takeInWork(unit, chat, taken, 'was the first to take it'), done);
  }

  async function takeInWork(unit: UnitOfWork, chat: Chat, operator: Operator, reason: string): Promise<Chat> {
    unit.log(chat.id, { event: 'accepted', operatorId: operator.id, reason, candidates: null });
    unit.tell({ type: 'chat.updated', chatId: chat.id });
    return moved(
      await storage.chats.change(unit.tx, chat, {
        status: 'active',
        operatorId: operator.id,
        acceptedAt: chat.acceptedAt ?? new Date(),
        offer: null,
        shownTo: null,
        unrouted: false,
      }),
    );
  }

  /** An operator does not want the chat; it is not offered to him again until he next sets his status (domain 3.7). */
  async function decline(asked: { chatId: string; operatorId: string }): Promise<Answered> {
    return changeChat(asked.chatId, async (unit, chat) => {
      if (chat.status === 'completed') return answered(chat, refused('chat_completed'));
      const operator = await storage.operators.get(asked.operatorId, unit.tx);
      if (operator === null) return answered(chat, refused('offer_expired'));
      const mark = declineMark(operator);
      if (chat.declinedBy.includes(mark)) return answered(chat, done);
      const entry = { event: 'declined', operatorId: operator.id, reason: 'declined', candidates: null } as const;
      const { id: chatId, queueId } = chat;
      const told = {
        type: 'chat.withdrawn',
        chatId,
        queueId,
        operatorId: operator.id,
        exceptOperatorId: null,
      } as const;
      if (chat.offer?.operatorId === operator.id) {
        const place = { operatorId: operator.id, chatId, offerId: chat.offer.id };
        const freed = await storage.operators.release(unit.tx, place);
        unit.log(chatId, entry);
        unit.tell(told);
        if (freed !== null) await roomGained(unit, freed);
        const set = { status: 'waiting', offer: null, unrouted: true } as const;
        return answered(moved(await storage.chats.change(unit.tx, chat, set, mark)), done);
      }
      const shown = chat.shownTo === 'everyone' || chat.shownTo?.includes(operator.id);
      if (!shown || !operator.queueIds.includes(queueId))
        return answered(chat, refused(chat.operatorId === null ? 'offer_expired' : 'chat_already_taken'));
      unit.log(chatId, entry);
      unit.tell(told);
      return answered(moved(await storage.chats.change(unit.tx, chat, {}, mark)), done);
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
      const grounds = await groundsOf(storage);
      if (Date.now() - offer.expiresAt.getTime() > tooLateToLapseMs) {
        const expiresAt = new Date(Date.now() + grounds.acceptTimeoutMs);
        const reason = 'the deadline could not be acted on in time';
        unit.log(chat.id, { event: 'renewed', operatorId: offer.operatorId, reason, candidates: null });
        unit.tell({ type: 'chat.offered', chatId: chat.id, operatorId: offer.operatorId });
        return snapshotOf(moved(await storage.chats.change(unit.tx, chat, { offer: { ...offer, expiresAt } })));
      }
      const parked = await storage.operators.setStatus(unit.tx, {
        operatorId: offer.operatorId,
        status: 'inactive',
        reason: 'missed_offer',
        holdingOffer: offer.id,
      });
      if (parked === null) throw new Error(`offer ${offer.id} of chat ${chat.id} has no place`);
      unit.tell({ type: 'operator.status', operatorId: offer.operatorId, room: 'lost' });
      await withdrawOffers({ storage, router }, unit, {
        operatorId: offer.operatorId,
        dropped: parked.dropped,
        reason: 'an offer was not taken in time',
        event: 'lapsed',
        chatId: chat.id,
      });
      return snapshotOf(moved(await storage.chats.get(chat.id, unit.tx)));
    });
  }

  /** Completes a chat and gives its place back. By timeout only when its time has really come (domain 4.2). */
  async function complete(asked: { chatId: string; by: CompletedBy; operatorId?: string }): Promise<Answered> {
    return changeChat(asked.chatId, async (unit, chat) => {
      if (chat.status === 'completed')
        return answered(chat, chat.completedBy === asked.by ? done : refused('chat_completed'));
      const due = chat.completesAt !== null && chat.completesAt.getTime() <= Date.now();
      if (asked.by === 'timeout' && !due) return answered(chat, done);
      if (asked.by === 'operator' && chat.operatorId !== asked.operatorId)
        return answered(chat, refused('chat_not_in_work'));
      const freed = await storage.operators.releaseChat(unit.tx, chat.id);
      if (freed !== null) await roomGained(unit, freed);
      const holder = chat.operatorId ?? chat.offer?.operatorId ?? null;
      unit.log(chat.id, { event: 'completed', operatorId: holder, reason: `by ${asked.by}`, candidates: null });
      const { id: chatId, queueId } = chat;
      if (chat.shownTo !== null)
        unit.tell({ type: 'chat.withdrawn', chatId, queueId, operatorId: null, exceptOperatorId: null });
      unit.tell({ type: 'chat.completed', chatId, operatorId: holder });
      const completed = await storage.chats.change(unit.tx, chat, {
        status: 'completed',
        completedAt: new Date(),
        completedBy: asked.by,
        completesAt: null,
        offer: null,
        shownTo: null,
        unrouted: false,
      });
      return answered(moved(completed), done);
    });
  }

  async function roomGained(unit: UnitOfWork, operator: Operator): Promise<void> {
    const limit = await storage.settings.get('SimultaneousChats', unit.tx);
    tellLoad(unit, { before: operator.load + 1, operator, limit });
    if (operator.status === 'active') unit.follow({ kind: 'fill_operator', operatorId: operator.id });
  }

  return { accept, decline, endOffer, complete };
}

/** Within a transaction a row cannot move between reading and writing it. */
function moved(chat: Chat | null): Chat {
  if (chat === null) throw new Error('a chat has moved on within one transaction');
  return chat;
}

export type Offers = ReturnType<typeof createOffers>;
