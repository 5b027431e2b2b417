import { mediaReaders } from './media';
import type { Content, Reader } from './reader';
import { readRichMessage } from './rich-message';
import { toldReaders } from './told-kinds';
import type { TelegramMessage } from './update';

/**
 * The first key that a message has decides: a venue also has `location`, an animation `document`, a live photo `photo`,
 * all for the sake of older programs.
 */
const readers: Array<[key: string, read: Reader]> = [
  ...mediaReaders,
  ...toldReaders,
  ['rich_message', readRichMessage],
];

/** What a message holds, or null for a kind that is not understood or not of the documented form (domain 1.8). */
export function contentOf(message: TelegramMessage): Content | null {
  const known = readers.find(([key]) => message[key] !== undefined && message[key] !== null);
  if (!known) return null;
  const [key, read] = known;
  return read(message[key], message);
}
