import { z } from 'zod';
import { Problem } from '../../domain/problem';
import type { ApiDeps } from '../deps';
import { listOf, pageOf, pageQuery, readCursor } from '../http/paging';
import { noContent, ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { notificationShape } from '../shapes/notification';

const position = z.tuple([z.coerce.date(), z.string()]);

/** What processes and channels tell users beside their chats (domain 5.2, 1.2). */
export function notificationRoutes({ storage, views }: Pick<ApiDeps, 'storage' | 'views'>): Route[] {
  const tag = 'Notifications';

  return [
    route({
      method: 'GET',
      path: '/api/notifications',
      operationId: 'GetNotifications',
      summary: 'Your notifications, newest first; kept for 90 days',
      tag,
      access: 'signedIn',
      query: z.strictObject({ ...pageQuery, unread: z.stringbool().default(false) }),
      responses: { 200: listOf(notificationShape) },
      async handle({ query, user }) {
        const at = readCursor(query.cursor, position);
        const before = at && { createdAt: at[0], id: at[1] };
        const of = { userId: user.id, isUnread: query.unread };
        const rows = await storage.notifications.ofUser(of, { before, limit: query.limit + 1 });
        const page = pageOf(rows, query.limit, ({ createdAt, id }) => [createdAt, id]);
        return ok({ ...page, items: page.items.map(views.notification) });
      },
    }),
    route({
      method: 'POST',
      path: '/api/notifications/{id}/read',
      operationId: 'MarkNotificationAsRead',
      summary: 'A notification of yours was read',
      tag,
      access: 'signedIn',
      responses: { 204: null },
      problems: ['not_found'],
      async handle({ params, user }) {
        if (!(await storage.notifications.markRead({ userId: user.id, id: params.id })))
          throw new Problem('not_found', 'You have no such notification.');
        return noContent;
      },
    }),
    route({
      method: 'POST',
      path: '/api/notifications/read',
      operationId: 'MarkNotificationsAsRead',
      summary: 'All your notifications were read',
      tag,
      access: 'signedIn',
      responses: { 204: null },
      async handle({ user }) {
        await storage.notifications.markRead({ userId: user.id });
        return noContent;
      },
    }),
  ];
}
