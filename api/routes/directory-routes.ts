import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { listOf, pageQuery } from '../http/paging';
import { ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { channelNameShape, queueNameShape } from '../shapes/directory';
import { createdPage, positionFrom } from './created-page';

/** Names that every operator chooses from: what chats are looked for by, and where they are transferred to. */
export function directoryRoutes({ storage }: Pick<ApiDeps, 'storage'>): Route[] {
  const tag = 'Directory';
  const query = z.strictObject(pageQuery);
  return [
    route({
      method: 'GET',
      path: '/api/directory/channels',
      operationId: 'GetChannelNames',
      summary: 'Names of channels, in the order of their creation',
      tag,
      access: 'signedIn',
      query,
      responses: { 200: listOf(channelNameShape) },
      async handle({ query: { limit, cursor } }) {
        const rows = await storage.channels.list('', { limit: limit + 1, after: positionFrom(cursor) });
        return ok(createdPage(rows, limit, ({ id, name, provider }) => ({ id, name, provider })));
      },
    }),
    route({
      method: 'GET',
      path: '/api/directory/queues',
      operationId: 'GetQueueNames',
      summary: 'Names of queues, in the order of their creation',
      tag,
      access: 'signedIn',
      query,
      responses: { 200: listOf(queueNameShape) },
      async handle({ query: { limit, cursor } }) {
        const rows = await storage.queues.list('', { limit: limit + 1, after: positionFrom(cursor) });
        return ok(createdPage(rows, limit, ({ id, name }) => ({ id, name })));
      },
    }),
  ];
}
