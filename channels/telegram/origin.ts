import { z } from 'zod';
import type { Origin } from '../../domain/message-parts';
import { lenient, type Person, person } from './update';

export const site = 'https://t.me';

const chat = z.looseObject({
  id: lenient(z.int()),
  title: lenient(z.string()),
  username: lenient(z.string().min(1)),
  first_name: lenient(z.string()),
  last_name: lenient(z.string()),
});
type Chat = z.infer<typeof chat>;

const origin = z.looseObject({
  type: lenient(z.string()),
  sender_user: lenient(person),
  sender_user_name: lenient(z.string()),
  sender_chat: lenient(chat),
  chat: lenient(chat),
  message_id: lenient(z.int()),
  author_signature: lenient(z.string().min(1)),
});

export const chatPart = lenient(chat);

export function nameOf({ first_name, last_name, username, title }: Partial<Chat & Person>): string | null {
  return title || [first_name, last_name].filter(Boolean).join(' ') || username || null;
}

/** People without a public name are found inside Telegram only. */
export function addressOfPerson(of: Partial<Person> | undefined): string | null {
  if (of?.username) return `${site}/${of.username}`;
  return of?.id === undefined ? null : `tg://user?id=${of.id}`;
}

/** Of a channel or group without a public name only those who are in it can open a message. */
export function addressOfMessage(of: Chat | undefined, messageId: number | undefined): string | null {
  const post = messageId === undefined ? '' : `/${messageId}`;
  if (of?.username !== undefined) return `${site}/${of.username}${post}`;
  const [, hidden] = /^-100(\d+)$/.exec(String(of?.id ?? '')) ?? [];
  return hidden === undefined || post === '' ? null : `${site}/c/${hidden}${post}`;
}

/** Who wrote what somebody else passes on; null for what is nobody's. */
export function originOf(told: unknown): Origin | null {
  const read = origin.safeParse(told);
  if (!read.success) return null;
  const { sender_user: user, sender_user_name: hidden, sender_chat, chat: channel, message_id, ...of } = read.data;
  if (user !== undefined)
    return { name: nameOf(user), url: user.username === undefined ? null : addressOfPerson(user) };
  const place = channel ?? sender_chat;
  const name = [place === undefined ? hidden : nameOf(place), of.author_signature].filter(Boolean).join(', ');
  return { name: name || null, url: addressOfMessage(place, message_id) };
}
