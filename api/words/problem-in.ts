import type { Language } from '../../domain/languages';
import { detailOf } from '../../domain/problem';
import type { ProblemDocument } from '../../domain/problem-document';
import { sayIn } from './languages';
import { russianTitles } from './russian/titles';

const titles: Readonly<Record<string, string>> = russianTitles;

/** The same problem in a language: codes, types and the fields' paths stay. */
export function problemIn(language: Language, document: ProblemDocument): ProblemDocument {
  if (language === 'en') return document;
  const { title, detail, code, errors } = document;
  const translated = { ...document, title: titles[code] ?? title, detail: sayIn(language, detail) };
  if (errors === undefined) return translated;
  const fields = Object.entries(errors).map(([field, words]) => [field, sayIn(language, words)] as const);
  const summary = fields.map(([field, words]) => `${field}: ${words.replace(/\.$/, '')}`).join('; ');
  return {
    ...translated,
    ...(detail === detailOf(errors) && { detail: `${summary}.` }),
    errors: Object.fromEntries(fields),
  };
}
