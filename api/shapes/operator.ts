import { z } from 'zod';
import { operatorStatuses, operatorStatusReasons } from '../../domain/operator';
import { timeShape } from './common';

const named = z.object({ id: z.string(), name: z.string() });
const count = z.number().int();

export const operatorShape = named
  .extend({
    status: z.enum(operatorStatuses),
    reason: z.enum(operatorStatusReasons),
    changedAt: timeShape,
    load: count.meta({ description: 'Chats in work and offers.' }),
    limit: count,
    queueIds: z.array(z.string()),
  })
  .meta({ id: 'Operator' });

export const queueViewShape = z
  .object({
    queue: named,
    waiting: count,
    offered: count,
    active: count,
    bot: count,
    oldestWaitingSince: timeShape.nullable().meta({ description: 'When the oldest waiting chat began.' }),
    operators: z.array(operatorShape),
  })
  .meta({ id: 'QueueView' });
