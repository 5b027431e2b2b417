import type { Chat } from '../app/types';
import { inboxWords } from './words';

/** One line of a chat's last message: its text, or what kind of message it is. */
export function previewOf({ lastMessage }: Pick<Chat, 'lastMessage'>): string {
  const { noMessages, kinds } = inboxWords();
  if (lastMessage === null) return noMessages;
  const text = lastMessage.text.replace(/\s+/g, ' ').trim();
  return text === '' ? ((kinds as Record<string, string | undefined>)[lastMessage.type] ?? kinds.unsupported) : text;
}
