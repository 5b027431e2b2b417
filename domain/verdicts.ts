import type { Chat, CompletedBy, Offer } from './chat';
import type { CommandAnswer } from './command';
import type { ThreadControl } from './inbound';
import { declineMark, type Operator } from './operator';
import { hasRoom } from './places';
import type { ProblemCode } from './problem';

/** An offer whose deadline is acted on this late is renewed: Parley was down, the operator is not to blame (domain 3.4). */
const tooLateToLapseMs = 10_000;

export const done: CommandAnswer = { kind: 'done' };
export const refused = (code: ProblemCode): CommandAnswer => ({ kind: 'refused', code });

/** Whether a chat is among those that an operator is shown, if he has room (domain 3.2, 3.7). */
export function isShownTo(chat: Chat, operator: Operator): boolean {
  const meant =
    chat.shownTo === 'everyone' ? operator.queueIds.includes(chat.queueId) : chat.shownTo?.includes(operator.id);
  return meant === true && !isKeptFrom(operator, chat);
}

/** Whether he declined it since he last set his status (domain 3.7). */
export function hasDeclined(operator: Operator, chat: Pick<Chat, 'declinedBy'>): boolean {
  return chat.declinedBy.includes(declineMark(operator));
}

/** Whether he gave it to its queue since he last set his status: he gets it when nobody else there can take it (domain 3.7). */
export function hasGivenAway(operator: Operator, chat: Pick<Chat, 'givenBy'>): boolean {
  return chat.givenBy === declineMark(operator);
}

/** Whether others go before him, or he wants none of it. */
export function isKeptFrom(operator: Operator, chat: Pick<Chat, 'declinedBy' | 'givenBy'>): boolean {
  return hasDeclined(operator, chat) || hasGivenAway(operator, chat);
}

/** What comes of an operator's wish to take a chat. `receivedAtMs` is when it reached the API (domain 3.4). */
export function verdictOnAccept(
  { chat, operator }: { chat: Chat; operator: Operator | null },
  { operatorId, receivedAtMs }: { operatorId: string; receivedAtMs: number },
):
  | CommandAnswer
  | { kind: 'takes_offer'; operator: Operator; offer: Offer }
  | { kind: 'is_shown'; operator: Operator } {
  const { offer } = chat;
  if (chat.status === 'completed') return refused('chat_completed');
  if (chat.operatorId !== null) return chat.operatorId === operatorId ? done : refused('chat_already_taken');
  if (operator === null) return refused('offer_expired');
  if (offer === null) return isShownTo(chat, operator) ? { kind: 'is_shown', operator } : refused('offer_expired');
  const isInTime = receivedAtMs <= offer.expiresAt.getTime();
  return offer.operatorId === operatorId && isInTime
    ? { kind: 'takes_offer', operator, offer }
    : refused('offer_expired');
}

/** What comes of it when the chat is shown to him: he takes it, unless he may have no more (domain 2.7, 3.2, 3.6). */
export function verdictOnTaking(
  { chat, operator }: { chat: Chat; operator: Operator },
  { limit, inactiveChannelIds }: { limit: number; inactiveChannelIds: string[] },
): CommandAnswer {
  if (inactiveChannelIds.includes(chat.channelId)) return refused('channel_inactive');
  if (operator.status !== 'active') return refused('operator_inactive');
  return hasRoom(operator, limit) ? done : refused('operator_at_limit');
}

/** What comes of an operator's wish not to have a chat: he gives his offer back, or does not want to be shown it (domain 3.7). */
export function verdictOnDecline({
  chat,
  operator,
}: {
  chat: Chat;
  operator: Operator | null;
}): CommandAnswer | { kind: 'gives_back' | 'hides'; operator: Operator } {
  if (chat.status === 'completed') return refused('chat_completed');
  if (operator === null) return refused('offer_expired');
  if (hasDeclined(operator, chat)) return done;
  if (chat.offer?.operatorId === operator.id) return { kind: 'gives_back', operator };
  if (isShownTo(chat, operator)) return { kind: 'hides', operator };
  return refused(chat.operatorId === null ? 'offer_expired' : 'chat_already_taken');
}

/** Where a chat is to go. */
export type TransferTarget = { operatorId: string } | { queueId: string };

export interface Transfer {
  /** Who asks. */
  operatorId: string;
  by: 'operator' | 'administrator';
  to: TransferTarget;
}

/**
 * What comes of a wish to give a chat to an operator or a queue: by the operator who has it in work, or by an administrator
 * whoever has it (domain 3.7). To an operator only when he is active and has room, which a chat that is offered to him has already.
 */
export function verdictOnTransfer(
  chat: Chat,
  { operatorId, by, to }: Transfer,
  { asker, target, limit }: { asker: Operator | null; target: Operator | null; limit: number },
): CommandAnswer | { kind: 'to_operator'; operator: Operator } | { kind: 'to_queue'; queueId: string } {
  if (chat.status === 'completed') return refused('chat_completed');
  if (chat.status === 'bot') return refused('chat_with_bot');
  if (isThere(chat, { asker, to })) return done;
  if (by === 'operator' && chat.operatorId !== operatorId) return refused('chat_not_in_work');
  if ('queueId' in to) return { kind: 'to_queue', queueId: to.queueId };
  if (target === null || target.status !== 'active') return refused('operator_inactive');
  const hasItsPlace = target.places.some(({ chatId }) => chatId === chat.id);
  return hasItsPlace || hasRoom(target, limit)
    ? { kind: 'to_operator', operator: target }
    : refused('operator_at_limit');
}

/** Whether a chat is where it is to go: asked twice, it goes there once. */
function isThere(chat: Chat, { asker, to }: { asker: Operator | null; to: TransferTarget }): boolean {
  if ('operatorId' in to) return chat.operatorId === to.operatorId;
  if (chat.queueId !== to.queueId || chat.operatorId !== null) return false;
  // It may have come back to him already, as an offer.
  const hasLeftHim = asker !== null && (hasGivenAway(asker, chat) || chat.offer?.operatorId === asker.id);
  return hasLeftHim || chat.offer === null;
}

export interface Completion {
  by: CompletedBy;
  operatorId?: string;
  /** The last message that was looked at: when another has come since, there is something to look at anew. */
  lastMessageId?: string | null;
}

/** What comes of an attempt to complete a chat. By timeout only when its time has really come (domain 4.2). */
export function verdictOnCompletion(
  chat: Chat,
  { by, operatorId, lastMessageId, nowMs }: Completion & { nowMs: number },
): CommandAnswer | { kind: 'completes' } {
  if (chat.status === 'completed') return chat.completedBy === by ? done : refused('chat_completed');
  const isDue = chat.completesAt !== null && chat.completesAt.getTime() <= nowMs;
  if ((by === 'timeout' || by === 'bot') && !isDue) return done;
  if (by === 'operator' && chat.operatorId !== operatorId) return refused('chat_not_in_work');
  if (lastMessageId !== undefined && lastMessageId !== (chat.lastMessage?.id ?? null)) return done;
  return { kind: 'completes' };
}

/** What a conversation's thread means for its open chat (domain 6.3). */
export function verdictOnThread(chat: Chat, control: ThreadControl): 'goes_to_bot' | 'goes_to_operators' | 'stays' {
  if (chat.status === 'completed') return 'stays';
  if (control === 'elsewhere') return chat.status === 'bot' ? 'stays' : 'goes_to_bot';
  return chat.status === 'bot' ? 'goes_to_operators' : 'stays';
}

/** What becomes of an offer whose deadline is acted on now. */
export function verdictOnDeadline(offer: Offer, nowMs: number): 'lapses' | 'is_renewed' {
  return nowMs - offer.expiresAt.getTime() > tooLateToLapseMs ? 'is_renewed' : 'lapses';
}
