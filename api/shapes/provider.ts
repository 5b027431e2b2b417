import { z } from 'zod';

export const providerShape = z
  .object({
    code: z.string(),
    title: z.string(),
    settingsSchema: z
      .record(z.string(), z.unknown())
      .meta({ description: 'A JSON schema; `writeOnly` fields are secrets.' }),
  })
  .meta({ id: 'Provider' });
