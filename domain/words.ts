import { apostrophes, fold } from './folding';
import { startOfGrapheme } from './graphemes';

/** Part of a text: UTF-16 units, the end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** A word of a text, folded. */
export interface Word extends Span {
  kind: 'word';
  folded: string;
  /** In small letters, with its accents: forms are told by them. */
  written: string;
  /** Of a script that writes words without spaces. */
  isUnspaced: boolean;
}

/** Words with hyphens or apostrophes between them, as people write them without. */
export interface Compound extends Span {
  kind: 'compound';
  folded: string;
}

/** Digits that stand together, whatever parts them: `+380 (50) 123-45-67` is one number. */
export interface NumberRun extends Span {
  /** Whether it was written as one number, rather than as some that follow one another. */
  isOne: boolean;
  groups: Array<Span & { digits: string }>;
}

/** A number without what parts its groups. */
export function allDigitsOf({ groups }: Pick<NumberRun, 'groups'>): string {
  return groups.map(({ digits }) => digits).join('');
}

export function isWithin(one: Span, other: Span): boolean {
  return one.start >= other.start && one.end <= other.end;
}

export interface Written {
  words: Word[];
  compounds: Compound[];
  numbers: NumberRun[];
}

const hidden = '\\u00ad\\u200c\\u200d\\u2060';
/** U+02BC is a letter to Unicode, and an apostrophe to those who write Ukrainian. */
const notAnApostrophe = `(?![${apostrophes}])`;
const part = `${notAnApostrophe}[\\p{L}\\p{M}\\p{N}](?:${notAnApostrophe}[\\p{L}\\p{M}\\p{N}${hidden}])*`;
const parts = new RegExp(part, 'gu');
const compounds = new RegExp(`${part}(?:[${apostrophes}\\-\\u2010\\u2011]${part})+`, 'gu');
/** Scripts that write words without spaces: a dictionary has to part them. */
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;
const dictionary = new Intl.Segmenter('en', { granularity: 'word' });

const space = '[^\\S\\r\\n]';
/** Between groups of digits of one number. A comma with a space parts two. */
const betweenGroups = `(?:${space}?[()\\-\\u2010-\\u2014]{1,2}${space}?|[.,/${apostrophes}]|${space})`;
const numbers = new RegExp(`\\+?\\(?\\p{Nd}+(?:${betweenGroups}\\p{Nd}+)*`, 'gu');
/** More are a table, not a number. */
const mostGroups = 12;

/** The words of a text in whatever language, and the numbers in it, in their order; all else parts them. */
export function writtenIn(text: string): Written {
  return { words: wordsIn(text), compounds: compoundsIn(text), numbers: numbersIn(text) };
}

/** Letters and digits up to whatever else; with the words that a dictionary parts undivided. */
export function undividedIn(text: string): Array<Span & { letters: string; isUnspaced: boolean }> {
  return [...text.matchAll(parts)].map(({ 0: letters, index: start }) => {
    return { letters, isUnspaced: unspaced.test(letters), start, end: start + letters.length };
  });
}

function wordsIn(text: string): Word[] {
  return undividedIn(text).flatMap(({ letters, isUnspaced, start: index }) => {
    const segments = isUnspaced ? [...dictionary.segment(letters)] : [{ segment: letters, index: 0 }];
    return segments.flatMap(({ segment, index: within }) => {
      const [start, folded] = [index + within, fold(segment)];
      if (folded === '') return [];
      const written = segment.normalize('NFC').toLowerCase();
      return { kind: 'word' as const, folded, written, isUnspaced, start, end: start + segment.length };
    });
  });
}

export function compoundsIn(text: string): Compound[] {
  return [...text.matchAll(compounds)].map(({ 0: whole, index }) => ({
    kind: 'compound',
    folded: fold([...whole.matchAll(parts)].map(([one]) => one).join('')),
    start: index,
    end: index + whole.length,
  }));
}

function numbersIn(text: string): NumberRun[] {
  return [...text.matchAll(numbers)]
    .map(({ 0: whole, index }) => {
      const groups = [...whole.matchAll(/\p{Nd}+/gu)].map(({ 0: digits, index: within }) => {
        const start = index + within;
        return { digits: fold(digits), start, end: start + digits.length };
      });
      const isOne = /[^\p{Nd}\s]/u.test(whole);
      return { isOne, groups, start: index, end: index + whole.length };
    })
    .filter(({ groups }) => groups.length <= mostGroups);
}

const snippetLength = 240;
/** Before the first word found: it stands in the first line or two, wherever an excerpt is shown. */
const lead = { longest: 60, shortened: 40 };
const cut = '…';

/** The part of a text around the first place, with the places in it. */
export function snippetOf(text: string, places: Span[]): { text: string; highlights: Span[] } {
  const from = beginningBefore(text, places[0]?.start ?? 0);
  const to = startOfGrapheme(text, Math.min(text.length, from + snippetLength));
  const before = from > 0 ? cut : '';
  const shown = places.filter(({ start, end }) => start >= from && end <= to);
  const by = before.length - from;
  return {
    text: `${before}${text.slice(from, to)}${to < text.length ? cut : ''}`,
    highlights: shown.map(({ start, end }) => ({ start: start + by, end: end + by })),
  };
}

/** Where an excerpt begins: with a word, if one begins shortly before the place. */
function beginningBefore(text: string, place: number): number {
  if (place <= lead.longest) return 0;
  const from = startOfGrapheme(text, place - lead.shortened);
  const space = text.slice(from, place).search(/\s/);
  return space === -1 ? from : from + space + 1;
}
