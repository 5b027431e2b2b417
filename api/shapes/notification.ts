import { z } from 'zod';

export const notificationShape = z
  .object({
    id: z.string(),
    text: z.string(),
    link: z.string().nullable().meta({ description: 'A path of this interface.' }),
    chatId: z.string().nullable().meta({ description: 'Null for one that is about no chat.' }),
    createdAt: z.iso.datetime(),
    readAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Notification' });
