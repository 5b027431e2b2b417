import { allDigitsOf, type Compound, isWithin, type NumberRun, type Span, type Word, writtenIn } from '../domain/words';
import { notationsOf } from './phone-number';
import { stemOf } from './word-forms';

/** Groups of digits that follow one another, as one number; `before`: digits of it that an entry without its last group has. */
interface Digits extends Span {
  kind: 'digits';
  folded: string;
  before: number;
}

type Entry = Word | Compound | Digits;

/** Of one message; what is longer is found by its first words only. */
const wordsOfText = 2_000;

/** Words are found by beginnings of so many characters: shorter ones are in nearly every message, longer ones have few rivals. */
const beginning = { shortest: 3, longest: 16 };

/** Marks a key that is no beginning but what the forms of a word have in common. */
const form = '=';

/** 32-bit FNV-1a: no secret, only short; two keys of one code are told apart by the text. */
function codeOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return hash | 0;
}

function* entriesOf(text: string): Generator<Entry> {
  const { words, compounds, numbers } = writtenIn(text);
  yield* words;
  yield* compounds;
  for (const number of numbers) yield* digitsOf(number);
}

/** A number is found from each of its groups on: by the part within a country, by the local one. */
function* digitsOf({ groups }: NumberRun): Generator<Digits> {
  for (const [first, { start }] of groups.entries()) {
    let digits = '';
    for (const group of groups.slice(first)) {
      const before = digits.length;
      digits += group.digits;
      yield { kind: 'digits', folded: digits, before, start, end: group.end };
      if (digits.length >= beginning.longest) break;
    }
  }
}

const formOf = (stem: string | null) => (stem === null ? [] : [`${form}${stem}`]);
const stemOfEntry = (entry: Word | Compound) =>
  stemOf(entry.kind === 'word' ? entry : { folded: entry.folded, written: entry.folded });

/** Shortest and longest beginning that an entry is found by; its whole is one, too. */
function beginningsOf(entry: Word | Digits): { from: number; to: number } {
  const { shortest, longest } = beginning;
  const from = entry.kind === 'digits' ? Math.max(shortest, entry.before + 1) : entry.isUnspaced ? 1 : shortest;
  return { from, to: Math.min(longest, entry.folded.length) };
}

/** What an entry of a text is found by. */
function keysOf(entry: Entry): string[] {
  const { folded } = entry;
  if (entry.kind === 'compound') return [folded, ...formOf(stemOfEntry(entry))];
  const { from, to } = beginningsOf(entry);
  const beginnings = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => folded.slice(0, from + index));
  return entry.kind === 'digits' ? beginnings : [...beginnings, folded, ...formOf(stemOfEntry(entry))];
}

/** Whether it is among the entry's keys, without making them. */
function hasKey(entry: Entry, key: string): boolean {
  const { folded, kind } = entry;
  if (key.startsWith(form)) return kind !== 'digits' && key.slice(form.length) === stemOfEntry(entry);
  if (kind !== 'digits' && key === folded) return true;
  if (kind === 'compound') return false;
  const { from, to } = beginningsOf(entry);
  return key.length >= from && key.length <= to && folded.startsWith(key);
}

/** What a text is found by: a number for each word, form and beginning in it. */
export function wordCodes(text: string): number[] {
  const codes = new Set<number>();
  const seen = new Set<string>();
  for (const entry of entriesOf(text)) {
    seen.add(entry.folded);
    for (const key of keysOf(entry)) codes.add(codeOf(key));
    if (seen.size === wordsOfText) break;
  }
  return [...codes];
}

/**
 * What a search asks for: of each word keys of which a text has to have one. A word is asked for as it begins and by its form, a
 * compound also as one word, digits also as one number; a number with signs in it as that number only. A telephone number is
 * asked for as it is written within its country and from abroad.
 */
function askedIn(text: string): string[][] {
  const { words, compounds, numbers } = writtenIn(text);
  const whole = numbers.flatMap((run) => {
    const digits = allDigitsOf(run);
    if (digits.length < beginning.shortest || digits.length > beginning.longest) return [];
    const notations = notationsOf(text.slice(run.start, run.end)).filter(({ length }) => length <= beginning.longest);
    return [{ ...run, isOne: run.isOne && run.groups.length > 1, keys: [digits, ...notations] }];
  });
  const terms = words
    .filter((word) => !whole.some((number) => number.isOne && isWithin(word, number)))
    .map((word) => {
      const stem = stemOf(word);
      const joined = compounds.filter((compound) => isWithin(word, compound));
      return [
        word.folded,
        ...(stem === word.folded ? [] : formOf(stem)),
        ...joined.flatMap((compound) => [compound.folded, ...formOf(stemOfEntry(compound))]),
        ...whole.filter((number) => isWithin(word, number)).flatMap(({ keys }) => keys),
      ];
    });
  const numberTerms = whole.filter(({ isOne }) => isOne).map(({ keys }) => keys);
  const all = [...terms, ...numberTerms].map((keys) => [...new Set(keys)]);
  return [...new Map(all.map((keys) => [keys.join(' '), keys])).values()];
}

/** A word of a search: codes of which a message has to have one. */
export type Term = number[];

/** What people look for, taken apart once for all the texts in which it is looked for. */
export interface Search {
  terms: Term[];
  /** Where the words of the search stand in a text; empty unless every one of them does. */
  placesIn(text: string): Span[];
}

export function searchFor(words: string): Search {
  const asked = askedIn(words);
  return {
    terms: asked.map((keys) => keys.map(codeOf)),

    placesIn(text) {
      const entries = [...entriesOf(text)];
      const found = asked.map((keys) => entries.filter((entry) => keys.some((key) => hasKey(entry, key))));
      return found.every((places) => places.length > 0) ? united(found.flat()) : [];
    },
  };
}

/** What overlaps is one place. */
function united(places: Span[]): Span[] {
  const spans: Span[] = [];
  for (const { start, end } of [...places].sort((one, other) => one.start - other.start)) {
    const last = spans.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else spans.push({ start, end });
  }
  return spans;
}
