import {
  hasText,
  is3gp,
  isAac,
  isIsoMedia,
  isMp3,
  isMp4,
  isOfficeOf,
  isOldOffice,
  isPdf,
  isText,
  isVcard,
  isWebp,
} from './file-beginnings';
import { plainFileName } from './file-name';
import { extensionOf, mediaTypeOfFile, plainMediaType, unknownMediaType } from './media-types';

/** A way in which files begin. */
interface Beginning {
  /** What such a file may be, the usual first. */
  mediaTypes: [string, ...string[]];
  beginsLike(start: Uint8Array): boolean;
  /** Others begin like it: a file is taken for it only where that was said of it. */
  isShared?: true;
  /** Some files of the kind begin otherwise: what is said is believed unless it can't be. */
  isLoose?: true;
}

const openXml = 'application/vnd.openxmlformats-officedocument';
const zip = 'application/zip';
const isZip = hasText(0, 'PK\x03\x04');
const isOpenDocument = (kind: string) => (start: Uint8Array) =>
  isZip(start) && hasText(30, `mimetypeapplication/vnd.oasis.opendocument.${kind}`)(start);
const isRiff = (kind: string) => (start: Uint8Array) => hasText(0, 'RIFF')(start) && hasText(8, kind)(start);
const anyOf =
  (...texts: string[]) =>
  (start: Uint8Array) =>
    texts.some((text) => hasText(0, text)(start));

/** The more telling come first. */
const beginnings: Beginning[] = [
  { mediaTypes: ['image/jpeg'], beginsLike: hasText(0, '\xff\xd8\xff') },
  { mediaTypes: ['image/png'], beginsLike: hasText(0, '\x89PNG\r\n\x1a\n') },
  { mediaTypes: ['image/webp'], beginsLike: isWebp },
  { mediaTypes: ['image/gif'], beginsLike: anyOf('GIF87a', 'GIF89a') },
  { mediaTypes: ['image/heic', 'image/heif'], beginsLike: isIsoMedia(/^he(ic|ix|vc|vx|im|is|vm|vs)/) },
  { mediaTypes: ['image/avif'], beginsLike: isIsoMedia(/^avi[fs]/) },
  { mediaTypes: ['image/heif', 'image/heic', 'image/avif'], beginsLike: isIsoMedia(/^m(if1|sf1)/) },
  { mediaTypes: ['image/tiff'], beginsLike: anyOf('II*\0', 'MM\0*') },
  { mediaTypes: ['image/bmp'], beginsLike: hasText(0, 'BM'), isShared: true },
  { mediaTypes: ['audio/mp4'], beginsLike: isIsoMedia(/^M4[AB] /) },
  { mediaTypes: ['video/quicktime'], beginsLike: isIsoMedia(/^qt {2}/) },
  { mediaTypes: ['video/mp4', 'audio/mp4'], beginsLike: isMp4 },
  { mediaTypes: ['video/3gpp', 'audio/3gpp', 'video/mp4'], beginsLike: is3gp },
  // Cameras have brands of their own; before QuickTime had any, a film began with one of its parts.
  { mediaTypes: ['video/mp4', 'audio/mp4', 'video/quicktime'], beginsLike: hasText(4, 'ftyp'), isShared: true },
  {
    mediaTypes: ['video/quicktime', 'video/mp4'],
    beginsLike: (start) => ['moov', 'mdat', 'wide', 'free', 'skip'].some((part) => hasText(4, part)(start)),
    isShared: true,
  },
  {
    mediaTypes: ['video/webm', 'audio/webm', 'video/x-matroska'],
    beginsLike: hasText(0, '\x1a\x45\xdf\xa3'),
  },
  { mediaTypes: ['audio/ogg', 'video/ogg'], beginsLike: hasText(0, 'OggS') },
  { mediaTypes: ['audio/wav'], beginsLike: isRiff('WAVE') },
  { mediaTypes: ['video/x-msvideo'], beginsLike: isRiff('AVI ') },
  { mediaTypes: ['audio/amr'], beginsLike: hasText(0, '#!AMR') },
  { mediaTypes: ['audio/mpeg'], beginsLike: isMp3, isLoose: true },
  { mediaTypes: ['audio/aac'], beginsLike: isAac, isLoose: true },
  { mediaTypes: ['application/pdf'], beginsLike: isPdf },
  { mediaTypes: ['text/vcard'], beginsLike: isVcard },
  { mediaTypes: ['text/calendar'], beginsLike: anyOf('BEGIN:VCALENDAR', '\xef\xbb\xbfBEGIN:VCALENDAR') },
  { mediaTypes: ['application/rtf'], beginsLike: hasText(0, '{\\rtf') },
  {
    mediaTypes: ['application/msword', 'application/vnd.ms-excel', 'application/vnd.ms-powerpoint'],
    beginsLike: isOldOffice,
    isShared: true,
  },
  {
    mediaTypes: ['application/vnd.oasis.opendocument.text'],
    beginsLike: isOpenDocument('text'),
  },
  { mediaTypes: ['application/vnd.oasis.opendocument.spreadsheet'], beginsLike: isOpenDocument('spreadsheet') },
  { mediaTypes: [`${openXml}.wordprocessingml.document`], beginsLike: isOfficeOf('word/'), isShared: true },
  { mediaTypes: [`${openXml}.presentationml.presentation`], beginsLike: isOfficeOf('ppt/'), isShared: true },
  { mediaTypes: [`${openXml}.spreadsheetml.sheet`], beginsLike: isOfficeOf('xl/'), isShared: true },
  { mediaTypes: [zip], beginsLike: isZip, isShared: true },
];

const typesOf = (some: Beginning[]) => new Set<string>(some.flatMap(({ mediaTypes }) => mediaTypes));
const shownByBeginning = typesOf(beginnings.filter(({ isLoose }) => !isLoose));
const loose = typesOf(beginnings.filter(({ isLoose }) => isLoose));

/** Whether a file can be what is said, as far as its beginning tells. */
function canBe(mediaType: string, start: Uint8Array): boolean {
  if (loose.has(mediaType)) return !isText(start);
  return !shownByBeginning.has(mediaType);
}

/**
 * What a received file is: by its bytes first, then by what was said of it, the nearest to its origin first, then by the ending
 * of its name (domain 2.13). What is said falsely is not believed.
 */
export function kindOfReceived({
  start,
  said,
  fileName,
}: {
  start: Uint8Array;
  said: Array<string | null>;
  fileName: string;
}): string {
  const told = [...said.map((one) => plainMediaType(one ?? '')), mediaTypeOfFile({ fileName, said: '' })]
    .filter((one) => one !== '' && one !== unknownMediaType)
    // A document of Office is a zip, too, and whoever says so has not told the half of it.
    .sort((one, other) => Number(one === zip) - Number(other === zip));
  const similar = beginnings.filter(({ beginsLike }) => beginsLike(start));
  const possible = typesOf(similar);
  const believed = told.find((one) => possible.has(one));
  if (believed !== undefined) return believed;
  const certain = similar.find(({ isShared }) => !isShared);
  if (certain !== undefined) return certain.mediaTypes[0];
  return told.find((one) => canBe(one, start)) ?? (possible.has(zip) ? zip : unknownMediaType);
}

/** An ending tells the kind: letters are in it, and it is short. */
const ending = /\.(?=[^.]*\p{L})[\p{L}\p{N}_~-]{1,10}$/u;

/** What a received file is called: as its sender named it, else as its store does, else by the name that was made up for it. */
export function nameOfReceived({
  given,
  isPlaceholder,
  stored,
  mediaType,
}: {
  given: string;
  isPlaceholder: boolean;
  stored: string | null;
  mediaType: string;
}): string {
  const [own, ofStore] = [plainFileName(given), plainFileName(stored ?? '')];
  const name = (isPlaceholder ? '' : own) || ofStore;
  if (name !== '') return ending.test(name) ? name : name + extensionOf(mediaType);
  // Only there as long as nothing is known; a name that says what the file is not would be worse than none.
  return (own || 'file').replace(ending, '') + (extensionOf(mediaType) || '.bin');
}
