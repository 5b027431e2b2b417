import type { PhotoSize } from 'grammy/types';
import { sampleFiles } from '../sample-files';
import type { MessageContent } from './conversation';
import type { FileContent, FileKind, FileStore, StoredFile } from './file-store';

export interface FileFields {
  file_id: string;
  file_unique_id: string;
  file_size: number;
}

export interface MediaSource extends Omit<FileContent, 'kind'> {
  durationSeconds?: number;
  title?: string;
  performer?: string;
  emoji?: string;
}

/** The kinds of message that carry one file, by the field of Message that holds it. */
export type MediaField = 'photo' | 'document' | 'audio' | 'voice' | 'video' | 'video_note' | 'animation' | 'sticker';

export const mediaKinds: Record<MediaField, FileKind> = {
  photo: 'Photo',
  document: 'Document',
  audio: 'Audio',
  voice: 'VoiceNote',
  video: 'Video',
  video_note: 'VideoNote',
  animation: 'Animation',
  sticker: 'Sticker',
};

const fullPhoto = { width: 1280, height: 960 };
const smallerPhotos = [
  { width: 90, height: 68 },
  { width: 320, height: 240 },
];

export function fileFields(file: StoredFile): FileFields {
  return { file_id: file.fileId, file_unique_id: file.fileUniqueId, file_size: file.sizeBytes };
}

/** Telegram keeps a photo in several sizes, the last of which is the largest: here that one has the bytes as sent. */
export function photoSizes(files: FileStore, kind: FileKind, full: StoredFile): PhotoSize[] {
  const smaller = smallerPhotos.map((size) => {
    const bytes = Buffer.concat([sampleFiles.jpeg.bytes, Buffer.from(`${size.width}`)]);
    return { ...fileFields(files.add({ kind, bytes, mediaType: 'image/jpeg' })), ...size };
  });
  return [...smaller, { ...fileFields(full), ...fullPhoto }];
}

function thumbnail(files: FileStore): PhotoSize {
  const file = files.add({ kind: 'Thumbnail', bytes: sampleFiles.jpeg.bytes, mediaType: 'image/jpeg' });
  return { ...fileFields(file), width: 320, height: 240 };
}

/** The part of a Message that shows a file. */
export function mediaContent(
  field: MediaField,
  files: FileStore,
  file: StoredFile,
  source: Partial<MediaSource> = {},
): MessageContent {
  const duration = source.durationSeconds ?? 1;
  const named = { file_name: file.fileName, mime_type: file.mediaType, ...fileFields(file) };
  switch (field) {
    case 'photo':
      return { photo: photoSizes(files, 'Photo', file) };
    case 'document':
      return { document: named };
    case 'audio':
      return { audio: { duration, title: source.title, performer: source.performer, ...named } };
    case 'voice':
      return { voice: { duration, mime_type: file.mediaType, ...fileFields(file) } };
    case 'video':
      return { video: { duration, width: 1280, height: 720, thumbnail: thumbnail(files), ...named } };
    case 'video_note':
      return { video_note: { duration, length: 240, thumbnail: thumbnail(files), ...fileFields(file) } };
    case 'animation': {
      const animation = { duration, width: 320, height: 240, thumbnail: thumbnail(files), ...named };
      return { animation, document: { thumbnail: animation.thumbnail, ...named } };
    }
    case 'sticker':
      return {
        sticker: {
          type: 'regular',
          width: 512,
          height: 512,
          is_animated: false,
          is_video: false,
          emoji: source.emoji,
          ...fileFields(file),
        },
      };
  }
}
