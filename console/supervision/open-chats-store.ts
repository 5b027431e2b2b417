import { type ReadonlySignal, signal } from '@preact/signals';
import { ApiError, isAborted } from '../app/api-error';
import type { Services } from '../app/services';
import type { Chat, FoundChat, Page } from '../app/types';

/** Whose open chats: a queue's, or those that an operator has in work. */
export type Holder = { queueId: string } | { operatorId: string };

/** Of each status; the chats section has the others. */
const mostShown = 20;

const statusesOf = (holder: Holder): ReadonlyArray<Chat['status']> =>
  'queueId' in holder ? ['waiting', 'offered', 'active'] : ['active'];

/** The open chats of a queue or an operator, those that have waited longest first. `leave` ends it. */
export function createOpenChats({ api }: Pick<Services, 'api'>, holder: Holder) {
  const chats = signal<FoundChat[] | null>(null);
  const error = signal<ApiError | null>(null);
  const hasMore = signal(false);
  let underWay = new AbortController();

  async function load(): Promise<void> {
    underWay.abort();
    const mine = new AbortController();
    underWay = mine;
    try {
      const pages = await Promise.all(
        statusesOf(holder).map((status) =>
          api.get<Page<FoundChat>>('/api/chats', {
            query: { view: 'all', ...holder, status, limit: mostShown },
            signal: mine.signal,
          }),
        ),
      );
      if (mine.signal.aborted) return;
      chats.value = pages.flatMap(({ items }) => items.reverse());
      hasMore.value = pages.some(({ nextCursor }) => nextCursor !== null);
      error.value = null;
    } catch (caught) {
      if (mine.signal.aborted || isAborted(caught)) return;
      if (!(caught instanceof ApiError)) throw caught;
      error.value = caught;
    }
  }

  return {
    /** Null until they were loaded for the first time. */
    chats: chats as ReadonlySignal<FoundChat[] | null>,
    error: error as ReadonlySignal<ApiError | null>,
    /** There are more than these. */
    hasMore: hasMore as ReadonlySignal<boolean>,
    load,
    leave: () => underWay.abort(),
  };
}
