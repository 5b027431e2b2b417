import { comparable, fold } from './folding';
import { compoundsIn, isWithin, undividedIn } from './words';

/**
 * What a name is found by when one of these begins with a word that is looked for: the name from each of its words on, and what
 * has a hyphen or an apostrophe as it is written without.
 */
export function nameKeys(name: string): string[] {
  const words = undividedIn(name)
    .map(({ letters, isUnspaced }) => ({ folded: fold(letters), isUnspaced }))
    .filter(({ folded }) => folded !== '');
  const fromEach = words.flatMap(({ folded, isUnspaced }, index) => {
    const rest = words.slice(index + 1).map((word) => word.folded);
    return beginningsWithin(folded, isUnspaced).map((word) => [word, ...rest].join(' '));
  });
  const keys = [...fromEach, ...compoundsIn(name).map(({ folded }) => folded)];
  return keys.length === 0 ? [comparable(name)] : [...new Set(keys)];
}

/** Of a name that is written without spaces any character may begin the part that is known. */
function beginningsWithin(word: string, isUnspaced: boolean): string[] {
  const characters = [...word];
  return isUnspaced ? characters.map((_, index) => characters.slice(index).join('')) : [word];
}

/** Of each word that is looked for the beginnings of which a name has to have one. */
export function nameTerms(asked: string): string[][] {
  const compounds = compoundsIn(asked);
  return undividedIn(asked).map((word) => {
    const joined = compounds.filter((compound) => isWithin(word, compound));
    return [fold(word.letters), ...joined.map(({ folded }) => folded)];
  });
}
