import { z } from 'zod';
import { nameField } from '../shapes/common';

const language = z
  .string()
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en, de or pt-BR')
  .max(35);

const fields = {
  name: nameField,
  settings: z.record(z.string(), z.unknown()),
  active: z.boolean(),
  queueId: z.string().nullable(),
  language,
};

export const newChannel = z.strictObject({
  provider: z.string(),
  name: fields.name.optional().meta({ description: 'Without it the messenger’s own.' }),
  settings: fields.settings.default({}),
  active: fields.active.default(false),
  queueId: fields.queueId.default(null),
  language: language.default('en'),
});

export const changedChannel = z.strictObject(fields).partial();
