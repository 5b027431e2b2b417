import { z } from 'zod';

export const queueNameShape = z.object({ id: z.string(), name: z.string() }).meta({ id: 'QueueName' });

export const channelNameShape = z
  .object({ id: z.string(), name: z.string(), provider: z.string() })
  .meta({ id: 'ChannelName' });
