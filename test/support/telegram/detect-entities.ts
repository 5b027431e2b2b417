import type { MessageEntity } from 'grammy/types';

const patterns = [
  { type: 'bot_command', pattern: /(?<=^|\s)\/\w{1,64}(@\w+)?/g },
  { type: 'url', pattern: /\bhttps?:\/\/\S+/g },
  { type: 'email', pattern: /\b[\w.+-]+@[\w-]+\.\w{2,}\b/g },
  { type: 'mention', pattern: /(?<=^|\s)@[A-Za-z]\w{3,31}\b/g },
] as const;

/** What Telegram marks in a text by itself; offsets and lengths are in UTF-16 units, as in JavaScript. */
export function detectEntities(text: string): MessageEntity[] {
  return patterns
    .flatMap(({ type, pattern }) =>
      [...text.matchAll(pattern)].map((match) => ({ type, offset: match.index, length: match[0].length })),
    )
    .sort((a, b) => a.offset - b.offset);
}
