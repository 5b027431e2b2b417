import { startOfGrapheme } from './graphemes';

/** A word of a text, folded so that case and accents do not matter, and where it stands: UTF-16 units, the end exclusive. */
interface Word {
  folded: string;
  start: number;
  end: number;
}

/** Part of a text. */
export interface Span {
  start: number;
  end: number;
}

/** Of one message; what is longer is found by its first words only. */
const codesOfText = 2_000;

const letters = /[\p{L}\p{M}\p{N}]+/gu;
/** Scripts that write words without spaces: a dictionary has to part them. */
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;
const dictionary = new Intl.Segmenter('en', { granularity: 'word' });
const accents = /[\u0300-\u036f]/g;

function fold(text: string): string {
  return text.normalize('NFKD').replace(accents, '').toLowerCase();
}

/** The words of a text in whatever language, in their order; all else parts them. */
function wordsOf(text: string): Word[] {
  return [...text.matchAll(letters)].flatMap(({ 0: run, index }) => {
    const parts = unspaced.test(run) ? [...dictionary.segment(run)] : [{ segment: run, index: 0 }];
    return parts.map(({ segment, index: within }) => {
      const start = index + within;
      return { folded: fold(segment), start, end: start + segment.length };
    });
  });
}

/** 32-bit FNV-1a: no secret, only short; two words of one code are told apart by the text. */
function codeOf(folded: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < folded.length; index += 1) hash = Math.imul(hash ^ folded.charCodeAt(index), 0x01000193);
  return hash | 0;
}

/** What a text is found by: a number for each different word. */
export function wordCodes(text: string): number[] {
  const codes = new Set<number>();
  for (const { folded } of wordsOf(text)) {
    codes.add(codeOf(folded));
    if (codes.size === codesOfText) break;
  }
  return [...codes];
}

/** Where the words of a search stand in a text; empty unless every one of them does. */
export function highlightsOf(text: string, asked: string): Span[] {
  const wanted = new Set(wordsOf(asked).map(({ folded }) => folded));
  const found = wordsOf(text).filter(({ folded }) => wanted.has(folded));
  const isWhole = new Set(found.map(({ folded }) => folded)).size === wanted.size;
  return isWhole ? found.map(({ start, end }) => ({ start, end })) : [];
}

const snippetLength = 240;
/** As much of what comes before the first word found. */
const leadLength = 60;

/** The part of a text around the first place, with the places in it. */
export function snippetOf(text: string, places: Span[]): { text: string; highlights: Span[] } {
  const from =
    text.length <= snippetLength ? 0 : startOfGrapheme(text, Math.max(0, (places[0]?.start ?? 0) - leadLength));
  const to = startOfGrapheme(text, Math.min(text.length, from + snippetLength));
  const shown = places.filter(({ start, end }) => start >= from && end <= to);
  return {
    text: text.slice(from, to),
    highlights: shown.map(({ start, end }) => ({ start: start - from, end: end - from })),
  };
}

/** As names and titles are compared: without capitals, accents and needless spaces. */
export function comparable(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}
