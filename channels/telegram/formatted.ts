import { z } from 'zod';
import type { MarkKind, TextLink, TextMark } from '../../domain/message-parts';
import { addressOfPerson } from './origin';
import { lenient, person } from './update';

const entity = z.looseObject({
  type: z.string(),
  offset: z.int().nonnegative(),
  length: z.int().positive(),
  url: lenient(z.string().min(1)),
  user: lenient(person),
  language: lenient(z.string().min(1)),
  unix_time: lenient(z.int().min(0).max(8_640_000_000_000)),
});
type Entity = z.infer<typeof entity>;

const entities = z.array(entity.nullable().catch(null)).catch([]);

/** What is set so is not told by the letters themselves. Names of people, tags and the like are: they need no mark. */
const kinds: Record<string, MarkKind> = {
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'strikethrough',
  spoiler: 'spoiler',
  code: 'code',
  pre: 'code',
  blockquote: 'quotation',
  expandable_blockquote: 'quotation',
  text_link: 'link',
  text_mention: 'link',
  date_time: 'time',
};

interface Formatted {
  text: string;
  links?: TextLink[];
  marks?: TextMark[];
}

/** A text with what its entities hold: addresses behind words, moments, and how its parts are set. */
export function formatted(text: string, told: unknown): Formatted {
  const marks = entities
    .parse(told ?? [])
    .flatMap((one) => (one === null ? [] : markOf(one, text)))
    .sort((one, other) => one.start - other.start || other.end - one.end);
  const links = marks.flatMap(({ url, start, end }) =>
    url === undefined ? [] : [{ text: text.slice(start, end), url }],
  );
  return { text, ...(links.length > 0 && { links }), ...(marks.length > 0 && { marks }) };
}

function markOf({ type, offset: start, length, ...holds }: Entity, text: string): TextMark[] {
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  const end = Math.min(start + length, text.length);
  if (kind === undefined || end <= start) return [];
  const place = { kind, start, end };
  switch (kind) {
    case 'link': {
      const url = holds.url ?? addressOfPerson(holds.user);
      return url === null ? [] : [{ ...place, url }];
    }
    case 'time':
      return holds.unix_time === undefined ? [] : [{ ...place, at: new Date(holds.unix_time * 1000).toISOString() }];
    case 'code':
      return [{ ...place, ...(holds.language !== undefined && { language: holds.language }) }];
    default:
      return [place];
  }
}

interface Line {
  /** What stands before it, such as a bullet. */
  before?: string;
  text: string;
  entities?: unknown;
}

/** Lines below each other, with what the entities of each hold. */
export function formattedLines(lines: Line[]): Formatted {
  const shifted: unknown[] = [];
  let text = '';
  for (const { before = '', text: words, entities: told } of lines) {
    if (words === '') continue;
    text += `${text === '' ? '' : '\n'}${before}`;
    for (const one of entities.parse(told ?? []))
      if (one !== null) shifted.push({ ...one, offset: one.offset + text.length });
    text += words;
  }
  return formatted(text, shifted);
}
