import type { Chat, Message } from '../app/types';
import { words } from '../words/words';
import { shortened } from './shortened';

/** As much as the service tells of a last message; a notification of the desktop has no room for more either. */
const mostUnits = 200;

/** What a message is, in a word. */
export function messageTypeName(type: string): string {
  const { messageTypes } = words();
  return (messageTypes as Record<string, string | undefined>)[type] ?? messageTypes.unsupported;
}

const namedKinds: ReadonlySet<string> = new Set<Message['type']>([
  ...(['poll', 'checklist', 'form', 'template', 'product', 'invoice', 'game', 'giveaway', 'link'] as const),
]);

/** Whether the words of a message alone do not tell what it is. */
export function isNamedKind(type: string): boolean {
  return namedKinds.has(type);
}

/** One line of a chat's last message: its text, or what kind of message it is. */
export function previewOf({ lastMessage }: Pick<Chat, 'lastMessage'>): string {
  if (lastMessage === null) return words().noMessages;
  const text = lastMessage.text.replace(/\s+/g, ' ').trim();
  if (text === '') return messageTypeName(lastMessage.type);
  return shortened(isNamedKind(lastMessage.type) ? `${messageTypeName(lastMessage.type)}: ${text}` : text, mostUnits);
}
