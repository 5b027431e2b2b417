import { comparable } from '../domain/folding';
import { allDigitsOf, writtenIn } from '../domain/words';
import { literally } from './literally';
import { stemOf } from './word-forms';

/** What a row is found by: its texts as they are looked for, then the forms of their words, and their numbers without separators. */
export interface Findable {
  findKey: string;
}

/** Before what the forms of a word have in common; nobody types it. */
const form = '\u0001';

export function findKeyOf(...texts: string[]): string {
  const text = texts.join('\n');
  const { words, numbers } = writtenIn(text);
  const forms = words.flatMap((word) => formOf(word) ?? []);
  const whole = numbers.filter(({ groups }) => groups.length > 1).map(allDigitsOf);
  return [comparable(text), ...new Set([...forms, ...whole])].join(' ');
}

function formOf(word: { folded: string; written: string }): string | null {
  const stem = stemOf(word);
  return stem === null ? null : `${form}${stem}${form}`;
}

interface Holding {
  findKey: { $regex: string };
}

/** Rows whose texts hold every word of the search, or what is given of a word, or another form of it; an empty search leaves all. */
export function holding(q: string): { $and?: Array<{ $or: Array<{ $and: Holding[] }> }> } {
  const parts = q.split(/\s+/).filter((part) => comparable(part) !== '');
  if (parts.length === 0) return {};
  const byWords = parts.map((part) => anyOf(comparable(part), ...formsIn(part)));
  const asNumber = /^\+?[\p{Nd}\s().-]+$/u.test(q.trim()) ? writtenIn(q).numbers.map(allDigitsOf) : [];
  const ways = [byWords, asNumber.map((one) => anyOf(one))].filter((way) => way.length > 0);
  return { $and: [{ $or: ways.map((way) => ({ $and: way })) }] };
}

/** Of a part that is one word. */
function formsIn(part: string): string[] {
  const { words } = writtenIn(part);
  const [only] = words;
  return only === undefined || words.length > 1 ? [] : [formOf(only)].filter((one) => one !== null);
}

function anyOf(...texts: string[]): Holding {
  return { findKey: { $regex: texts.map(literally).join('|') } };
}
