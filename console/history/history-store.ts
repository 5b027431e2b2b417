import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { ApiError } from '../app/api-error';
import { createPagedList } from '../app/paged-list';
import type { Services } from '../app/services';
import type { ChannelName, Chat, Contact, FoundChat, Operator, Page, QueueName } from '../app/types';
import { type Filters, noFilters, queryOf, sameFilters } from './filters';

const pageSize = 30;
/** A search for rare words comes in pages that may be empty, of what was looked through so far: so many are asked for before the reader is asked. */
const mostEmptyPages = 20;

/** What the filters choose from. */
export interface Choices {
  channels: ChannelName[];
  queues: QueueName[];
  operators: Operator[];
}

/** The chats section: one list, as far as it was read, which stays while a chat of it is read. */
export function createHistoryStore({ api, live }: Pick<Services, 'api' | 'live'>) {
  const filters = signal<Filters | null>(null);
  const choices = signal<Choices | null>(null);
  /** The one that the filters name; its name is null until it is known, and where the reader may not know it. */
  const contact = signal<{ id: string; name: string | null } | null>(null);
  /** Chats that have begun since the list was loaded, newest first. */
  const newer = signal<FoundChat[]>([]);

  const ask = (shown: Filters, rest: { cursor: string | null; limit: number; signal?: AbortSignal }) =>
    api.get<Page<FoundChat>>('/api/chats', {
      query: { view: 'all', ...queryOf(shown), limit: rest.limit, cursor: rest.cursor },
      ...(rest.signal === undefined ? {} : { signal: rest.signal }),
    });

  const list = createPagedList<FoundChat>(async ({ cursor, signal: given }) => {
    let page: Page<FoundChat> = { items: [], nextCursor: cursor };
    for (let asked = 0; asked < mostEmptyPages; asked += 1) {
      page = await ask(filters.value ?? noFilters, { cursor: page.nextCursor, limit: pageSize, signal: given });
      if (page.items.length > 0 || page.nextCursor === null) break;
    }
    return page;
  });

  /** Replaces what is shown of a chat by what is known now; where words were found stays. */
  function update(chats: readonly Chat[]): void {
    const { items } = list;
    if (items.value === null) return;
    const byId = new Map(chats.map((chat) => [chat.id, chat]));
    if (!items.value.some(({ id }) => byId.has(id))) return;
    items.value = items.value.map((shown) => {
      const now = byId.get(shown.id);
      return now === undefined ? shown : { ...shown, ...now, ...(shown.matches ? { matches: shown.matches } : {}) };
    });
  }

  live.on('chat.updated', ({ chat }) => update([chat]));
  live.on('chat.completed', ({ chat }) => update([chat]));

  async function nameContact(id: string): Promise<void> {
    if (contact.peek()?.id === id) return;
    contact.value = id === '' ? null : { id, name: null };
    if (id === '') return;
    try {
      const { name } = await api.get<Contact>(`/api/contacts/${id}`);
      if (contact.peek()?.id === id) contact.value = { id, name };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  async function loadChoices(): Promise<void> {
    const [channels, queues, operators] = await Promise.all([
      api.all<ChannelName>('/api/directory/channels'),
      api.all<QueueName>('/api/directory/queues'),
      api.all<Operator>('/api/operators'),
    ]);
    choices.value = { channels, queues, operators };
  }

  return {
    filters: filters as ReadonlySignal<Filters | null>,
    choices: choices as ReadonlySignal<Choices | null>,
    contact: contact as ReadonlySignal<{ id: string; name: string | null } | null>,
    newer: newer as ReadonlySignal<FoundChat[]>,
    list,
    loadChoices,

    /** Lists by these filters; the same as before leave the list as it is. */
    show(wanted: Filters): void {
      if (filters.value !== null && sameFilters(filters.value, wanted)) return;
      batch(() => {
        filters.value = wanted;
        newer.value = [];
        list.items.value = null;
      });
      void list.reload();
      void nameContact(wanted.contactId);
    },

    /** Looks what has changed at the top of the list. A search is not repeated: each one is on the record. */
    async refresh(): Promise<void> {
      const shown = filters.value;
      if (shown === null || shown.q !== '' || list.items.value === null || list.isLoading.value) return;
      try {
        const page = await ask(shown, { cursor: null, limit: pageSize });
        if (filters.value !== shown) return;
        const top = list.items.value[0]?.number ?? 0;
        update(page.items);
        newer.value = page.items.filter(({ number }) => number > top);
      } catch (error) {
        // The next look may succeed.
        if (!(error instanceof ApiError)) throw error;
      }
    },

    /** Puts the newer chats where they belong. When there are more than a page of them, the list begins anew. */
    showNewer(): void {
      const { items } = list;
      if (newer.value.length >= pageSize || items.value === null) void list.reload();
      else items.value = [...newer.value, ...items.value];
      newer.value = [];
    },
  };
}

export type HistoryStore = ReturnType<typeof createHistoryStore>;
