const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Where the grapheme that holds this place of a text begins: what a reader takes for one sign is never parted. */
function startOfGrapheme(text, index) {
  // Whether one ends here is told by what stands before, and by the code point behind: no need to look through all of a long text.
  return graphemes.segment(text.slice(0, index + 2)).containing(index)?.index ?? index;
}

export function wholeWithin(text, mostUnits) {
  if (text.length <= mostUnits) return text.length;
  const end = startOfGrapheme(text, mostUnits);
  if (end > 0) return end;
  const isInPair = /[\ud800-\udbff]/.test(text.charAt(mostUnits - 1));
  return isInPair && mostUnits > 1 ? mostUnits - 1 : mostUnits;
}

export function firstGrapheme(text) {
  for (const { segment } of graphemes.segment(text)) return segment;
  return '';
}
