import type { OutgoingLimits } from '../contract';
import { isSendable } from './media-types';

/** Domain 2.6, which is what Twilio takes for WhatsApp. */
const largestFileBytes = 16 * 1024 * 1024;

export const kindsInWords =
  'WhatsApp takes pictures as JPG or PNG, sound as MP3, OGG or AMR, documents as PDF and videos as MP4.';

export const whatsAppLimits: OutgoingLimits = {
  maxTextLength: 1600,
  /** WhatsApp's own, below a file. */
  maxCaptionLength: 1024,
  maxAttachmentBytes: (mediaType) =>
    isSendable(mediaType) ? largestFileBytes : { refused: `${kindsInWords} This file is of another type.` },
  maxAttachments: 1,
};

/** For this long after his last message a client may be written to freely; after it, by template only (WhatsApp's rule). */
export const replyWindow = { freeMs: 24 * 60 * 60 * 1000 };
