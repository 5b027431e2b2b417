import { remembered } from '../app/remembered';

export const languages = ['en', 'ru'] as const;
export type Language = (typeof languages)[number];

function isLanguage(text: string): text is Language {
  return (languages as readonly string[]).includes(text);
}

/** The first of the browser's languages that there are words for. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const [language = ''] = tag.toLowerCase().split('-');
    if (isLanguage(language)) return language;
  }
  return 'en';
}

/** The language of everything that is shown; a choice is remembered in this browser. */
export const language = remembered<Language>('parley.language', {
  read: (text) => (isLanguage(text) ? text : null),
  otherwise: () => preferredLanguage(globalThis.navigator?.languages ?? []),
});

/** The language with the country's ways of writing times and numbers, where the browser tells the country. */
export function locale(): string {
  const wanted = globalThis.navigator?.languages ?? [];
  return wanted.find((tag) => tag.toLowerCase().startsWith(`${language.value}-`)) ?? language.value;
}
