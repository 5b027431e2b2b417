import { z } from 'zod';
import { Problem } from '../../domain/problem';
import type { AuditFilter } from '../../storage/audit-log';
import type { ApiDeps } from '../deps';
import { listOf, pageOf, pageQuery, readCursor } from '../http/paging';
import { ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { isSettingCode } from '../setting-values';
import { auditEntryShape } from '../shapes/audit';
import { showEntries } from '../show-entries';

const position = z.tuple([z.coerce.date(), z.string()]);
const time = z.iso.datetime({ offset: true }).optional();

/** Who administered what, and who read others' chats (domain 1.11, 9). */
export function auditRoutes({ storage }: Pick<ApiDeps, 'storage'>): Route[] {
  const tag = 'Audit log';

  async function page(filter: AuditFilter, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
    const at = readCursor(cursor, position);
    const before = at && { at: at[0], id: at[1] };
    const rows = await storage.auditLog.list(filter, { before, limit: limit + 1 });
    const { items, nextCursor } = pageOf(rows, limit, (entry) => [entry.at, entry.id]);
    return ok({ items: await showEntries(storage, items), nextCursor });
  }

  return [
    route({
      method: 'GET',
      path: '/api/audit-log',
      operationId: 'GetAuditLog',
      summary: 'What was administered and whose chats were read, the newest first',
      tag,
      access: 'Administrator',
      query: z.strictObject({
        ...pageQuery,
        userId: z.string().optional().meta({ description: 'Who did it.' }),
        what: z.string().optional().meta({ description: 'The operationId of what was done, or `ReadChat`.' }),
        subjectKind: z.string().optional().meta({ description: 'Such as `user`, `queue`, `channel`, `chat`.' }),
        subjectId: z.string().optional(),
        from: time.meta({ description: 'At this time or later.' }),
        to: time.meta({ description: 'Before this time.' }),
      }),
      responses: { 200: listOf(auditEntryShape) },
      async handle({ query: { limit, cursor, from, to, ...filter } }) {
        const between = { from: from === undefined ? from : new Date(from), to: to === undefined ? to : new Date(to) };
        return page({ ...filter, ...between }, { limit, cursor });
      },
    }),
    route({
      method: 'GET',
      path: '/api/settings/{code}/history',
      operationId: 'GetSettingHistory',
      summary: 'Who changed a setting, when, from what to what, the newest first',
      tag: 'Settings',
      access: 'CanManageChats',
      query: z.strictObject(pageQuery),
      responses: { 200: listOf(auditEntryShape) },
      problems: ['not_found'],
      async handle({ params: { code }, query }) {
        if (!isSettingCode(code)) throw new Problem('not_found', `There is no setting ${code}.`);
        return page({ subjectKind: 'setting', subjectId: code }, query);
      },
    }),
  ];
}
