import { russian } from './russian';
import { createTranslator } from './translator';

/** The languages that callers can be told things in; the first is the one they are written in. */
export const languages = ['en', 'ru'] as const;
export type Language = (typeof languages)[number];

const inRussian = createTranslator(russian);

/** The service's own sentences in a language; what they hold of others' words stays as it is. */
export function sayIn(language: Language, text: string): string {
  return language === 'en' ? text : inRussian(text);
}
