import { detailOf } from '../../domain/problem';
import type { ProblemDocument } from '../../domain/problem-document';
import { russian } from './russian';
import { russianTitles } from './russian/titles';
import { createTranslator } from './translator';

/** The languages that problems are told in; the first is the one they are written in. */
export const languages = ['en', 'ru'] as const;
export type Language = (typeof languages)[number];

const translate = createTranslator(russian);
const titles: Readonly<Record<string, string>> = russianTitles;

/** The same problem in a language: codes, types and the fields' paths stay. */
export function problemIn(language: Language, document: ProblemDocument): ProblemDocument {
  if (language === 'en') return document;
  const { title, detail, code, errors } = document;
  const translated = { ...document, title: titles[code] ?? title, detail: translate(detail) };
  if (errors === undefined) return translated;
  const fields = Object.entries(errors).map(([field, words]) => [field, translate(words)] as const);
  const summary = fields.map(([field, words]) => `${field}: ${words.replace(/\.$/, '')}`).join('; ');
  return {
    ...translated,
    ...(detail === detailOf(errors) && { detail: `${summary}.` }),
    errors: Object.fromEntries(fields),
  };
}
