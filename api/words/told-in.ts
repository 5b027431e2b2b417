import { type Language, languages } from '../../domain/languages';
import { sayIn } from './languages';

/**
 * The same value, with what the service tells in it said in a language: the reason of each `failure` and `refusal`, the detail of a channel's `health`,
 * the text of outcomes and notifications, which both have a `link`, and each `title` that is there in every language. Codes, what people
 * wrote, and all else stay.
 */
export function toldIn<V>(language: Language, value: V): V {
  return said(language, value) as V;
}

/** The field that holds words, by the name under which its object stands. */
const wordsUnder: Readonly<Record<string, string>> = { failure: 'reason', refusal: 'reason', health: 'detail' };

function said(language: Language, value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => said(language, one));
  if (!isPlain(value)) return value;
  if (name === 'title' && languages.every((one) => typeof value[one] === 'string')) return value[language];
  const words = wordsUnder[name] ?? ('link' in value ? 'text' : undefined);
  return Object.fromEntries(
    Object.entries(value).map(([field, held]) => [
      field,
      field === words && typeof held === 'string' ? sayIn(language, held) : said(language, held, field),
    ]),
  );
}

/** What JSON has as an object by itself: a date is none. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
