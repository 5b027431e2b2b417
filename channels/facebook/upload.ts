import { randomUUID } from 'node:crypto';
import type { OutgoingAttachment } from '../contract';
import type { StreamedBody } from './graph';

export type AttachmentKind = 'image' | 'audio' | 'video' | 'file';

/** What Messenger shows as more than a file. */
const shown: Record<string, AttachmentKind> = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'image/gif': 'image',
  'audio/mpeg': 'audio',
  'audio/mp4': 'audio',
  'audio/aac': 'audio',
  'audio/wav': 'audio',
  'audio/x-m4a': 'audio',
  'video/mp4': 'video',
  'video/quicktime': 'video',
};

export function attachmentKind(mediaType: string): AttachmentKind {
  return shown[mediaType.split(';')[0]?.trim().toLowerCase() ?? ''] ?? 'file';
}

/** A form on its way, which knows whether its file could not be read on our side: Facebook then got no whole request. */
export interface Upload {
  body: StreamedBody;
  isBroken(): boolean;
}

/** A name that can stand in quotes in a form's header. */
function quotable(fileName: string): string {
  return fileName.replace(/[\r\n"\\/]/g, '_').trim() || 'file';
}

function mediaTypeToSend(mediaType: string): string {
  return /^[\w.+-]+\/[\w.+-]+$/.test(mediaType) ? mediaType : 'application/octet-stream';
}

/** The fields and the file as `multipart/form-data`, read from our store while it is sent. */
export function uploadOf(fields: Record<string, string>, attachment: OutgoingAttachment): Upload {
  const boundary = `parley-${randomUUID()}`;
  const open = Object.entries(fields)
    .map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join('');
  const fileHead =
    `--${boundary}\r\nContent-Disposition: form-data; name="filedata"; filename="${quotable(attachment.fileName)}"\r\n` +
    `Content-Type: ${mediaTypeToSend(attachment.mediaType)}\r\n\r\n`;
  const head = Buffer.from(open + fileHead);
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  let broken = false;
  async function* content(): AsyncGenerator<Uint8Array> {
    yield head;
    let left = attachment.size;
    try {
      for await (const chunk of attachment.open()) {
        const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
        left -= bytes.length;
        yield bytes;
      }
      if (left !== 0) throw new Error('The file is not of the length that was stored with it.');
    } catch (error) {
      broken = true;
      throw error;
    }
    yield tail;
  }
  const length = head.length + attachment.size + tail.length;
  const mediaType = `multipart/form-data; boundary=${boundary}`;
  return { body: { mediaType, length, content: content() }, isBroken: () => broken };
}
