import { defineWords } from './define-words';
import { en } from './en';
import type { Language } from './language';
import { ru } from './ru';

/** The words that every area uses. */
export const words = defineWords({ en, ru });

/** Each language by its own name, whichever is chosen. */
export const languageNames: Record<Language, string> = { en: en.languageName, ru: ru.languageName };
