import type { Message } from '../app/types';
import { conversationWords } from './words';

/** Who said it; the reader himself is "you". */
export function authorOf(
  message: Pick<Message, 'direction' | 'author' | 'answeredBy'>,
  { contactName, userId }: { contactName: string; userId: string },
): string {
  const words = conversationWords();
  if (message.direction === 'incoming') return contactName || words.client;
  if (message.author?.id === userId) return words.you;
  return message.author?.name ?? (message.answeredBy === null ? words.you : words.ofBot(message.answeredBy));
}
