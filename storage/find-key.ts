import { comparable } from '../domain/words';
import { literally } from './literally';

/** What a row is found by: its texts as they are looked for, without case and accents. */
export interface Findable {
  findKey: string;
}

export function findKeyOf(...texts: string[]): string {
  return comparable(texts.join('\n'));
}

/** Rows whose texts hold every word of the search, or what is given of a word; an empty search leaves all. */
export function holding(q: string): { $and?: Array<{ findKey: { $regex: string } }> } {
  const words = comparable(q)
    .split(' ')
    .filter((word) => word !== '');
  return words.length === 0 ? {} : { $and: words.map((word) => ({ findKey: { $regex: literally(word) } })) };
}
