/** A header's characters are bytes; many a store writes UTF-8 into them. */
function asUtf8(text: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'));
  } catch {
    return text;
  }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The file's name in `inline; filename="invoice.pdf"`, or in the form that carries any letters. */
export function fileNameIn(disposition: string | null): string | null {
  const told = disposition ?? '';
  const [, encoded] = /filename\*=\s*utf-8'[^']*'([^;\s]+)/i.exec(told) ?? [];
  const [, quoted, bare] = /filename=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"]+))/i.exec(told) ?? [];
  // Badly encoded: the plain form does.
  const name = (encoded && decoded(encoded)) || asUtf8(quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '');
  return name.trim() || null;
}
