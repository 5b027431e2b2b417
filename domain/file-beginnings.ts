/** As many bytes as it takes to tell what a file is. */
export const tellingBytes = 1024;

/** Of each byte, the character of its number. */
function textOf(start: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...start.subarray(from, to));
}

/** An MPEG audio frame: eleven bits of sync, layer III, and neither a rate nor a frequency that does not exist. */
function isMp3Frame(start: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0] = start;
  return first === 0xff && (second & 0xe6) === 0xe2 && (third & 0xf0) !== 0xf0 && (third & 0x0c) !== 0x0c;
}

export const hasText = (offset: number, text: string) => (start: Uint8Array) =>
  textOf(start, offset, offset + text.length) === text;

export function isMp3(start: Uint8Array): boolean {
  return hasText(0, 'ID3')(start) || isMp3Frame(start);
}

/** Some programs write a line or two before it, and readers look for it in the first kilobyte. */
export function isPdf(start: Uint8Array): boolean {
  return textOf(start, 0, tellingBytes).includes('%PDF-');
}

/** A container whose brand tells what is in it. */
export const isIsoMedia = (brand: RegExp) => (start: Uint8Array) =>
  hasText(4, 'ftyp')(start) && brand.test(textOf(start, 8, 12));

/** A film, and none of audio (`M4A`), QuickTime (`qt`) or pictures (`heic`, `avif`, …). */
export const isMp4 = isIsoMedia(/^(isom|iso[2-9]|mp4[12]|avc1|dash|M4V |MSNV|3gp[4-9]|mmp4|f4v )/);

/** The brands of telephones: sound, or a film as well. */
export const is3gp = isIsoMedia(/^3g[pgrs2e]/);

/** AAC as a stream of its own: twelve bits of sync, and layer 0, which no MP3 has. */
export function isAac(start: Uint8Array): boolean {
  const [first = 0, second = 0] = start;
  return first === 0xff && (second & 0xf6) === 0xf0;
}

/** The container of Word, Excel and PowerPoint before 2007, which does not tell at its beginning whose it is. */
export const isOldOffice = hasText(0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1');

/** An address book's card; some programs mark the encoding first. */
export function isVcard(start: Uint8Array): boolean {
  return /^(\xef\xbb\xbf)?\s*BEGIN:VCARD\b/i.test(textOf(start, 0, 64));
}

export const isWebp = (start: Uint8Array) => hasText(0, 'RIFF')(start) && hasText(8, 'WEBP')(start);

const officeParts = ['word/', 'ppt/', 'xl/'] as const;
/** With what a document of Office may begin, whichever program has packed it. */
const officeBeginning = /^(\[Content_Types\]\.xml|_rels\/|docProps\/|customXml\/|word\/|ppt\/|xl\/)/;

/** A document of Office since 2007: a zip of parts, those of one program in a folder of its own. What no part tells yet may be any. */
export const isOfficeOf = (part: (typeof officeParts)[number]) => (start: Uint8Array) => {
  if (!hasText(0, 'PK\x03\x04')(start)) return false;
  const text = textOf(start, 0, tellingBytes);
  const told = officeParts.filter((one) => text.includes(one));
  return officeBeginning.test(text.slice(30)) && (told.length === 0 || told.includes(part));
};

/** Written in characters, as pages and scripts are, which nothing is that is seen or heard. */
export function isText(start: Uint8Array): boolean {
  const told = start.subarray(0, tellingBytes);
  return told.length > 0 && told.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b);
}

/** As much as it takes to tell what a file is; the content still yields all of it. */
export async function peek(
  content: AsyncIterable<Uint8Array>,
): Promise<{ start: Uint8Array; whole: () => AsyncGenerator<Uint8Array> }> {
  const pieces = content[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let size = 0;
  while (size < tellingBytes) {
    const { value, done } = await pieces.next();
    if (done) break;
    read.push(value);
    size += value.length;
  }
  async function* whole() {
    try {
      yield* read;
      for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
    } finally {
      await pieces.return?.();
    }
  }
  return { start: joined(read, size), whole };
}

function joined(pieces: Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
