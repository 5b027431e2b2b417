export interface Piece {
  text: string;
  isFound: boolean;
}

/** A text cut where words were found in it. Places beyond its end, or within one another, are ignored. */
export function piecesOf(text: string, highlights: ReadonlyArray<{ start: number; end: number }>): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end } of [...highlights].sort((one, other) => one.start - other.start)) {
    if (start < at || end <= start || end > text.length) continue;
    if (start > at) pieces.push({ text: text.slice(at, start), isFound: false });
    pieces.push({ text: text.slice(start, end), isFound: true });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isFound: false });
  return pieces;
}
