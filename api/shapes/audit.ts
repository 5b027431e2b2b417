import { z } from 'zod';
import { auditOutcomes } from '../../domain/audit';
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
