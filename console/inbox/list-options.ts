import { signal } from '@preact/signals';
import { remembered } from '../app/remembered';

export const chatOrders = ['latest', 'waiting', 'oldest'] as const;
/** `latest`: by the last message, newest first. `waiting`: who waits longest for an answer, first. `oldest`: by the chat's age. */
export type ChatOrder = (typeof chatOrders)[number];

export const chatFilters = ['all', 'unread', 'unanswered'] as const;
/** `unanswered`: the client's is the last word. */
export type ChatFilter = (typeof chatFilters)[number];

/** How the chats in work are sorted: a habit, and remembered. */
export const chatOrder = remembered<ChatOrder>('parley.chatOrder', {
  read: (text) => chatOrders.find((one) => one === text) ?? null,
  otherwise: () => 'latest',
});

/** What is looked for at the moment; forgotten with the page, so that nobody misses chats because of yesterday's filter. */
export const chatFilter = signal<ChatFilter>('all');
export const channelFilter = signal<string | null>(null);
export const searchText = signal('');
