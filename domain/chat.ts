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

/** To whom a waiting chat is shown, when its rule shows it to several (domain 3.2). */
export type ShownTo = 'everyone' | string[];

/** The last message of a chat, as lists show it. */
export interface LastMessage {
  id: string;
  direction: 'incoming' | 'outgoing';
  type: string;
  text: string;
  timestamp: Date;
}

/** One conversation of one client on one channel, from its first message to its completion (domain 1.7). */
export interface Chat {
  id: string;
  /** Rises with each chat; also the chat's age: the lower, the older. It keeps it through every re-offer (domain 3.4). */
  number: number;
  workflowId: string;
  channelId: string;
  clientId: string;
  contactId: string;
  queueId: string;
  status: ChatStatus;
  operatorId: string | null;
  offer: Offer | null;
  shownTo: ShownTo | null;
  createdAt: Date;
  acceptedAt: Date | null;
  completedAt: Date | null;
  completedBy: CompletedBy | null;
  /** When the chat completes by itself; null while nothing runs (domain 4.2). */
  completesAt: Date | null;
  lastMessage: LastMessage | null;
  unreadCount: number;
}

export function isOpen(chat: Pick<Chat, 'status'>): boolean {
  return chat.status !== 'completed';
}
