import { z } from 'zod';

const memberShape = z.union([z.strictObject({ userId: z.string() }), z.strictObject({ roleId: z.string() })], {
  error: 'Give either {"userId": …} or {"roleId": …}.',
});

export const memberList = z.array(memberShape).max(1_000);

export const queueShape = z
  .object({
    id: z.string(),
    name: z.string(),
    routingRule: z.string().meta({ description: 'Code of a routing rule.' }),
    completionTimeoutMinutes: z.number().nullable().meta({ description: 'Fractions allowed; null: never.' }),
    keepOpenWhileUnanswered: z.boolean(),
    operators: memberList,
  })
  .meta({ id: 'Queue' });
