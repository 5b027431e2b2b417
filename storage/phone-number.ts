import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** How people write numbers; letters are none. */
const written = /^[+\d][\d\s().\u00a0/-]*$/;

/**
 * A telephone number in international form, however it was written: without the zero that is dialled inside a country only
 * (`+49 (0)151 …`). Null where the country isn't told, or no country has such a number.
 */
export function internationalNumber(text: string): string | null {
  const told = text.trim();
  if (!written.test(told)) return null;
  return parsePhoneNumberFromString(told.replace(/^00/, '+'))?.number ?? null;
}
