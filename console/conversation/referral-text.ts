import type { Message } from '../app/types';
import { conversationWords } from './words';

type Referral = NonNullable<Message['referral']>;

/** By what the client came, in a line: what it is, and how it is called. */
export function referralText({ source, title, text, id }: Omit<Referral, 'url'>): string {
  const { sources } = conversationWords();
  const kind = (sources as Record<string, string | undefined>)[source.toLowerCase()] ?? source;
  return [kind, title ?? text, id].filter(Boolean).join(' · ');
}
