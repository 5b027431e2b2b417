import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { fold } from '../domain/folding';

/** How people write numbers; letters are none. */
const written = /^[+\d][\d\s().\u00a0\u2010-\u2014/-]*$/;
/** Programs from which numbers are copied put marks of direction around them that nobody sees. */
const unseen = /[\p{Cf}\p{Cc}]/gu;

/** A number as it was written, without what programs write around it, and in the digits of this script. */
export function bareNumber(text: string): string {
  return fold(text.replace(unseen, '')).trim().replace(/^tel:/, '');
}

/**
 * A telephone number in international form, however it was written: without the zero that is dialled inside a country only
 * (`+49 (0)151 …`). Null where the country isn't told, or no country has such a number.
 */
export function internationalNumber(text: string): string | null {
  const told = bareNumber(text);
  if (!written.test(told)) return null;
  return parsePhoneNumberFromString(told.replace(/^00/, '+'))?.number ?? null;
}
