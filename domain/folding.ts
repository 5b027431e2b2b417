/** Accents of alphabets, vowel points of Hebrew and Arabic, and what is not seen: none of them makes another word. */
const unheededRanges = [
  ...['0300-036f', '0483-0487', '1ab0-1aff', '1dc0-1dff', '20d0-20ff', 'fe20-fe2f'],
  ...['0591-05bd', '05bf', '05c1', '05c2', '05c4', '05c5', '05c7'],
  ...['0610-061a', '0640', '064b-065f', '0670'],
  ...['00ad', '200b-200d', '2060', 'fe00-fe0f', 'feff'],
];
const unheeded = new RegExp(`[${unheededRanges.map((range) => range.replace(/[0-9a-f]{4}/g, '\\u$&')).join('')}]`, 'g');

/** Letters with a stroke or of two letters: Unicode takes none of them apart, people type them without. */
const plainLetters: Record<string, string> = {
  ...{ æ: 'ae', đ: 'd', ð: 'd', ħ: 'h', ĸ: 'k', ł: 'l', ŋ: 'n', ø: 'o', œ: 'oe', ŧ: 't', þ: 'th', ƶ: 'z' },
  ...{ ƀ: 'b', ǥ: 'g', ɨ: 'i', ɉ: 'j', ɍ: 'r', ɏ: 'y', ґ: 'г', ς: 'σ' },
};
const withPlainLetter = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'g');

/** A text as it is compared with another: without case, accents, widths and scripts of digits. */
export function fold(text: string): string {
  return cased(text.normalize('NFKD').replace(unheeded, ''))
    .replace(withPlainLetter, (letter) => plainLetters[letter] ?? letter)
    .replace(/(?![0-9])\p{Nd}/gu, digitOf);
}

/** Case folding in full: ẞ and ß are two letters as a capital, ı has its capital in common with i. */
function cased(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase();
}

/** The ten digits of each script follow one another. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

export const apostrophes = "'’‘ʼʻ`´＇";
const anyApostrophe = new RegExp(`[${apostrophes}]`, 'g');

/** As names and titles are compared: folded, without apostrophes and needless spaces. */
export function comparable(text: string): string {
  const bare = text.replace(anyApostrophe, '').normalize('NFKD').replace(/\p{M}/gu, '');
  return fold(bare).replace(/\s+/g, ' ').trim();
}
