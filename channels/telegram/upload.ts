import { InputFile, type RawApi } from 'grammy';
import type { OutgoingAttachment } from '../contract';
import type { ApiSignal } from './call';
import { fileNameToSend } from './file-names';
import { largestPhotoBytes } from './limits';

export type FileMethod = 'sendPhoto' | 'sendAnimation' | 'sendVideo' | 'sendVoice' | 'sendAudio' | 'sendDocument';

/** What Telegram shows as more than a file; all else it takes as a document, unchanged. */
const methods: Record<string, FileMethod> = {
  'image/jpeg': 'sendPhoto',
  'image/png': 'sendPhoto',
  'image/webp': 'sendPhoto',
  'image/gif': 'sendAnimation',
  'video/mp4': 'sendVideo',
  'audio/ogg': 'sendVoice',
  'audio/mpeg': 'sendAudio',
  'audio/mp4': 'sendAudio',
  'audio/x-m4a': 'sendAudio',
};

export function fileMethodFor({ mediaType, size }: Pick<OutgoingAttachment, 'mediaType' | 'size'>): FileMethod {
  const method = methods[mediaType.split(';')[0]?.trim().toLowerCase() ?? ''] ?? 'sendDocument';
  return method === 'sendPhoto' && size > largestPhotoBytes ? 'sendDocument' : method;
}

/** A file on its way, which knows whether it could not be read on our side: Telegram then got no whole request. */
export interface Upload {
  file: InputFile;
  isBroken(): boolean;
}

export function uploadOf(attachment: OutgoingAttachment): Upload {
  let broken = false;
  async function* content(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of attachment.open()) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    } catch (error) {
      broken = true;
      throw error;
    }
  }
  return { file: new InputFile(content(), fileNameToSend(attachment.fileName)), isBroken: () => broken };
}

interface Around {
  chat_id: number;
  caption?: string;
  reply_parameters?: { message_id: number; allow_sending_without_reply: boolean };
}

export function sendFile(api: RawApi, method: FileMethod, file: InputFile, around: Around, signal: ApiSignal) {
  switch (method) {
    case 'sendPhoto':
      return api.sendPhoto({ ...around, photo: file }, signal);
    case 'sendAnimation':
      return api.sendAnimation({ ...around, animation: file }, signal);
    case 'sendVideo':
      return api.sendVideo({ ...around, video: file, supports_streaming: true }, signal);
    case 'sendVoice':
      return api.sendVoice({ ...around, voice: file }, signal);
    case 'sendAudio':
      return api.sendAudio({ ...around, audio: file }, signal);
    case 'sendDocument':
      return api.sendDocument({ ...around, document: file }, signal);
    default:
      return method satisfies never;
  }
}
