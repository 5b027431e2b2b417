import { stemmer as englishStem } from '@orama/stemmers/english';
import { stemmer as russianStem } from '@orama/stemmers/russian';
import { fold } from '../domain/folding';

/** What is longer is a code or a slip, and has no forms. */
const longest = 40;
/** Words repeat, and taking one apart costs more than all else that is done with it. */
const rememberedAtMost = 20_000;
const remembered = new Map<string, string>();

/**
 * What all forms of a word have in common, after the rules of English for Latin letters and of Russian for Cyrillic ones: what
 * language a message is in, nobody says. Null for what has no forms.
 */
export function stemOf({ folded, written }: { folded: string; written: string }): string | null {
  if (folded.length < 3 || folded.length > longest) return null;
  if (/^[a-z]+$/.test(folded)) return remember(folded, englishStem);
  const plain = written.replace(/\u0301/g, '').replaceAll('ё', 'е');
  return /^[а-яєіїґў]+$/.test(plain) ? remember(plain, russianRoot) : null;
}

/** A vowel that comes and goes: посылка, посылок; конец, конца. */
const fleeting = /(?<=[бвгджзклмнпрстфхцчшщ])[ео](?=[кц]$)/;

function russianRoot(word: string): string {
  const stem = russianStem(word);
  return fold(stem.length > 3 ? stem.replace(fleeting, '') : stem);
}

function remember(word: string, make: (word: string) => string): string {
  const known = remembered.get(word);
  if (known !== undefined) return known;
  if (remembered.size >= rememberedAtMost) remembered.clear();
  const made = make(word);
  remembered.set(word, made);
  return made;
}
