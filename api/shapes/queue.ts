import { z } from 'zod';
import { titleShape } from './common';

const memberShape = z.union([z.strictObject({ userId: z.string() }), z.strictObject({ roleId: z.string() })], {
  error: 'Give either {"userId": …} or {"roleId": …}.',
});

export const memberList = z.array(memberShape).max(1_000);

export const routingRuleShape = z.object({ code: z.string(), title: titleShape }).meta({ id: 'RoutingRule' });

export const queueShape = z
  .object({
    id: z.string(),
    name: z.string(),
    routingRule: z.string().meta({ description: 'Code of a routing rule.' }),
    completionTimeoutMinutes: z.number().nullable().meta({
      description:
        'A chat completes by itself so many minutes after its last outgoing message, whatever the client has written since; before the first one nothing runs. Fractions allowed; null: never.',
    }),
    keepOpenWhileUnanswered: z.boolean(),
    operators: memberList,
  })
  .meta({ id: 'Queue' });
