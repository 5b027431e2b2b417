export interface TextPiece {
  text: string;
  /** Where it leads; null for what is no link. */
  href: string | null;
}

/** Bounded, so that no text of a client takes long to look through. */
const candidates =
  /(?:\bhttps?:\/\/|\bwww\.)[^\s<>"«»\p{Cc}\p{Cf}]{1,2000}|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/giu;
/** A sentence's end is not the address's. */
const trailing = /[.,:;!?…'*_~]$/u;
const brackets: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/** A text with the web and mail addresses that it names; only those of `http`, `https` and `mailto` become links. */
export function linkPieces(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(candidates)) {
    const address = withoutEndOfSentence(found);
    const href = hrefOfAddress(address);
    if (href === null) continue;
    if (index > end) pieces.push({ text: text.slice(end, index), href: null });
    pieces.push({ text: address, href });
    end = index + address.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), href: null });
  return pieces;
}

function withoutEndOfSentence(address: string): string {
  const count = (sign: string) => address.split(sign).length - 1;
  const loose = new Map(
    Object.entries(brackets).map(([closing, opening]) => [closing, count(closing) - count(opening)]),
  );
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address[end - 1] ?? '';
    const isLoose = (loose.get(last) ?? 0) > 0;
    if (!isLoose && !trailing.test(last)) break;
    if (isLoose) loose.set(last, (loose.get(last) ?? 0) - 1);
  }
  return address.slice(0, end);
}

function hrefOfAddress(address: string): string | null {
  if (/^https?:\/\//i.test(address)) return safeHref(address);
  if (/^www\./i.test(address)) return /^www\.[^.]+\./i.test(address) ? safeHref(`https://${address}`) : null;
  return `mailto:${address}`;
}

/** An address of the web, whoever wrote it; null for every other scheme. */
export function safeHref(address: string): string | null {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return null;
  return new URL(address).href;
}
