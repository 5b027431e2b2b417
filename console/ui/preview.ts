import type { Chat } from '../app/types';
import { words } from '../words/words';

/** What a message is, in a word. */
export function messageTypeName(type: string): string {
  const { messageTypes } = words();
  return (messageTypes as Record<string, string | undefined>)[type] ?? messageTypes.unsupported;
}

/** One line of a chat's last message: its text, or what kind of message it is. */
export function previewOf({ lastMessage }: Pick<Chat, 'lastMessage'>): string {
  if (lastMessage === null) return words().noMessages;
  const text = lastMessage.text.replace(/\s+/g, ' ').trim();
  return text === '' ? messageTypeName(lastMessage.type) : text;
}
