import type { Chat } from '../app/types';
import { plain } from '../words/plain';
import { type ChatLists, type ChatPlace, chatPlaces } from './chat-lists';
import type { ChatFilter, ChatOrder } from './list-options';
import type { Refusal } from './refusals';

/** What the list shows, from top to bottom. */
export type ListRow =
  | { kind: 'heading'; place: ChatPlace; count: number; shown: number }
  | { kind: 'chat'; place: ChatPlace; chat: Chat; refusal: Refusal | null }
  /** A chat that he wanted and cannot have any more: the reason is left of it. */
  | { kind: 'gone'; place: ChatPlace; chat: Chat; refusal: Refusal };

export interface ListOptions {
  order: ChatOrder;
  filter: ChatFilter;
  /** Of one channel only. */
  channelId: string | null;
  /** Words that stand in the contact's name, the last message, the channel's name or the chat's number. */
  search: string;
}

/** The rows in the order in which they are to be looked at: what lapses first, then what anybody can take, then one's own work. */
export function arrange(lists: ChatLists, refusals: ReadonlyMap<string, Refusal>, options: ListOptions): ListRow[] {
  return chatPlaces.flatMap((place) => {
    const fits = filterOf(place, options);
    const chats = lists[place].filter(fits).sort(orders[place === 'active' ? options.order : place]);
    const gone = [...refusals.values()].filter(
      (refusal) =>
        refusal.place === place && chatPlaces.every((one) => lists[one].every(({ id }) => id !== refusal.chat.id)),
    );
    if (lists[place].length === 0 && gone.length === 0) return [];
    const heading: ListRow = { kind: 'heading', place, count: lists[place].length, shown: chats.length };
    return [
      heading,
      ...gone.map((refusal): ListRow => ({ kind: 'gone', place, chat: refusal.chat, refusal })),
      ...chats.map((chat): ListRow => ({ kind: 'chat', place, chat, refusal: refusals.get(chat.id) ?? null })),
    ];
  });
}

/** Offers are never filtered away: they lapse. */
function filterOf(place: ChatPlace, { filter, channelId, search }: ListOptions): (chat: Chat) => boolean {
  const words = plain(search).split(/\s+/).filter(Boolean);
  return (chat) => {
    if (place === 'offered') return true;
    if (channelId !== null && chat.channel.id !== channelId) return false;
    if (place === 'active' && filter === 'unread' && chat.unreadCount === 0) return false;
    if (place === 'active' && filter === 'unanswered' && !isUnanswered(chat)) return false;
    const text = `${chat.contact.name} ${chat.lastMessage?.text ?? ''} ${chat.channel.name} #${chat.number}`;
    const searched = words.length === 0 ? '' : plain(text);
    return words.every((word) => searched.includes(word));
  };
}

export function isUnanswered({ lastMessage }: Chat): boolean {
  return lastMessage?.direction === 'incoming';
}

/** Since when the client waits: for somebody to take the chat, or for an answer; null: he doesn't. */
export function waitsSince(chat: Chat, place: ChatPlace | null): string | null {
  if (place === 'offered' || place === 'available') return chat.createdAt;
  return isUnanswered(chat) ? (chat.lastMessage?.timestamp ?? null) : null;
}

const lastAt = (chat: Chat) => Date.parse(chat.lastMessage?.timestamp ?? chat.createdAt);
const byAge = (one: Chat, other: Chat) => one.number - other.number;

/** Those who don't wait come after those who do. */
function byWaiting(one: Chat, other: Chat): number {
  const since = (chat: Chat) => Date.parse(waitsSince(chat, 'active') ?? '');
  const [a, b] = [since(one), since(other)];
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b)) || byAge(one, other);
  return a - b || byAge(one, other);
}

const orders: Record<ChatOrder | 'offered' | 'available', (one: Chat, other: Chat) => number> = {
  offered: (one, other) =>
    Date.parse(one.offer?.expiresAt ?? '') - Date.parse(other.offer?.expiresAt ?? '') || byAge(one, other),
  available: byAge,
  latest: (one, other) => lastAt(other) - lastAt(one) || byAge(other, one),
  waiting: byWaiting,
  oldest: byAge,
};
