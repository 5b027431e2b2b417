/** A text is begun to be counted aloud when so much of the limit is left. */
const nearPart = 0.1;

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
