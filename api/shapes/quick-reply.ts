import { z } from 'zod';

export const quickReplyShape = z
  .object({ id: z.string(), title: z.string(), text: z.string(), language: z.string() })
  .meta({ id: 'QuickReply' });
