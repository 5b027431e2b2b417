import type { Chat } from '../app/types';
import type { LiveEventType } from '../live/live-events';

/** What the operator has and can have, as `GET /api/chats` lists it. */
export interface ChatLists {
  /** Reserved for him until they lapse. */
  offered: Chat[];
  /** Shown to several; the first to take one has it. */
  available: Chat[];
  /** In work with him. */
  active: Chat[];
}

export type ChatPlace = keyof ChatLists;

export const chatPlaces: readonly ChatPlace[] = ['offered', 'available', 'active'];

/** The events that carry a chat and may move it. */
export const movingEvents = [
  'chat.offered',
  'chat.available',
  'chat.withdrawn',
  'chat.updated',
  'chat.completed',
] as const satisfies readonly LiveEventType[];
export type MovingEvent = (typeof movingEvents)[number];

/** Where a chat belongs after an event of it; null: it is none of his any more. Events carry the chat as it is when they are told. */
export function placeAfter(type: MovingEvent, chat: Chat, userId: string): ChatPlace | null {
  if (chat.status === 'active') return chat.operator?.id === userId ? 'active' : null;
  if (type === 'chat.withdrawn' || type === 'chat.completed') return null;
  // Nobody else is told of a chat that is offered to one, or shown to some.
  if (chat.status === 'offered') return 'offered';
  return chat.status === 'waiting' ? 'available' : null;
}

/** The lists with the chat in its place, and nowhere else. Each list is in the order of the chats' age. */
export function withChat(lists: ChatLists, chat: Chat, place: ChatPlace | null): ChatLists {
  const after = { ...lists };
  for (const one of chatPlaces) {
    const others = lists[one].filter(({ id }) => id !== chat.id);
    if (one === place) after[one] = inserted(others, chat);
    else if (others.length < lists[one].length) after[one] = others;
  }
  return after;
}

function inserted(chats: Chat[], chat: Chat): Chat[] {
  const at = chats.findIndex(({ number }) => number > chat.number);
  return at === -1 ? [...chats, chat] : [...chats.slice(0, at), chat, ...chats.slice(at)];
}

export function placeOfChat(lists: ChatLists, chatId: string): ChatPlace | null {
  return chatPlaces.find((place) => lists[place].some(({ id }) => id === chatId)) ?? null;
}
