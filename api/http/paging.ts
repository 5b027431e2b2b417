import { z } from 'zod';
import { invalid } from '../../domain/problem';

const maxPageSize = 200;

/** The query fields of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(maxPageSize).default(50).meta({ description: 'Entries of a page.' }),
  cursor: z.string().optional().meta({ description: '`nextCursor` of the page before.' }),
};

/** The query fields of a list that is searched in `texts`, such as "the name". */
export function searchQuery(texts: string) {
  const description = `Words, parts or other forms of them, that ${texts} holds, whatever their case and accents.`;
  return { ...pageQuery, q: z.string().max(200).default('').meta({ description }) };
}

/** The body of every list. */
export function listOf<S extends z.ZodType>(item: S) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().meta({ description: 'Leads to the next page; null on the last one.' }),
  });
}

/** A unique sort key as an opaque text. */
export function nextCursorAt(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The sort key that a page begins after; null for the first page, a 400 for what no list has handed out. */
export function readCursor<S extends z.ZodType>(cursor: string | undefined, key: S): z.output<S> | null {
  if (cursor === undefined) return null;
  const read = key.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!read.success) throw invalid({ cursor: 'is none of this list: take it from `nextCursor`, or leave it out' });
  return read.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A page out of `limit + 1` rows: whether there is one more tells whether another page follows. */
export function pageOf<T>(
  rows: T[],
  limit: number,
  keyOf: (last: T) => unknown,
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? nextCursorAt(keyOf(last)) : null };
}

/** The same of a list that looks only so far for its rows: below `reached` there may be more of them. */
export function pageReaching<T>(
  rows: T[],
  limit: number,
  keyOf: (last: T) => number,
  reached: number | null,
): { items: T[]; nextCursor: string | null } {
  const page = pageOf(rows, limit, keyOf);
  const isShort = page.nextCursor === null && reached !== null;
  return isShort ? { ...page, nextCursor: nextCursorAt(reached) } : page;
}

/** A short list as one page; ours in code, such as the routing rules. */
export function wholeList<T>(items: T[]): { items: T[]; nextCursor: null } {
  return { items, nextCursor: null };
}
