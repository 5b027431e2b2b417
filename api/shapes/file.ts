import { z } from 'zod';

export const fileShape = z
  .object({
    id: z.string(),
    fileName: z.string(),
    mediaType: z.string(),
    size: z.int().meta({ description: 'Bytes.' }),
    url: z.string().meta({ description: 'Short-lived; needs no header.' }),
  })
  .meta({ id: 'File' });
