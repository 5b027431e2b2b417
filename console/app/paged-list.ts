import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type ApiError, isAborted } from './api-error';
import type { Page } from './types';

type FetchPage<T> = (from: { cursor: string | null; signal: AbortSignal }) => Promise<Page<T>>;

export interface PagedList<T> {
  /** Null until the first page is there. */
  readonly items: Signal<T[] | null>;
  readonly isLoading: ReadonlySignal<boolean>;
  readonly error: ReadonlySignal<ApiError | null>;
  readonly hasMore: ReadonlySignal<boolean>;
  /** From the first page on, such as when a filter has changed: what was under way is given up. */
  reload(): Promise<void>;
  /** The next page, unless it is on its way or there is none. After an error, tries again. */
  loadMore(): Promise<void>;
}

/** A list that comes in pages, as far as it was asked for. */
export function createPagedList<T>(fetchPage: FetchPage<T>): PagedList<T> {
  const items = signal<T[] | null>(null);
  const isLoading = signal(false);
  const error = signal<ApiError | null>(null);
  const cursor = signal<string | null>(null);
  const hasMore = signal(false);
  let underWay = new AbortController();

  async function load(from: string | null): Promise<void> {
    underWay.abort();
    const mine = new AbortController();
    underWay = mine;
    isLoading.value = true;
    error.value = null;
    try {
      const page = await fetchPage({ cursor: from, signal: mine.signal });
      if (mine.signal.aborted) return;
      batch(() => {
        items.value = from === null ? page.items : [...(items.value ?? []), ...page.items];
        cursor.value = page.nextCursor;
        hasMore.value = page.nextCursor !== null;
        isLoading.value = false;
      });
    } catch (caught) {
      if (mine.signal.aborted || isAborted(caught)) return;
      batch(() => {
        error.value = caught as ApiError;
        isLoading.value = false;
      });
    }
  }

  return {
    items,
    isLoading,
    error,
    hasMore,
    reload: () => load(null),
    async loadMore() {
      if (!isLoading.value && (hasMore.value || error.value !== null)) await load(cursor.value);
    },
  };
}
