import {
  hasText,
  is3gp,
  isAac,
  isMp3,
  isMp4,
  isOfficeOf,
  isOldOffice,
  isPdf,
  isVcard,
  isWebp,
} from '../../domain/file-beginnings';
import { plainMediaType, unknownMediaType } from '../../domain/media-types';

interface MediaKind {
  mediaType: string;
  /** Whether a file begins like one of this kind. */
  beginsLike(start: Uint8Array): boolean;
  /** Others begin like it: what was said is believed, and nothing is taken for it of which something else was. */
  isShared?: true;
}

const openXml = 'application/vnd.openxmlformats-officedocument';

/** All that WhatsApp takes (domain 2.6). */
const kinds: MediaKind[] = [
  { mediaType: 'image/jpeg', beginsLike: hasText(0, '\xff\xd8\xff') },
  { mediaType: 'image/png', beginsLike: hasText(0, '\x89PNG\r\n\x1a\n') },
  { mediaType: 'image/webp', beginsLike: isWebp },
  { mediaType: 'audio/mpeg', beginsLike: isMp3 },
  { mediaType: 'audio/ogg', beginsLike: hasText(0, 'OggS') },
  { mediaType: 'audio/amr', beginsLike: hasText(0, '#!AMR') },
  { mediaType: 'audio/aac', beginsLike: isAac },
  { mediaType: 'application/pdf', beginsLike: isPdf },
  { mediaType: 'text/vcard', beginsLike: isVcard },
  { mediaType: 'video/mp4', beginsLike: isMp4 },
  { mediaType: 'audio/3gpp', beginsLike: is3gp, isShared: true },
  { mediaType: 'video/3gpp', beginsLike: is3gp, isShared: true },
  { mediaType: 'application/msword', beginsLike: isOldOffice, isShared: true },
  { mediaType: `${openXml}.wordprocessingml.document`, beginsLike: isOfficeOf('word/'), isShared: true },
  { mediaType: `${openXml}.presentationml.presentation`, beginsLike: isOfficeOf('ppt/'), isShared: true },
  { mediaType: `${openXml}.spreadsheetml.sheet`, beginsLike: isOfficeOf('xl/'), isShared: true },
];

export function isSendable(mediaType: string): boolean {
  return kinds.some((kind) => kind.mediaType === plainMediaType(mediaType));
}

/** What a file is, by its first bytes; null for none of the kinds that WhatsApp takes, or one that others begin like. */
export function mediaTypeOf(start: Uint8Array): string | null {
  return kinds.find(({ beginsLike, isShared }) => !isShared && beginsLike(start))?.mediaType ?? null;
}

/** Whether a file can be what is said of it. */
export function canBe(mediaType: string, start: Uint8Array): boolean {
  return kinds.some((kind) => kind.mediaType === plainMediaType(mediaType) && kind.beginsLike(start));
}

/** The type of a file of which somebody said what it is. What it says falsely is not believed. */
export function trueMediaType(start: Uint8Array, said: string | null): string | null {
  const found = mediaTypeOf(start);
  if (found !== null || said === null) return found;
  return isSendable(said) && !canBe(said, start) ? unknownMediaType : plainMediaType(said);
}
