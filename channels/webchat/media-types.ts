import { hasText, isIsoMedia, isMp3, isMp4, isPdf, isWebp } from '../../domain/file-beginnings';

interface MediaKind {
  mediaTypes: string[];
  /** Whether a file begins like one of this kind. */
  beginsLike(start: Uint8Array): boolean;
}

const all =
  (...conditions: Array<(start: Uint8Array) => boolean>) =>
  (start: Uint8Array) =>
    conditions.every((condition) => condition(start));

/** What browsers show or play, or is shown by a preview; of a container that may hold either, what was said is believed. The first is the usual name. */
const kinds: MediaKind[] = [
  { mediaTypes: ['image/png'], beginsLike: hasText(0, '\x89PNG\r\n\x1a\n') },
  { mediaTypes: ['image/jpeg', 'image/jpg'], beginsLike: hasText(0, '\xff\xd8\xff') },
  { mediaTypes: ['image/gif'], beginsLike: hasText(0, 'GIF8') },
  { mediaTypes: ['image/webp'], beginsLike: isWebp },
  { mediaTypes: ['image/avif'], beginsLike: isIsoMedia(/^avi[fs]/) },
  { mediaTypes: ['image/heic', 'image/heif'], beginsLike: isIsoMedia(/^(he(ic|ix|vc|vx|im|is|vm|vs)|m(if1|sf1))/) },
  { mediaTypes: ['audio/mp4', 'audio/x-m4a'], beginsLike: isIsoMedia(/^M4A /) },
  { mediaTypes: ['video/quicktime'], beginsLike: isIsoMedia(/^qt /) },
  {
    mediaTypes: ['video/mp4', 'audio/mp4'],
    beginsLike: isMp4,
  },
  { mediaTypes: ['video/webm', 'audio/webm'], beginsLike: hasText(0, '\x1a\x45\xdf\xa3') },
  { mediaTypes: ['audio/ogg', 'video/ogg'], beginsLike: hasText(0, 'OggS') },
  { mediaTypes: ['audio/wav', 'audio/x-wav'], beginsLike: all(hasText(0, 'RIFF'), hasText(8, 'WAVE')) },
  { mediaTypes: ['audio/mpeg', 'audio/mp3'], beginsLike: isMp3 },
  { mediaTypes: ['audio/amr'], beginsLike: hasText(0, '#!AMR') },
  { mediaTypes: ['application/pdf'], beginsLike: isPdf },
];

const other = 'application/octet-stream';

/** What a file is, by its first bytes and by what was said of it. What was said falsely is not believed. */
export function trueMediaType(start: Uint8Array, said: string): string {
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
