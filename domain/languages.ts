/** The languages that people are told things in; the first is the one that the service's own sentences are written in. */
export const languages = ['en', 'ru'] as const;
export type Language = (typeof languages)[number];

/** Of a tag such as `ru-RU`: the language that there are words in, or the first. */
export function languageOrFirst(tag: string): Language {
  const [primary] = tag.toLowerCase().split('-');
  return languages.find((language) => language === primary) ?? languages[0];
}

/** What something is called, in every language: whoever adds it to Parley names it for all who read of it. */
export type Titles = Record<Language, string>;

/** One name for all, where there is no other. */
export function sameInAll(title: string): Titles {
  return { en: title, ru: title };
}
