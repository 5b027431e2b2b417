import { type ReadonlySignal, signal } from '@preact/signals';
import { ApiError, isAborted } from '../app/api-error';
import type { Services } from '../app/services';
import type { Case, Chat, ContactDetails, FoundChat, Order, Page } from '../app/types';

/** As many former chats as a card shows; the chats section has all. */
const shownChats = 10;
const shownDossiers = 50;

export interface ContactView {
  contact: ContactDetails;
  /** Newest first. */
  chats: FoundChat[];
  hasMoreChats: boolean;
  cases: Case[];
  orders: Order[];
}

export interface ContactChange {
  name?: string;
  firstName?: string | null;
  lastName?: string | null;
  phone?: string | null;
}

/** One contact with what belongs to it. `leave` ends it. */
export function createContactStore(
  { api, live }: Pick<Services, 'api' | 'live'>,
  contactId: string,
  onChanged: () => void = () => undefined,
) {
  const view = signal<ContactView | null>(null);
  const error = signal<ApiError | null>(null);
  let underWay = new AbortController();

  async function load(): Promise<void> {
    underWay.abort();
    const mine = new AbortController();
    underWay = mine;
    const query = { contactId, limit: shownDossiers };
    try {
      const options = { signal: mine.signal };
      const [contact, chats, cases, orders] = await Promise.all([
        api.get<ContactDetails>(`/api/contacts/${contactId}`, options),
        api.get<Page<FoundChat>>('/api/chats', { ...options, query: { view: 'all', contactId, limit: shownChats } }),
        api.get<Page<Case>>('/api/cases', { ...options, query }),
        api.get<Page<Order>>('/api/orders', { ...options, query }),
      ]);
      if (mine.signal.aborted) return;
      error.value = null;
      view.value = {
        contact,
        chats: chats.items,
        hasMoreChats: chats.nextCursor !== null,
        cases: cases.items,
        orders: orders.items,
      };
    } catch (caught) {
      if (mine.signal.aborted || isAborted(caught)) return;
      if (!(caught instanceof ApiError)) throw caught;
      error.value = caught;
      if (caught.code === 'not_found') view.value = null;
    }
  }

  function changed(contact: ContactDetails): void {
    if (view.value !== null) view.value = { ...view.value, contact };
  }

  /** Something was written in a chat that is shown, as happens all the time: that alone is no reason to load everything. */
  function written(chat: Chat): boolean {
    const known = view.value?.chats.find(({ id }) => id === chat.id);
    const { name, photoUrl } = view.value?.contact ?? {};
    const isSame = known?.status === chat.status && name === chat.contact.name && photoUrl === chat.contact.photoUrl;
    if (view.value === null || !isSame) return false;
    const chats = view.value.chats.map((one) => (one.id === chat.id ? { ...one, ...chat } : one));
    view.value = { ...view.value, chats };
    return true;
  }

  const ends = [
    live.keepLoaded(() => void load()),
    live.on('chat.updated', ({ chat }) => {
      if (chat.contact.id === contactId && !written(chat)) void load();
    }),
    live.on('chat.completed', ({ chat }) => {
      if (chat.contact.id === contactId) void load();
    }),
    live.on('process.finished', ({ process }) => {
      if (view.value?.chats.some(({ id }) => id === process.chatId)) void load();
    }),
  ];

  return {
    view: view as ReadonlySignal<ContactView | null>,
    error: error as ReadonlySignal<ApiError | null>,
    reload: load,

    async change(change: ContactChange): Promise<void> {
      changed(await api.patch<ContactDetails>(`/api/contacts/${contactId}`, change));
      onChanged();
    },

    /** The other one becomes part of this one. */
    async merge(otherId: string): Promise<void> {
      await api.post(`/api/contacts/${contactId}/merge`, { contactId: otherId });
      onChanged();
      await load();
    },

    async undoMerge(mergeId: string): Promise<void> {
      await api.post(`/api/contacts/${contactId}/merges/${mergeId}/undo`);
      onChanged();
      await load();
    },

    erase: () => api.delete(`/api/contacts/${contactId}`),

    leave(): void {
      underWay.abort();
      for (const end of ends) end();
    },
  };
}

export type ContactStore = ReturnType<typeof createContactStore>;
