import type { z } from 'zod';
import type { IncomingAttachment } from '../../domain/inbound';
import type { MessageType } from '../../domain/message';
import { nameOf } from './file-names';
import { type Reader, reader } from './reader';
import { contents, type PhotoSizes, type TelegramFile, type TelegramMessage } from './update';

interface FileKind {
  type: MessageType;
  /** What Telegram leaves out of this kind. */
  name: string;
  mediaType: string;
}

function attachmentOf(file: TelegramFile, kind: FileKind, message: TelegramMessage): IncomingAttachment {
  const mediaType = file.mime_type ?? kind.mediaType;
  return {
    ...nameOf({ given: file.file_name, kind: kind.name, messageId: message.message_id, mediaType }),
    mediaType,
    size: file.file_size ?? null,
    reference: file.file_id,
    // Of one file Telegram gives out several ids.
    ...(file.file_unique_id && { fingerprint: file.file_unique_id }),
  };
}

function fileReader(kind: FileKind): Reader {
  return reader(contents.file, (file, message) => ({
    type: kind.type,
    attachments: [attachmentOf(file, kind, message)],
  }));
}

/** Telegram keeps a photo in several sizes, in no promised order. */
function largestPhoto(sizes: PhotoSizes): PhotoSizes[number] | undefined {
  return [...sizes].sort((a, b) => b.width * b.height - a.width * a.height)[0];
}

const photoKind: FileKind = { type: 'image', name: 'photo', mediaType: 'image/jpeg' };
const videoKind: FileKind = { type: 'video', name: 'video', mediaType: 'video/mp4' };

export function photoAttachments(sizes: PhotoSizes | undefined, message: TelegramMessage): IncomingAttachment[] {
  const largest = sizes && largestPhoto(sizes);
  return largest ? [attachmentOf(largest, photoKind, message)] : [];
}

function livePhotoAttachments(value: unknown, message: TelegramMessage): IncomingAttachment[] {
  const read = contents.livePhoto.safeParse(value);
  if (!read.success) return [];
  return [...photoAttachments(read.data.photo, message), attachmentOf(read.data, videoKind, message)];
}

function stickerMediaType(sticker: z.infer<typeof contents.sticker>): string {
  if (sticker.is_animated) return 'application/x-tgsticker';
  return sticker.is_video ? 'video/webm' : 'image/webp';
}

/** Kinds whose content is files. */
export const mediaReaders: Array<[key: string, read: Reader]> = [
  [
    'live_photo',
    reader(contents.livePhoto, (photo, message) => {
      return { type: 'image', attachments: livePhotoAttachments(photo, message) };
    }),
  ],
  [
    'photo',
    reader(contents.photo, (sizes, message) => ({ type: 'image', attachments: photoAttachments(sizes, message) })),
  ],
  ['animation', fileReader({ type: 'video', name: 'animation', mediaType: 'video/mp4' })],
  ['voice', fileReader({ type: 'audio', name: 'voice', mediaType: 'audio/ogg' })],
  ['audio', fileReader({ type: 'audio', name: 'audio', mediaType: 'audio/mpeg' })],
  ['video', fileReader(videoKind)],
  ['video_note', fileReader({ type: 'video', name: 'video-note', mediaType: 'video/mp4' })],
  ['document', fileReader({ type: 'file', name: 'document', mediaType: 'application/octet-stream' })],
  [
    'sticker',
    reader(contents.sticker, (sticker, message) => {
      const kind: FileKind = { type: 'sticker', name: 'sticker', mediaType: stickerMediaType(sticker) };
      return { type: 'sticker', text: sticker.emoji ?? '', attachments: [attachmentOf(sticker, kind, message)] };
    }),
  ],
  [
    'paid_media',
    reader(contents.paidMedia, ({ paid_media: parts }, message) => {
      const attachments = parts.flatMap(({ photo, video, live_photo }) => [
        ...photoAttachments(photo, message),
        ...(video === undefined ? [] : [attachmentOf(video, videoKind, message)]),
        ...livePhotoAttachments(live_photo, message),
      ]);
      // Of what is not paid for only an outline is told.
      if (attachments.length === 0) return null;
      return { type: attachments[0]?.mediaType.startsWith('video/') ? 'video' : 'image', attachments };
    }),
  ],
];
