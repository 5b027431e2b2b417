import type { Message } from '../app/types';

export type Mark = Message['marks'][number];

interface MarkedPiece {
  text: string;
  /** All that hold for the whole of it. */
  marks: Mark[];
}

/** A text parted wherever a mark begins or ends: marks may overlap. */
export function markedPieces(text: string, marks: readonly Mark[]): MarkedPiece[] {
  const places = new Set([0, text.length]);
  for (const { start, end } of marks) for (const place of [start, end]) if (place < text.length) places.add(place);
  const sorted = [...places].sort((one, other) => one - other);
  return sorted.slice(0, -1).map((from, index) => {
    const to = sorted[index + 1] ?? text.length;
    return { text: text.slice(from, to), marks: marks.filter(({ start, end }) => start <= from && end >= to) };
  });
}

/** The addresses that stand behind no word of the text: they are shown below it. */
export function linksBeside({ links, marks }: Pick<Message, 'links' | 'marks'>): Message['links'] {
  const behind = new Set(marks.flatMap(({ url }) => url ?? []));
  return links.filter(({ url }) => !behind.has(url));
}
