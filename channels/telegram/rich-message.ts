import type { IncomingAttachment } from '../../domain/inbound';
import type { TextLink } from '../../domain/message-parts';
import { mediaReaders } from './media';
import { addressOfPerson } from './origin';
import type { Content } from './reader';
import { person, type TelegramMessage } from './update';

/** Where words stand, and whether what is listed there stands below each other or runs on. */
const separators: Record<string, string> = {
  blocks: '\n',
  items: '\n',
  cells: '\n',
  text: '',
  summary: '',
  caption: '',
  credit: '',
  expression: '',
  alternative_text: '',
};
const deepest = 32;

interface Found {
  links: TextLink[];
  files: IncomingAttachment[];
}

/**
 * A `rich_message` (Bot API 10.1), whose form is kept as raw payload: blocks of nested texts, of kinds that still grow, so it is
 * walked by the few keys that hold words, addresses and files rather than by kind.
 */
export function readRichMessage(value: unknown, message: TelegramMessage): Content | null {
  const found: Found = { links: [], files: [] };
  const text = wordsIn(value, { message, found });
  const { links, files: attachments } = found;
  if (text === '' && attachments.length === 0) return null;
  return { type: 'text', text, attachments, ...(links.length > 0 && { links }) };
}

interface Walk {
  message: TelegramMessage;
  found: Found;
  separator?: string;
  depth?: number;
}

function wordsIn(value: unknown, { message, found, separator = '', depth = 0 }: Walk): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || depth > deepest) return '';
  const within = (part: unknown, its = separator) =>
    wordsIn(part, { message, found, separator: its, depth: depth + 1 });
  if (Array.isArray(value)) return value.map((part) => within(part)).join(separator);
  const text = Object.entries(value)
    .map(([key, part]) => (Object.hasOwn(separators, key) ? within(part, separators[key]) : ''))
    .filter(Boolean)
    .join('\n');
  const url = addressIn(value);
  if (url !== null && text !== '') found.links.push({ text, url });
  for (const [key, read] of mediaReaders) {
    const file: unknown = Reflect.get(value, key === 'voice' ? 'voice_note' : key);
    if (Object.hasOwn(value, 'type') && file !== undefined)
      found.files.push(...(read(file, message)?.attachments ?? []));
  }
  return text;
}

function addressIn(value: object): string | null {
  const url: unknown = Reflect.get(value, 'url');
  if (typeof url === 'string' && url !== '') return url;
  const user = person.safeParse(Reflect.get(value, 'user'));
  return user.success ? addressOfPerson(user.data) : null;
}
