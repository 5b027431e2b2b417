import { z } from 'zod';
import { languageField, nameField } from '../shapes/common';

const fields = {
  name: nameField,
  settings: z.record(z.string(), z.unknown()),
  active: z.boolean(),
  queueId: z.string().nullable(),
  language: languageField,
};

export const newChannel = z.strictObject({
  provider: z.string(),
  name: fields.name.optional().meta({ description: 'Without it the messenger’s own.' }),
  settings: fields.settings.default({}),
  active: fields.active.default(false),
  queueId: fields.queueId.default(null),
  language: fields.language.optional().meta({ description: 'Without it that of the installation.' }),
});

export const changedChannel = z.strictObject(fields).partial();
