import type { MessageEntity } from 'grammy/types';
import { badRequest } from './api-error';

export interface FormattedText {
  text: string;
  entities: MessageEntity[];
}

const tagTypes = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  'tg-spoiler': 'spoiler',
  a: 'text_link',
} as const;

const characters: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

const token = /<(\/?)([a-z-]*)([^>]*)>|&(lt|gt|amp|quot|#\d+);|</gi;

interface OpenTag {
  name: string;
  offset: number;
  attributes: string;
}

function entityOf(tag: OpenTag, end: number): MessageEntity[] {
  const length = end - tag.offset;
  const type = tagTypes[tag.name as keyof typeof tagTypes];
  if (length === 0) return [];
  if (type !== 'text_link') return [{ type, offset: tag.offset, length }];
  const url = tag.attributes.match(/href\s*=\s*["']?([^"'\s]+)/i)?.[1];
  return url ? [{ type, offset: tag.offset, length, url }] : [];
}

function cannotParse(reason: string): Error {
  return badRequest(`can't parse entities: ${reason}`);
}

/** Telegram's HTML: a few tags, four named characters, everything closed. */
export function parseHtml(html: string): FormattedText {
  const open: OpenTag[] = [];
  const entities: MessageEntity[] = [];
  let text = '';
  let done = 0;
  for (const match of html.matchAll(token)) {
    text += html.slice(done, match.index);
    done = match.index + match[0].length;
    const [whole, slash, rawName = '', attributes = '', character] = match;
    const name = rawName.toLowerCase();
    const at = `at byte offset ${Buffer.byteLength(html.slice(0, match.index))}`;
    if (character) {
      text += characters[character.toLowerCase()] ?? String.fromCodePoint(Number(character.slice(1)));
    } else if (slash) {
      const tag = open.pop();
      if (!tag) throw cannotParse(`Unexpected end tag ${at}`);
      if (tag.name !== name && name)
        throw cannotParse(`Unmatched end tag ${at}, expected "</${tag.name}>", found "</${name}>"`);
      entities.push(...entityOf(tag, text.length));
    } else if (name in tagTypes && whole !== '<') {
      open.push({ name, offset: text.length, attributes });
    } else {
      throw cannotParse(`Unsupported start tag "${name}" ${at}`);
    }
  }
  const left = open.pop();
  if (left) throw cannotParse(`Can't find end tag corresponding to start tag "${left.name}"`);
  return { text: text + html.slice(done), entities: entities.sort((a, b) => a.offset - b.offset) };
}
