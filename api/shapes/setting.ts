import { z } from 'zod';

const value = z.union([z.string(), z.number()]);

export const settingShape = z
  .object({
    code: z.string(),
    value: value.nullable().meta({ description: 'null: set, and never told.' }),
    default: value,
    isSet: z.boolean(),
    url: z
      .string()
      .nullable()
      .optional()
      .meta({ description: 'Of the sound; short-lived, needs no header. null: no sound.' }),
  })
  .meta({ id: 'Setting' });
