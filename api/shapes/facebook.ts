import { z } from 'zod';

export const facebookPageShape = z
  .object({
    id: z.string(),
    name: z.string(),
    selectable: z.boolean(),
    reason: z.string().nullable().meta({ description: 'Why it cannot be connected.' }),
    channelId: z.string().nullable().meta({ description: 'The channel that it is already.' }),
  })
  .meta({ id: 'FacebookPage' });
