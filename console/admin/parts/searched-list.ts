import { useEffect, useMemo, useRef } from 'preact/hooks';
import { createPagedList, type PagedList } from '../../app/paged-list';
import type { Page } from '../../app/types';
import { language } from '../../words/language';

export interface SearchedList<T> extends PagedList<T> {
  /** Shows what holds all words of the query. */
  search(query: string): Promise<void>;
  /** Loads it anew; what is shown stays until then. */
  refresh(): Promise<void>;
}

type FetchPage<T> = (from: { q: string; cursor: string | null; signal: AbortSignal }) => Promise<Page<T>>;

/** A list that may be long: the API pages and searches it. */
function createSearchedList<T>(fetchPage: FetchPage<T>): SearchedList<T> {
  let q = '';
  const list = createPagedList<T>(({ cursor, signal }) => fetchPage({ q, cursor, signal }));
  return {
    ...list,
    search(wanted) {
      q = wanted.trim();
      return list.reload();
    },
    refresh: list.reload,
  };
}

/** Such a list for as long as the component is shown; from its beginning when an input changes, or the reader's language. */
export function useSearchedList<T>(fetchPage: FetchPage<T>, inputs: readonly unknown[] = []): SearchedList<T> {
  const latest = useRef(fetchPage);
  latest.current = fetchPage;
  const list = useMemo(() => createSearchedList<T>((from) => latest.current(from)), []);
  useEffect(() => {
    void list.reload();
  }, [language.value, ...inputs]);
  return list;
}
