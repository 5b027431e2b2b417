import type { z } from 'zod';
import type { IncomingAttachment, IncomingMessage } from '../../domain/inbound';
import type { MessageType } from '../../domain/message';
import { fileNameOf } from './file-names';
import { contents, type PhotoSizes, type TelegramFile, type TelegramMessage } from './update';

/** What a message holds, apart from who wrote it and when. */
export type Content = Pick<IncomingMessage, 'type' | 'text' | 'attachments' | 'location' | 'sharedContact'>;

/** Reads one kind of content; null when it is not of the form that Telegram documents. */
type Reader = (value: unknown, message: TelegramMessage) => Content | null;

function reader<Schema extends z.ZodType>(
  schema: Schema,
  read: (value: z.infer<Schema>, message: TelegramMessage) => Partial<Content> & { type: MessageType },
): Reader {
  return (value, message) => {
    const parsed = schema.safeParse(value);
    return parsed.success ? { text: message.caption ?? '', attachments: [], ...read(parsed.data, message) } : null;
  };
}

interface FileKind {
  type: MessageType;
  /** What Telegram leaves out of this kind. */
  name: string;
  mediaType: string;
}

function attachmentOf(file: TelegramFile, kind: FileKind, message: TelegramMessage): IncomingAttachment {
  const mediaType = file.mime_type ?? kind.mediaType;
  return {
    fileName: fileNameOf({ given: file.file_name, name: kind.name, messageId: message.message_id, mediaType }),
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

function photoAttachments(sizes: PhotoSizes, message: TelegramMessage): IncomingAttachment[] {
  const largest = largestPhoto(sizes);
  return largest ? [attachmentOf(largest, photoKind, message)] : [];
}

function stickerMediaType(sticker: z.infer<typeof contents.sticker>): string {
  if (sticker.is_animated) return 'application/x-tgsticker';
  return sticker.is_video ? 'video/webm' : 'image/webp';
}

function fullNameOf(contact: z.infer<typeof contents.contact>): string {
  return [contact.first_name, contact.last_name].filter(Boolean).join(' ') || contact.phone_number;
}

/**
 * The first key that a message has decides: a venue also has `location`, an animation `document`, a live photo `photo`,
 * all for the sake of older programs.
 */
const readers: Array<[key: string, read: Reader]> = [
  ['text', reader(contents.text, (text) => ({ type: 'text', text }))],
  [
    'photo',
    reader(contents.photo, (sizes, message) => ({ type: 'image', attachments: photoAttachments(sizes, message) })),
  ],
  ['animation', fileReader({ type: 'video', name: 'animation', mediaType: 'video/mp4' })],
  ['voice', fileReader({ type: 'audio', name: 'voice', mediaType: 'audio/ogg' })],
  ['audio', fileReader({ type: 'audio', name: 'audio', mediaType: 'audio/mpeg' })],
  ['video', fileReader({ type: 'video', name: 'video', mediaType: 'video/mp4' })],
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
    'venue',
    reader(contents.venue, ({ location: { latitude, longitude }, title, address }) => ({
      type: 'location',
      location: { latitude, longitude, ...(title && { title }), ...(address && { address }) },
    })),
  ],
  [
    'location',
    reader(contents.location, ({ latitude, longitude }) => ({ type: 'location', location: { latitude, longitude } })),
  ],
  [
    'contact',
    reader(contents.contact, (contact) => ({
      type: 'contact',
      sharedContact: { name: fullNameOf(contact), phoneNumber: contact.phone_number },
    })),
  ],
];

/** What a message holds, or null for a kind that is not understood or not of the documented form (domain 1.8). */
export function contentOf(message: TelegramMessage): Content | null {
  const known = readers.find(([key]) => message[key] !== undefined && message[key] !== null);
  if (!known) return null;
  const [key, read] = known;
  return read(message[key], message);
}
