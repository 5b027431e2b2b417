import { type Case, type Dossier, type Order, subjectOf } from '../../domain/dossier';
import type { ActivityDeps } from '../index';

interface Opening {
  /** The id of what is opened: asked again, it is the same one. */
  runId: string;
  chatId: string;
  /** The chat has none of its kind yet. */
  isFirst: boolean;
}

/** Ids and numbers, and nothing of the client's: it crosses a history. */
interface Found<S> {
  id: string;
  number: number;
  status: S;
  link: string;
}

interface Opened<S> extends Found<S> {
  /** Whether it was opened for this run. */
  isNew: boolean;
}

/** Cases and orders of chats. The client's words go from row to row in here (domain 9.1). */
export function createDossierSteps({ storage }: Pick<ActivityDeps, 'storage'>) {
  const caseLink = (id: string) => `/api/cases/${id}`;
  const orderLink = (id: string) => `/api/orders/${id}`;

  return {
    /** The chat's last case. */
    findCase: async ({ chatId }: { chatId: string }): Promise<Found<Case['status']> | null> =>
      seen(await storage.cases.lastOf({ chatId }), caseLink),

    /** The last order of a chat, or of all chats of a contact. */
    findOrder: async (of: { chatId: string } | { contactId: string }): Promise<Found<Order['status']> | null> =>
      seen(await storage.orders.lastOf(of), orderLink),

    /** Null when the chat is gone. */
    openCase: async ({ runId, chatId, isFirst }: Opening): Promise<Opened<Case['status']> | null> => {
      const fresh = await draftOf({ runId, chatId });
      if (fresh === null) return null;
      const opened = await storage.cases.open({ ...fresh, status: 'open' }, { isFirst });
      return { ...found(opened, caseLink), isNew: opened.id === runId };
    },

    openOrder: async ({ runId, chatId, isFirst }: Opening): Promise<Opened<Order['status']> | null> => {
      const fresh = await draftOf({ runId, chatId });
      if (fresh === null) return null;
      const opened = await storage.orders.open({ ...fresh, status: 'new' }, { isFirst });
      return { ...found(opened, orderLink), isNew: opened.id === runId };
    },
  };

  async function draftOf({ runId, chatId }: Pick<Opening, 'runId' | 'chatId'>) {
    const [run, chat, firstText] = await Promise.all([
      storage.processRuns.get(runId),
      storage.chats.get(chatId),
      storage.messages.firstText(chatId),
    ]);
    if (run === null || chat === null) return null;
    return {
      id: runId,
      subject: subjectOf(chat, firstText),
      notes: '',
      contactId: chat.contactId,
      chatId,
      queueId: chat.queueId,
      operatorId: run.startedBy,
      createdAt: new Date(),
      history: [],
    };
  }
}

function seen<S extends string>(dossier: Dossier<S> | null, linkOf: (id: string) => string): Found<S> | null {
  return dossier && found(dossier, linkOf);
}

function found<S extends string>({ id, number, status }: Dossier<S>, linkOf: (id: string) => string): Found<S> {
  return { id, number, status, link: linkOf(id) };
}
