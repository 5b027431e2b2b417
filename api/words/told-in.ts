import { type Language, sayIn } from './languages';

/**
 * The same value, with what the service tells in it said in a language: the reason of each `failure`, and the text of outcomes
 * and notifications, which both have a `link`. Codes, what people wrote, and all else stay.
 */
export function toldIn<V>(language: Language, value: V): V {
  return language === 'en' ? value : (said(language, value) as V);
}

function said(language: Language, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => said(language, one));
  if (!isPlain(value)) return value;
  if (typeof value.text === 'string' && 'link' in value) return { ...value, text: sayIn(language, value.text) };
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
