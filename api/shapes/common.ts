import { z } from 'zod';
import { sameInAll, type Titles } from '../../domain/languages';

/** A name that people read. */
export const nameField = z.string().trim().min(1).max(200);

/** What something is called: kept in every language, and told in the caller's (`words/told-in.ts`). */
export const titleShape = z.custom<string | Titles>().transform(String).meta({ type: 'string' });

/** The same in every language, for whoever changes it. */
export const titlesShape = z.strictObject({ en: nameField, ru: nameField });

/** One title for all languages, or one for each. */
export const titleField = z
  .union([nameField, titlesShape], { error: 'must be a text, or one in every language: {"en": …, "ru": …}' })
  .transform((given): Titles => (typeof given === 'string' ? sameInAll(given) : given));

/** ISO 8601 in UTC. */
export const timeShape = z.iso.datetime();

/** Such as `en`, `de` or `pt-BR` (BCP 47). */
export const languageField = z
  .string()
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en, de or pt-BR')
  .max(35);
