export interface TextPiece {
  text: string;
  /** Where it leads; null for what is no link. */
  href: string | null;
}

/** A text with the web and mail addresses that it names; only those of `http`, `https` and `mailto` become links. */
export function linkPieces(text: string): TextPiece[];

/** An address of the web, whoever wrote it; null for every other scheme. */
export function safeHref(address: string): string | null;
