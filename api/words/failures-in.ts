import { type Language, sayIn } from './languages';

/** The same value, with the reason of each `failure` in it said in a language; their codes, and all else, stay. */
export function failuresIn<V>(language: Language, value: V): V {
  return language === 'en' ? value : (said(language, value) as V);
}

function said(language: Language, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => said(language, one));
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [
      name,
      name === 'failure' && isFailure(held) ? { ...held, reason: sayIn(language, held.reason) } : said(language, held),
    ]),
  );
}

/** What JSON has as an object by itself: a date is none. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function isFailure(value: unknown): value is { reason: string } {
  return isPlain(value) && typeof value.reason === 'string';
}
