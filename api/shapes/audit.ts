import { z } from 'zod';
import { type AuditEntry, auditOutcomes } from '../../domain/audit';
import type { Storage } from '../../storage/storage';
import { timeShape } from './common';

const state = z.record(z.string(), z.unknown()).nullable();

export const auditEntryShape = z
  .object({
    id: z.string(),
    at: timeShape,
    user: z
      .object({ id: z.string(), name: z.string() })
      .nullable()
      .meta({ description: 'null: Parley did it by itself.' }),
    what: z.string().meta({ description: 'The operationId of what was done; `ReadChat` for reading another’s chat.' }),
    subject: z.object({ kind: z.string(), id: z.string() }),
    fields: z.array(z.string()).meta({ description: 'Names of the fields that were given, also of secret ones.' }),
    before: state.meta({ description: 'What differs, as it was; null: it was not there. Never a secret.' }),
    after: state.meta({ description: 'What differs, as it is since; null: it is gone.' }),
    outcome: z
      .enum(auditOutcomes)
      .meta({ description: '`asked`: a crash or a silent part left it unknown whether it was done.' }),
  })
  .meta({ id: 'AuditEntry' });

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
