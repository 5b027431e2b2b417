const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Where the grapheme that holds this place of a text begins: an emoji of several parts, a letter with its accents, both halves of a flag. */
export function startOfGrapheme(text: string, index: number): number {
  // Whether one ends here is told by what stands before, and by the code point behind: no need to look through all of a long text.
  return graphemes.segment(text.slice(0, index + 2)).containing(index)?.index ?? index;
}

/** At most so many UTF-16 units from the beginning of a text, cut between graphemes. One that is longer than all that fits is cut between its code points. */
export function beginningOf(text: string, mostUnits: number): string {
  if (text.length <= mostUnits) return text;
  const end = startOfGrapheme(text, mostUnits);
  if (end > 0) return text.slice(0, end);
  const isInPair = /[\ud800-\udbff]/.test(text.charAt(mostUnits - 1));
  return text.slice(0, isInPair ? mostUnits - 1 : mostUnits);
}
