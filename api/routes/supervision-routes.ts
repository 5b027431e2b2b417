import { z } from 'zod';
import type { Operator } from '../../domain/operator';
import { listOf, pageOf, pageQuery, readCursor } from '../http/paging';
import { ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { operatorShape, queueViewShape } from '../shapes/operator';
import type { ChatRouteDeps } from './chat-routes';
import { createdPage, positionFrom } from './created-page';

const tag = 'Operators';
const byName = z.tuple([z.string(), z.string()]);

/** For those who watch over queues, and for those who look for somebody to give a chat to. */
export function supervisionRoutes({ storage }: Pick<ChatRouteDeps, 'storage'>): Route[] {
  const show = (limit: number) => (operator: Operator) => ({
    ...{ id: operator.id, name: operator.name, status: operator.status, reason: operator.reason },
    ...{ changedAt: operator.changedAt.toISOString(), load: operator.load, limit, queueIds: operator.queueIds },
  });

  return [
    route({
      method: 'GET',
      path: '/api/operators',
      operationId: 'GetOperators',
      summary: 'Operators by name, with status and load: those whom a chat can be transferred to',
      tag,
      access: 'signedIn',
      query: z.strictObject({ ...pageQuery, queueId: z.string().optional() }),
      responses: { 200: listOf(operatorShape) },
      async handle({ query }) {
        const at = readCursor(query.cursor, byName);
        const after = at && { name: at[0], id: at[1] };
        const rows = await storage.operators.list({ queueId: query.queueId }, { after, limit: query.limit + 1 });
        const page = pageOf(rows, query.limit, ({ name, id }) => [name, id]);
        return ok({ ...page, items: page.items.map(show(await storage.settings.get('SimultaneousChats'))) });
      },
    }),

    route({
      method: 'GET',
      path: '/api/supervision/queues',
      operationId: 'GetQueueViews',
      summary: 'How queues stand: what waits and since when, and their operators with status and load',
      tag,
      access: 'CanManageChats',
      query: z.strictObject(pageQuery),
      responses: { 200: listOf(queueViewShape) },
      async handle({ query }) {
        const rows = await storage.queues.list('', { limit: query.limit + 1, after: positionFrom(query.cursor) });
        const ids = rows.map(({ item }) => item.id);
        const [chats, operators, limit] = await Promise.all([
          storage.chats.openByQueue(ids),
          storage.operators.ofQueues(ids),
          storage.settings.get('SimultaneousChats'),
        ]);
        return ok(
          createdPage(rows, query.limit, ({ id, name }) => {
            const open = chats.get(id) ?? { waiting: 0, offered: 0, active: 0, bot: 0, oldestWaitingSince: null };
            return {
              queue: { id, name },
              ...{ waiting: open.waiting, offered: open.offered, active: open.active, bot: open.bot },
              oldestWaitingSince: open.oldestWaitingSince?.toISOString() ?? null,
              operators: operators.filter(({ queueIds }) => queueIds.includes(id)).map(show(limit)),
            };
          }),
        );
      },
    }),
  ];
}
