import type { IncomingAttachment } from '../../domain/inbound';

const extensions: Record<string, string> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'audio/ogg': '.ogg',
  'audio/mpeg': '.mp3',
  'audio/mp4': '.m4a',
  'video/mp4': '.mp4',
  'video/webm': '.webm',
  'video/quicktime': '.mov',
  'application/pdf': '.pdf',
  'application/x-tgsticker': '.tgs',
};

/** The media type that a file's name tells, or null. */
export function mediaTypeOf(path: string): string | null {
  const extension = /\.\w+$/.exec(path)?.[0].toLowerCase().replace('.jpeg', '.jpg').replace('.oga', '.ogg');
  return Object.keys(extensions).find((mediaType) => extensions[mediaType] === extension) ?? null;
}

/** The client's own name of the file without any folder; for what has none, one that tells kind and message. */
export function nameOf(file: {
  given: string | undefined;
  kind: string;
  messageId: number | undefined;
  mediaType: string;
}): Pick<IncomingAttachment, 'fileName' | 'hasPlaceholderName'> {
  const given = file.given
    ?.split(/[\\/]/)
    .at(-1)
    ?.replace(/\p{Cc}/gu, '')
    .trim();
  if (given) return { fileName: given };
  const number = file.messageId === undefined ? '' : `-${file.messageId}`;
  return { fileName: `${file.kind}${number}${extensions[file.mediaType] ?? ''}`, hasPlaceholderName: true };
}

/** A name that survives grammY's multipart form, which writes it without quotes. */
export function fileNameToSend(name: string): string {
  return name.replace(/[\r\n";\\/]/g, '_').trim() || 'file';
}
