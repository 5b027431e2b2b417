interface MediaKind {
  mediaType: string;
  extension: string;
  /** Whether a file begins like one of this kind. */
  beginsLike(start: Buffer): boolean;
}

const begins = (...bytes: number[]) => {
  const wanted = Buffer.from(bytes);
  return (start: Buffer) => start.subarray(0, wanted.length).equals(wanted);
};
const beginsWith = (text: string) => begins(...Buffer.from(text, 'latin1'));

/** An MPEG audio frame: eleven bits of sync, layer III, and neither a rate nor a frequency that does not exist. */
function isMp3Frame(start: Buffer): boolean {
  const [first = 0, second = 0, third = 0] = start;
  return first === 0xff && (second & 0xe6) === 0xe2 && (third & 0xf0) !== 0xf0 && (third & 0x0c) !== 0x0c;
}

/** An ISO media file, whose brand is none of audio (`M4A`), QuickTime (`qt`) or pictures (`heic`, `avif`, …). */
function isMp4(start: Buffer): boolean {
  if (start.toString('latin1', 4, 8) !== 'ftyp') return false;
  return /^(isom|iso[2-9]|mp4[12]|avc1|dash|M4V |MSNV|3gp[4-9]|mmp4|f4v )/.test(start.toString('latin1', 8, 12));
}

/** All that WhatsApp takes (domain 2.6). */
const kinds: MediaKind[] = [
  { mediaType: 'image/jpeg', extension: '.jpg', beginsLike: begins(0xff, 0xd8, 0xff) },
  { mediaType: 'image/png', extension: '.png', beginsLike: begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) },
  { mediaType: 'audio/mpeg', extension: '.mp3', beginsLike: (start) => beginsWith('ID3')(start) || isMp3Frame(start) },
  { mediaType: 'audio/ogg', extension: '.ogg', beginsLike: beginsWith('OggS') },
  { mediaType: 'audio/amr', extension: '.amr', beginsLike: beginsWith('#!AMR') },
  // Some programs write a line or two before it, and readers look for it in the first kilobyte.
  { mediaType: 'application/pdf', extension: '.pdf', beginsLike: (start) => start.subarray(0, 1024).includes('%PDF-') },
  { mediaType: 'video/mp4', extension: '.mp4', beginsLike: isMp4 },
];

/** What else clients send, by name only. */
const otherExtensions: Record<string, string> = {
  'image/webp': '.webp',
  'image/gif': '.gif',
  'audio/mp4': '.m4a',
  'audio/aac': '.aac',
  'video/3gpp': '.3gp',
  'text/vcard': '.vcf',
  'text/plain': '.txt',
};

/** As many bytes as it takes to tell what a file is. */
export const tellingBytes = 1024;

const otherNames: Record<string, string> = {
  'image/jpg': 'image/jpeg',
  'audio/mp3': 'audio/mpeg',
  'audio/opus': 'audio/ogg',
  'application/ogg': 'audio/ogg',
  'text/x-vcard': 'text/vcard',
};

/** The type without parameters, by its proper name. */
export function plainMediaType(mediaType: string): string {
  const plain = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
  return otherNames[plain] ?? plain;
}

export function isSendable(mediaType: string): boolean {
  return kinds.some((kind) => kind.mediaType === plainMediaType(mediaType));
}

/** What a file is, by its first bytes; null for none of the kinds that WhatsApp takes. */
export function mediaTypeOf(start: Buffer): string | null {
  return kinds.find(({ beginsLike }) => beginsLike(start))?.mediaType ?? null;
}

/** The type of a file of which somebody said what it is. What it says falsely is not believed. */
export function trueMediaType(start: Buffer, said: string | null): string | null {
  const found = mediaTypeOf(start);
  if (found !== null || said === null) return found;
  return isSendable(said) ? 'application/octet-stream' : plainMediaType(said);
}

export function extensionOf(mediaType: string): string {
  const plain = plainMediaType(mediaType);
  return kinds.find((kind) => kind.mediaType === plain)?.extension ?? otherExtensions[plain] ?? '';
}
