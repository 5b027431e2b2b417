import { z } from 'zod';

export const problemShape = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'A sentence for people.' }),
    code: z.string().meta({ description: 'A stable word.' }),
    errors: z.record(z.string(), z.string()).optional().meta({ description: 'What is wrong, by field.' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });
