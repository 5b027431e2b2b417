import { z } from 'zod';
import { healthStatuses } from '../../domain/channel';
import { timeShape } from './common';

export const channelShape = z
  .object({
    id: z.string(),
    provider: z.string(),
    name: z.string(),
    source: z.string().meta({ description: 'Its id inside the messenger.' }),
    active: z.boolean(),
    queueId: z.string().nullable(),
    language: z.string(),
    verified: z.boolean(),
    settings: z.record(z.string(), z.unknown()).meta({ description: 'Without secrets, which are never returned.' }),
    health: z.object({ status: z.enum(healthStatuses), detail: z.string(), checkedAt: timeShape }),
  })
  .meta({ id: 'Channel' });
