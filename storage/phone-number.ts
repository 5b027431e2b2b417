import { type CountryCode, getCountries, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { fold } from '../domain/folding';

/** How people write numbers; letters are none. */
const written = /^[+(\d][\d\s().\u00a0\u2010-\u2014/-]*$/;
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

/** National numbers are told from others that people write by their length. */
const nationalDigits = { fewest: 9, most: 12 };

/**
 * The digits of a telephone number, as it was written first, then in its other notations: as it is dialled within its country
 * (`0151 …`, `8 (495) …`), from abroad, and without what either begins with. A national number may be one of several countries.
 * None of what is no number.
 */
export function notationsOf(text: string): string[] {
  const told = bareNumber(text);
  const digits = digitsOf(told);
  if (digits === '' || !written.test(told)) return [];
  const fromAbroad = internationalNumber(told) ?? `+${digits}`;
  const numbers = [known(fromAbroad), ...(/^(\+|00)/.test(told) ? [] : inCountries(digits))];
  const notations = numbers.flatMap((number) =>
    number === null ? [] : [number.number, number.nationalNumber, number.formatNational()],
  );
  return [...new Set([digits, ...[fromAbroad, ...notations].map(digitsOf)])];
}

const digitsOf = (text: string) => text.replace(/\D/g, '');

function known(text: string, country?: CountryCode): PhoneNumber | null {
  const number = parsePhoneNumberFromString(text, country);
  return number?.isValid() ? number : null;
}

/** Of every country in which it is dialled so. */
function inCountries(digits: string): PhoneNumber[] {
  const { fewest, most } = nationalDigits;
  if (digits.length < fewest || digits.length > most) return [];
  return getCountries().flatMap((country) => {
    const number = known(digits, country);
    return number !== null && digitsOf(number.formatNational()) === digits ? [number] : [];
  });
}
