import { beginningOf } from './graphemes';
import type { Message } from './message';
import type { Referral } from './message-parts';
import { canBe } from './messenger-clock';
import { orderKey } from './order-key';

/** Statuses of a chat (domain 1.7). */
export const chatStatuses = ['waiting', 'offered', 'active', 'bot', 'completed'] as const;
export type ChatStatus = (typeof chatStatuses)[number];

/** Who or what completed a chat. */
export const completers = ['operator', 'timeout', 'administrator', 'bot', 'erasure'] as const;
export type CompletedBy = (typeof completers)[number];

/** A chat reserved for one operator until `expiresAt` (domain 3.3). */
export interface Offer {
  id: string;
  operatorId: string;
  expiresAt: Date;
}

/** A chat that a bot has, and in which nobody wrote for this long, is over: the messenger then gives the thread back as well. */
const botIdleMs = 24 * 60 * 60_000;

/** When a chat that a bot has completes by itself, after something was said in it now. */
export function botCompletesAt(): Date {
  return new Date(Date.now() + botIdleMs);
}

/** To whom a waiting chat is shown, when its rule shows it to several (domain 3.2). */
export type ShownTo = 'everyone' | string[];

/** The last message of a chat, as lists show it. */
export interface LastMessage {
  id: string;
  direction: 'incoming' | 'outgoing';
  type: string;
  text: string;
  timestamp: Date;
  /** Orders messages of equal timestamp. */
  sequence: number;
  /** Earlier versions wrote none. */
  orderKey?: string;
}

/** As much of a text as lists show. */
const previewLength = 200;

export function previewOf(text: string): string {
  return beginningOf(text, previewLength);
}

export function lastMessageOf({ text, ...message }: Message): LastMessage {
  const { id, direction, type, timestamp, sequence, orderKey: key } = message;
  return { id, direction, type, text: previewOf(text), timestamp, sequence, orderKey: key };
}

/** Where the last message stands. An earlier version wrote no key, and kept times that can't be: `instead` stands for those. */
export function lastKeyOf({ timestamp, sequence, orderKey: key }: LastMessage, instead: Date): string {
  return key ?? orderKey(canBe(timestamp, new Date(), undefined) ? timestamp : instead, sequence);
}

/** Whether a message takes the place of the last one: later than one whose time can't be is all that comes. */
export function isLast(message: Pick<Message, 'orderKey'>, last: LastMessage | null): boolean {
  return last === null || message.orderKey >= lastKeyOf(last, new Date(0));
}

/** One conversation of one client on one channel, from its first message to its completion (domain 1.7). */
export interface Chat {
  id: string;
  /** Rises with each chat; also the chat's age: the lower, the older. It keeps it through every re-offer (domain 3.4). */
  number: number;
  workflowId: string;
  channelId: string;
  provider: string;
  clientId: string;
  contactId: string;
  queueId: string;
  status: ChatStatus;
  operatorId: string | null;
  offer: Offer | null;
  shownTo: ShownTo | null;
  /** Waiting, and nobody has looked for an operator since it came to wait. */
  unrouted: boolean;
  /** Rises with every change of what a snapshot holds. */
  revision: number;
  /** Marks of operators who declined it, see `declineMark`. */
  declinedBy: string[];
  /** Mark of the operator who gave it to its queue: it comes back to him when nobody else there can take it (domain 3.7). */
  givenBy: string | null;
  /**
   * Ids of users, in its queue or not, on whose status and room it depends who gets the waiting chat: those whom its rule named, or
   * looked at and left out (domain 11). Null until a search has noted them; a chat that an earlier version routed has none.
   */
  dependsOn: string[] | null;
  /** How often in a row its rule gave no answer that could be followed: it is asked again, after a pause that grows. */
  failedAsks: number;
  createdAt: Date;
  acceptedAt: Date | null;
  completedAt: Date | null;
  completedBy: CompletedBy | null;
  /** When the chat completes by itself; null while nothing runs (domain 4.2). */
  completesAt: Date | null;
  lastMessage: LastMessage | null;
  unreadCount: number;
  /** By what the client came into it, of all that his messages told the first. */
  referral: Referral | null;
}

/**
 * What a chat's workflow knows of its chat: routing facts in plain JSON, no word of the client's (domain 9.1).
 * The chat's row is the truth; the workflow takes over any snapshot with a higher revision.
 */
export interface ChatSnapshot {
  chatId: string;
  number: number;
  revision: number;
  status: ChatStatus;
  channelId: string;
  provider: string;
  queueId: string;
  operatorId: string | null;
  offer: { id: string; operatorId: string; expiresAtMs: number } | null;
  shown: boolean;
  unrouted: boolean;
  completesAtMs: number | null;
}

export function snapshotOf(chat: Chat): ChatSnapshot {
  return {
    chatId: chat.id,
    number: chat.number,
    revision: chat.revision,
    status: chat.status,
    channelId: chat.channelId,
    provider: chat.provider,
    queueId: chat.queueId,
    operatorId: chat.operatorId,
    offer: chat.offer && {
      id: chat.offer.id,
      operatorId: chat.offer.operatorId,
      expiresAtMs: chat.offer.expiresAt.getTime(),
    },
    shown: chat.shownTo !== null,
    unrouted: chat.unrouted,
    completesAtMs: chat.completesAt?.getTime() ?? null,
  };
}

/** What the last search for an operator came to is over. */
export const unsearched = { shownTo: null, unrouted: false, dependsOn: null, failedAsks: 0 } as const;

/** What a chat begins to wait with: an operator has to be looked for. */
export const comesToWait = { ...unsearched, status: 'waiting', operatorId: null, offer: null, unrouted: true } as const;

/** What goes with the end of waiting for good: somebody has the chat, or it is over. */
export const waitsNoMore = { ...unsearched, offer: null, givenBy: null } as const;

export function isOpen(chat: Pick<Chat, 'status'>): boolean {
  return chat.status !== 'completed';
}
