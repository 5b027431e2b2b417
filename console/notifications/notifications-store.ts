import { computed, signal } from '@preact/signals';
import { ApiError } from '../app/api-error';
import { createPagedList } from '../app/paged-list';
import type { Services } from '../app/services';
import type { Notification, Page } from '../app/types';

const pageSize = 30;
/** More unread ones than the badge can say are counted no further. */
const mostCounted = 100;

type Change = (ids: Set<string>) => void;

/** What processes have told the user beside his chats (domain 5.2), newest first. */
export function createNotificationsStore({ api, live }: Pick<Services, 'api' | 'live'>) {
  const unreadIds = signal<ReadonlySet<string>>(new Set());
  /** What was heard or read while the count was on its way: the count may be older. */
  let meanwhile: Change[] | null = null;
  const list = createPagedList<Notification>(({ cursor, signal: given }) =>
    api.get<Page<Notification>>('/api/notifications', { query: { limit: pageSize, cursor }, signal: given }),
  );

  function change(by: Change): void {
    meanwhile?.push(by);
    const ids = new Set(unreadIds.peek());
    by(ids);
    unreadIds.value = ids;
  }

  async function count(): Promise<void> {
    if (meanwhile !== null) return;
    const heard: Change[] = [];
    meanwhile = heard;
    try {
      const page = await api.get<Page<Notification>>('/api/notifications', {
        query: { unread: 'true', limit: mostCounted },
      });
      const ids = new Set(page.items.map(({ id }) => id));
      for (const by of heard) by(ids);
      unreadIds.value = ids;
    } catch (error) {
      // The next look may succeed.
      if (!(error instanceof ApiError)) throw error;
    } finally {
      meanwhile = null;
    }
  }

  live.keepLoaded(() => {
    void count();
    if (list.items.peek() !== null) void list.reload();
  });

  live.on('notification.created', ({ notification }) => {
    change((ids) => void ids.add(notification.id));
    const items = list.items.peek();
    if (items !== null && !items.some(({ id }) => id === notification.id)) list.items.value = [notification, ...items];
  });

  function show(ids: ReadonlySet<string>, readAt: string | null): void {
    const items = list.items.peek();
    if (items !== null) list.items.value = items.map((one) => (ids.has(one.id) ? { ...one, readAt } : one));
  }

  return {
    list,
    unread: computed(() => unreadIds.value.size),

    /** Read elsewhere, in another tab or at another desk, is told of by no event. */
    refresh: count,

    /** Shows at once; when it could not be told, it is unread again. */
    async markRead(id: string): Promise<void> {
      const wasFull = unreadIds.peek().size >= mostCounted;
      change((ids) => void ids.delete(id));
      show(new Set([id]), new Date().toISOString());
      try {
        await api.post(`/api/notifications/${id}/read`);
        if (wasFull) await count();
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        change((ids) => void ids.add(id));
        show(new Set([id]), null);
      }
    },

    /** Throws the API's refusal. */
    async markAllRead(): Promise<void> {
      const wasFull = unreadIds.peek().size >= mostCounted;
      const before = new Set([...unreadIds.peek(), ...(list.items.peek() ?? []).map(({ id }) => id)]);
      await api.post('/api/notifications/read');
      change((ids) => {
        for (const id of before) ids.delete(id);
      });
      show(before, new Date().toISOString());
      if (wasFull) await count();
    },
  };
}
