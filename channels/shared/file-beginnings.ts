/** As many bytes as it takes to tell what a file is. */
export const tellingBytes = 1024;

/** An MPEG audio frame: eleven bits of sync, layer III, and neither a rate nor a frequency that does not exist. */
function isMp3Frame(start: Buffer): boolean {
  const [first = 0, second = 0, third = 0] = start;
  return first === 0xff && (second & 0xe6) === 0xe2 && (third & 0xf0) !== 0xf0 && (third & 0x0c) !== 0x0c;
}

export const hasText = (offset: number, text: string) => (start: Buffer) =>
  start.toString('latin1', offset, offset + text.length) === text;

export function isMp3(start: Buffer): boolean {
  return hasText(0, 'ID3')(start) || isMp3Frame(start);
}

/** Some programs write a line or two before it, and readers look for it in the first kilobyte. */
export function isPdf(start: Buffer): boolean {
  return start.subarray(0, tellingBytes).includes('%PDF-');
}

/** A container whose brand tells what is in it. */
export const isIsoMedia = (brand: RegExp) => (start: Buffer) =>
  hasText(4, 'ftyp')(start) && brand.test(start.toString('latin1', 8, 12));

/** A film, and none of audio (`M4A`), QuickTime (`qt`) or pictures (`heic`, `avif`, …). */
export const isMp4 = isIsoMedia(/^(isom|iso[2-9]|mp4[12]|avc1|dash|M4V |MSNV|3gp[4-9]|mmp4|f4v )/);

/** As much as it takes to tell what a file is; the content still yields all of it. */
export async function peek(
  content: AsyncIterable<Uint8Array>,
): Promise<{ start: Buffer; whole: () => AsyncGenerator<Buffer> }> {
  const pieces = content[Symbol.asyncIterator]();
  const read: Buffer[] = [];
  let size = 0;
  while (size < tellingBytes) {
    const { value, done } = await pieces.next();
    if (done) break;
    read.push(Buffer.from(value));
    size += value.length;
  }
  async function* whole() {
    try {
      yield* read;
      for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield Buffer.from(next.value);
    } finally {
      await pieces.return?.();
    }
  }
  return { start: Buffer.concat(read), whole };
}
