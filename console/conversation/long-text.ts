/** A text is begun to be counted aloud when so much of the limit is left. */
const nearPart = 0.1;
/** More than these nobody would want to get at once. */
export const mostParts = 20;

/** From the best place to end a message to the worst; a good one is taken only if the message is not much shorter for it. */
const endings = [
  // Paragraphs.
  { found: /\n\s*\n/gu, leastFilled: 0.5 },
  // Lines.
  { found: /\n/gu, leastFilled: 0.5 },
  // Sentences.
  { found: /[.!?…]["”»’)\]]*\s+/gu, leastFilled: 0.5 },
  // Words.
  { found: /\s+/gu, leastFilled: 0 },
] as const;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Where the last of these places lies that leaves a part filled enough; null when there is none. */
function lastEnding(text: string, { found, leastFilled }: (typeof endings)[number], limit: number): number | null {
  let last: number | null = null;
  // The space behind a part is left out, so it may lie beyond the limit.
  for (const { index, 0: place } of text.slice(0, limit + 1).matchAll(found)) {
    const end = index + place.trimEnd().length;
    if (end <= limit && end >= limit * leastFilled) last = end;
  }
  return last;
}

/** The most whole signs that fit: an emoji of several parts stays one. One that is longer than all that fits is cut after all. */
function wholeSigns(text: string, limit: number): number {
  const end = graphemes.segment(text.slice(0, limit * 2)).containing(limit)?.index ?? 0;
  if (end > 0) return end;
  const isPair = /[\uD800-\uDBFF]/.test(text.charAt(limit - 1));
  return isPair && limit > 1 ? limit - 1 : limit;
}

/** The parts of a text, each within the limit, that read as messages of their own. Nothing but the space between them is left out. */
export function inParts(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    let end: number | null = null;
    for (const ending of endings) end ??= lastEnding(rest, ending, limit);
    end ??= wholeSigns(rest, limit);
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return rest === '' ? parts : [...parts, rest];
}

/** How the length of a text stands to what one message takes. */
export interface TextLength {
  length: number;
  limit: number;
  state: 'near' | 'over';
}

/** Null while it is far from the limit, or where nothing is known of one. */
export function lengthOf(text: string, limit: number | null): TextLength | null {
  const { length } = text.trim();
  if (limit === null || length < limit * (1 - nearPart)) return null;
  return { length, limit, state: length > limit ? 'over' : 'near' };
}
