import { createPagedList } from '../../app/paged-list';
import { plain } from '../../words/plain';
import type { SearchedList } from './searched-list';

const pageSize = 50;

export function holds(text: string, query: string): boolean {
  const all = plain(text);
  return plain(query)
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** A list that is short by nature: loaded as a whole, searched in the page, shown a part at a time. */
export function createShortList<T>(
  loadAll: (signal: AbortSignal) => Promise<T[]>,
  textOf: (item: T) => string,
): SearchedList<T> {
  let all: T[] | null = null;
  let query = '';
  const list = createPagedList<T>(async ({ cursor, signal }) => {
    all ??= await loadAll(signal);
    const found = all.filter((item) => holds(textOf(item), query));
    const end = Number(cursor ?? 0) + pageSize;
    return { items: found.slice(Number(cursor ?? 0), end), nextCursor: end < found.length ? String(end) : null };
  });
  return {
    ...list,
    search(wanted) {
      query = wanted;
      return list.reload();
    },
    refresh() {
      all = null;
      return list.reload();
    },
  };
}
