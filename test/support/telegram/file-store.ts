import { createHash, randomBytes } from 'node:crypto';
import { badRequest } from './api-error';
import { extensionFor } from './media-types';

const fileKinds = {
  Photo: 'photos',
  VoiceNote: 'voice',
  VideoNote: 'video_notes',
  Video: 'videos',
  Audio: 'music',
  Animation: 'animations',
  Sticker: 'stickers',
  Document: 'documents',
  Thumbnail: 'thumbnails',
  ProfilePhoto: 'profile_photos',
} as const;

export type FileKind = keyof typeof fileKinds;

export interface FileContent {
  kind: FileKind;
  bytes: Buffer;
  /** What the file claims to weigh, when a test wants no real 20 MB. */
  sizeBytes?: number;
  fileName?: string;
  mediaType?: string;
}

export interface StoredFile extends FileContent {
  fileId: string;
  fileUniqueId: string;
  sizeBytes: number;
}

interface OpenedPath {
  file: StoredFile;
  validUntilMs: number;
}

const mostDownloadBytes = 20 * 1024 * 1024;
const pathLifetimeMs = 60 * 60 * 1000;

/** The files that one bot knows; ids of one bot mean nothing to another. */
export class FileStore {
  private readonly files = new Map<string, StoredFile>();
  private readonly paths = new Map<string, OpenedPath>();

  add(content: FileContent): StoredFile {
    const identity = createHash('sha1').update(content.kind).update(content.bytes).update(String(content.sizeBytes));
    const file = {
      ...content,
      fileId: randomBytes(54).toString('base64url'),
      fileUniqueId: `AQAD${identity.digest('base64url').slice(0, 11)}`,
      sizeBytes: content.sizeBytes ?? content.bytes.length,
    };
    this.files.set(file.fileId, file);
    return file;
  }

  /** The same file under another id, as Telegram hands them out: only the unique one stays. */
  again(fileId: string): string {
    const file = this.files.get(fileId);
    if (file === undefined) throw new Error(`There is no file ${fileId}`);
    const other = randomBytes(54).toString('base64url');
    this.files.set(other, { ...file, fileId: other });
    return other;
  }

  find(fileId: string): StoredFile | undefined {
    return this.files.get(fileId);
  }

  /** Prepares a download and gives its path. */
  open(file: StoredFile): string {
    if (file.sizeBytes > mostDownloadBytes) throw badRequest('file is too big');
    const number = [...this.files.keys()].indexOf(file.fileId);
    const path = `${fileKinds[file.kind]}/file_${number}${extensionFor(file.fileName, file.mediaType)}`;
    this.paths.set(path, { file, validUntilMs: Date.now() + pathLifetimeMs });
    return path;
  }

  atPath(path: string): StoredFile | undefined {
    const opened = this.paths.get(path);
    return opened && opened.validUntilMs > Date.now() ? opened.file : undefined;
  }

  expirePaths(): void {
    this.paths.clear();
  }
}
