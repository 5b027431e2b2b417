import { megabyte } from '../../domain/file-size';
import type { OutgoingLimits } from '../contract';

/** A photo that is larger goes out as a document. */
export const largestPhotoBytes = 10 * megabyte;

/** What the Bot API takes from a bot. */
export const telegramLimits: OutgoingLimits = {
  maxTextLength: 4096,
  maxCaptionLength: 1024,
  maxAttachmentBytes: () => 50 * megabyte,
  /** Telegram sends several files as several messages of one album, which could be refused one by one. */
  maxAttachments: 1,
};
