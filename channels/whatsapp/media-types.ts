import { hasText, isMp3, isMp4, isPdf } from '../shared/file-beginnings';

interface MediaKind {
  mediaType: string;
  extension: string;
  /** Whether a file begins like one of this kind. */
  beginsLike(start: Buffer): boolean;
}

/** All that WhatsApp takes (domain 2.6). */
const kinds: MediaKind[] = [
  { mediaType: 'image/jpeg', extension: '.jpg', beginsLike: hasText(0, '\xff\xd8\xff') },
  { mediaType: 'image/png', extension: '.png', beginsLike: hasText(0, '\x89PNG\r\n\x1a\n') },
  { mediaType: 'audio/mpeg', extension: '.mp3', beginsLike: isMp3 },
  { mediaType: 'audio/ogg', extension: '.ogg', beginsLike: hasText(0, 'OggS') },
  { mediaType: 'audio/amr', extension: '.amr', beginsLike: hasText(0, '#!AMR') },
  { mediaType: 'application/pdf', extension: '.pdf', beginsLike: isPdf },
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
