/** Letters that Unicode does not take apart, and people type without their strokes. */
const plainLetters: Record<string, string> = {
  ...{ æ: 'ae', đ: 'd', ð: 'd', ħ: 'h', ł: 'l', ŋ: 'n', ø: 'o', œ: 'oe', ŧ: 't', þ: 'th', ґ: 'г', ς: 'σ' },
};
const withPlainLetter = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'g');

/** A text as it is searched in the page: without case, accents, strokes and apostrophes, as the service searches. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}'’‘ʼʻ`´]/gu, '')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replace(withPlainLetter, (letter) => plainLetters[letter] ?? letter);
}
