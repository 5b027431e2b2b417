import { wholeWithin } from './graphemes.js';

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
];

/** Where the last of these places lies that leaves a part filled enough; null when there is none. */
function lastEnding(text, { found, leastFilled }, limit) {
  let last = null;
  // The space behind a part is left out, so it may lie beyond the limit.
  for (const { index, 0: place } of text.slice(0, limit + 1).matchAll(found)) {
    const end = index + place.trimEnd().length;
    if (end <= limit && end >= limit * leastFilled) last = end;
  }
  return last;
}

export const mostParts = 20;

export function inParts(text, limit) {
  const parts = [];
  let rest = text.trim();
  while (rest.length > limit) {
    let end = null;
    for (const ending of endings) end ??= lastEnding(rest, ending, limit);
    end ??= wholeWithin(rest, limit);
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return rest === '' ? parts : [...parts, rest];
}
