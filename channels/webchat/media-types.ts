interface MediaKind {
  mediaTypes: string[];
  /** Whether a file begins like one of this kind. */
  beginsLike(start: Buffer): boolean;
}

/** As many bytes as it takes to tell what a file is. */
export const tellingBytes = 1024;

const at = (offset: number, text: string) => (start: Buffer) =>
  start.toString('latin1', offset, offset + text.length) === text;
const all =
  (...conditions: Array<(start: Buffer) => boolean>) =>
  (start: Buffer) =>
    conditions.every((condition) => condition(start));

/** An MPEG audio frame: eleven bits of sync, layer III, and neither a rate nor a frequency that does not exist. */
function isMp3Frame(start: Buffer): boolean {
  const [first = 0, second = 0, third = 0] = start;
  return first === 0xff && (second & 0xe6) === 0xe2 && (third & 0xf0) !== 0xf0 && (third & 0x0c) !== 0x0c;
}

const isIsoMedia = (brand: RegExp) => (start: Buffer) =>
  at(4, 'ftyp')(start) && brand.test(start.toString('latin1', 8, 12));

/** What browsers show or play; of a container that may hold either, what was said is believed. The first is the usual name. */
const kinds: MediaKind[] = [
  { mediaTypes: ['image/png'], beginsLike: at(0, '\x89PNG\r\n\x1a\n') },
  { mediaTypes: ['image/jpeg', 'image/jpg'], beginsLike: at(0, '\xff\xd8\xff') },
  { mediaTypes: ['image/gif'], beginsLike: at(0, 'GIF8') },
  { mediaTypes: ['image/webp'], beginsLike: all(at(0, 'RIFF'), at(8, 'WEBP')) },
  { mediaTypes: ['image/avif'], beginsLike: isIsoMedia(/^avi[fs]/) },
  { mediaTypes: ['audio/mp4', 'audio/x-m4a'], beginsLike: isIsoMedia(/^M4A /) },
  { mediaTypes: ['video/quicktime'], beginsLike: isIsoMedia(/^qt /) },
  {
    mediaTypes: ['video/mp4', 'audio/mp4'],
    beginsLike: isIsoMedia(/^(isom|iso[2-9]|mp4[12]|avc1|dash|M4V |MSNV|3gp[4-9]|mmp4|f4v )/),
  },
  { mediaTypes: ['video/webm', 'audio/webm'], beginsLike: at(0, '\x1a\x45\xdf\xa3') },
  { mediaTypes: ['audio/ogg', 'video/ogg'], beginsLike: at(0, 'OggS') },
  { mediaTypes: ['audio/wav', 'audio/x-wav'], beginsLike: all(at(0, 'RIFF'), at(8, 'WAVE')) },
  { mediaTypes: ['audio/mpeg', 'audio/mp3'], beginsLike: (start) => at(0, 'ID3')(start) || isMp3Frame(start) },
  { mediaTypes: ['audio/amr'], beginsLike: at(0, '#!AMR') },
  // Some programs write a line or two before it, and readers look for it in the first kilobyte.
  { mediaTypes: ['application/pdf'], beginsLike: (start) => start.subarray(0, tellingBytes).includes('%PDF-') },
];

const other = 'application/octet-stream';

/** What a file is, by its first bytes and by what was said of it. What was said falsely is not believed. */
export function trueMediaType(start: Buffer, said: string): string {
  const plain = said.split(';')[0]?.trim().toLowerCase() ?? '';
  const found = kinds.filter(({ beginsLike }) => beginsLike(start)).flatMap(({ mediaTypes }) => mediaTypes);
  if (found.length > 0) return found.includes(plain) ? (aliases[plain] ?? plain) : (found[0] ?? other);
  const isTold = /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,100}$/.test(plain);
  return isTold && !kinds.some(({ mediaTypes }) => mediaTypes.includes(plain)) ? plain : other;
}

const aliases: Record<string, string> = {
  'image/jpg': 'image/jpeg',
  'audio/mp3': 'audio/mpeg',
  'audio/x-m4a': 'audio/mp4',
  'audio/x-wav': 'audio/wav',
};
