import type { z } from 'zod';
import type { AuditEntry } from '../domain/audit';
import type { Storage } from '../storage/storage';
import type { auditEntryShape } from './shapes/audit';

/** Entries of the audit log with the names of those who did it. */
export async function showEntries(
  { users }: Pick<Storage, 'users'>,
  entries: AuditEntry[],
): Promise<Array<z.input<typeof auditEntryShape>>> {
  const names = await users.names([...new Set(entries.flatMap(({ userId }) => userId ?? []))]);
  return entries.map(({ userId, at, before, after, ...entry }) => ({
    ...entry,
    at: at.toISOString(),
    user: userId === null ? null : { id: userId, name: names.get(userId) ?? '' },
    before: before as Record<string, unknown> | null,
    after: after as Record<string, unknown> | null,
  }));
}
