import { type ReadonlySignal, signal } from '@preact/signals';
import { ApiError, isAborted } from '../app/api-error';
import type { Services } from '../app/services';
import type { Case, Chat, ChatDetails, Order, Page, ProcessRun } from '../app/types';

export interface ChatView {
  chat: ChatDetails;
  /** Newest first. */
  processes: ProcessRun[];
  cases: Case[];
  orders: Order[];
}

const shownAtMost = 50;

/** One chat of the chats section with what belongs to it. `leave` ends it. */
export function createChatStore({ api, live }: Pick<Services, 'api' | 'live'>, chatId: string) {
  const view = signal<ChatView | null>(null);
  const error = signal<ApiError | null>(null);
  let underWay = new AbortController();

  async function load(): Promise<void> {
    underWay.abort();
    const mine = new AbortController();
    underWay = mine;
    const options = { signal: mine.signal };
    const query = { chatId, limit: shownAtMost };
    try {
      const [chat, processes, cases, orders] = await Promise.all([
        api.get<ChatDetails>(`/api/chats/${chatId}`, options),
        api.get<Page<ProcessRun>>(`/api/chats/${chatId}/processes`, { ...options, query: { limit: shownAtMost } }),
        api.get<Page<Case>>('/api/cases', { ...options, query }),
        api.get<Page<Order>>('/api/orders', { ...options, query }),
      ]);
      if (mine.signal.aborted) return;
      error.value = null;
      view.value = { chat, processes: processes.items, cases: cases.items, orders: orders.items };
    } catch (caught) {
      if (mine.signal.aborted || isAborted(caught)) return;
      if (!(caught instanceof ApiError)) throw caught;
      // What is shown stays, unless it is gone.
      if (caught.code === 'not_found') view.value = null;
      error.value = caught;
    }
  }

  const reloadOf = ({ chat }: { chat: Chat }) => {
    if (chat.id === chatId) void load();
  };
  const ends = [
    live.keepLoaded(() => void load()),
    live.on('chat.updated', reloadOf),
    live.on('chat.completed', reloadOf),
    live.on('process.started', ({ process }) => {
      if (process.chatId === chatId) void load();
    }),
    live.on('process.finished', ({ process }) => {
      if (process.chatId === chatId) void load();
    }),
  ];

  return {
    view: view as ReadonlySignal<ChatView | null>,
    error: error as ReadonlySignal<ApiError | null>,
    reload: load,

    /** An open chat of somebody else's is told of by no event. */
    async refresh(): Promise<void> {
      if (view.value !== null && view.value.chat.status !== 'completed') await load();
    },

    async close(): Promise<void> {
      await api.post(`/api/chats/${chatId}/close`);
      await load();
    },

    leave(): void {
      underWay.abort();
      for (const end of ends) end();
    },
  };
}

export type ChatStore = ReturnType<typeof createChatStore>;
