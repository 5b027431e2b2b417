import { z } from 'zod';
import {
  type Case,
  caseStatuses,
  changesBy,
  type Dossier,
  type DossierEdit,
  type Order,
  orderStatuses,
  subjectLength,
} from '../../domain/dossier';
import { Problem } from '../../domain/problem';
import { may, type User } from '../../domain/user';
import type { DossierStore } from '../../storage/dossiers';
import type { Recorder } from '../audit';
import type { ApiDeps } from '../deps';
import { listOf, pageOf, pageQuery, readCursor } from '../http/paging';
import { ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { caseShape, orderShape } from '../shapes/dossier';

type Deps = Pick<ApiDeps, 'storage' | 'consequences' | 'access' | 'views'>;

const notesLength = 10_000;

/** Cases of chats (domain 5.2). */
export function caseRoutes(deps: Deps): Route[] {
  const { list, read, edit } = createDossierHandlers<Case['status']>(deps, deps.storage.cases, 'case');
  const tag = 'Cases';
  const status = z.enum(caseStatuses);
  return [
    route({
      ...{ method: 'GET', path: '/api/cases', operationId: 'GetCases', tag, access: 'signedIn' },
      summary: 'Cases of the chats that you see, newest first',
      query: z.strictObject({ ...filters, status: status.optional() }),
      responses: { 200: listOf(caseShape) },
      handle: async ({ query, user }) => ok(await list(query, user)),
    }),
    route({
      ...{ method: 'GET', path: '/api/cases/{id}', operationId: 'GetCase', tag, access: 'signedIn' },
      summary: 'A case with its history',
      responses: { 200: caseShape },
      problems: ['not_found'],
      handle: async ({ params, user }) => ok(await read(params.id, user)),
    }),
    route({
      ...{ method: 'PATCH', path: '/api/cases/{id}', operationId: 'ChangeCase', tag, access: 'signedIn' },
      summary: 'Change the status, subject or notes of a case',
      body: z.strictObject({ ...texts, status: status.optional() }),
      responses: { 200: caseShape },
      problems: ['not_found'],
      handle: async ({ params, body, user, change }) => ok(await edit(params.id, body, { user, change })),
    }),
  ];
}

/** Orders of chats (domain 5.2). */
export function orderRoutes(deps: Deps): Route[] {
  const { list, read, edit } = createDossierHandlers<Order['status']>(deps, deps.storage.orders, 'order');
  const tag = 'Orders';
  const status = z.enum(orderStatuses);
  return [
    route({
      ...{ method: 'GET', path: '/api/orders', operationId: 'GetOrders', tag, access: 'signedIn' },
      summary: 'Orders of the chats that you see, newest first',
      query: z.strictObject({ ...filters, status: status.optional() }),
      responses: { 200: listOf(orderShape) },
      handle: async ({ query, user }) => ok(await list(query, user)),
    }),
    route({
      ...{ method: 'GET', path: '/api/orders/{id}', operationId: 'GetOrder', tag, access: 'signedIn' },
      summary: 'An order with its history',
      responses: { 200: orderShape },
      problems: ['not_found'],
      handle: async ({ params, user }) => ok(await read(params.id, user)),
    }),
    route({
      ...{ method: 'PATCH', path: '/api/orders/{id}', operationId: 'ChangeOrder', tag, access: 'signedIn' },
      summary: 'Change the status, subject or notes of an order',
      body: z.strictObject({ ...texts, status: status.optional() }),
      responses: { 200: orderShape },
      problems: ['not_found'],
      handle: async ({ params, body, user, change }) => ok(await edit(params.id, body, { user, change })),
    }),
  ];
}

const filters = {
  ...pageQuery,
  contactId: z.string().optional(),
  chatId: z.string().optional(),
  queueId: z.string().optional().meta({ description: 'That its chat is in, or was in at last.' }),
  operatorId: z.string().optional().meta({ description: 'Who had it opened.' }),
};

const texts = {
  subject: z.string().trim().min(1).max(subjectLength).optional(),
  notes: z.string().max(notesLength).optional(),
};

interface Query<S> {
  limit: number;
  cursor?: string | undefined;
  status?: S | undefined;
  contactId?: string | undefined;
  chatId?: string | undefined;
  queueId?: string | undefined;
  operatorId?: string | undefined;
}

/**
 * An administrator sees all; an operator those of the chats that he sees, and those that he had opened. To others it is as if they were
 * not there.
 */
function createDossierHandlers<S extends string>(deps: Deps, store: DossierStore<S>, word: 'case' | 'order') {
  const { storage, views, access } = deps;

  const queuesOf = async (user: User) => (await storage.operators.get(user.id))?.queueIds ?? [];

  async function seesChat(user: User, chatId: string): Promise<boolean> {
    const chat = await storage.chats.get(chatId);
    return chat !== null && access.sees(user, chat);
  }

  async function sees(user: User, { chatId, queueId, operatorId }: Dossier): Promise<boolean> {
    if (may(user, 'Administrator') || operatorId === user.id) return true;
    return (await queuesOf(user)).includes(queueId) || seesChat(user, chatId);
  }

  async function eyesOf(user: User, chatId: string | undefined) {
    if (may(user, 'Administrator') || (chatId !== undefined && (await seesChat(user, chatId)))) return undefined;
    const [queueIds, inWork] = await Promise.all([queuesOf(user), storage.chats.inWorkOf(user.id)]);
    return { queueIds, chatIds: inWork.map(({ id }) => id), operatorId: user.id };
  }

  async function visible(dossier: Dossier<S> | null, user: User): Promise<Dossier<S>> {
    if (dossier === null || !(await sees(user, dossier))) throw new Problem('not_found', `There is no such ${word}.`);
    return dossier;
  }

  async function show(dossier: Dossier<S>) {
    const [view] = await views.dossiers([dossier]);
    if (view === undefined) throw new Error('what is there has a view');
    return view;
  }

  return {
    async list({ limit, cursor, ...filter }: Query<S>, user: User) {
      const seenBy = await eyesOf(user, filter.chatId);
      const before = readCursor(cursor, z.number());
      const rows = await store.list({ ...filter, seenBy }, { before, limit: limit + 1 });
      const page = pageOf(rows, limit, ({ number }) => number);
      return { ...page, items: await views.dossiers(page.items) };
    },

    read: async (id: string, user: User) => show(await visible(await store.get(id), user)),

    async edit(id: string, edit: DossierEdit<S>, { user, change }: { user: User; change: Recorder['change'] }) {
      const dossier = await change(async ({ tx }) => {
        const before = await visible(await store.get(id, tx), user);
        const changes = changesBy(before, edit, { at: new Date(), userId: user.id });
        return changes.length === 0 ? before : store.change(id, edit, changes, tx);
      });
      return show(await visible(dossier, user));
    },
  };
}
