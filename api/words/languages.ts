import type { Language } from '../../domain/languages';
import { russian } from './russian';
import { createTranslator } from './translator';

const inRussian = createTranslator(russian);

/** The service's own sentences in a language; what they hold of others' words stays as it is. */
export function sayIn(language: Language, text: string): string {
  return language === 'en' ? text : inRussian(text);
}
