import { megabyte } from '../../domain/file-size';
import { plainMediaType } from '../../domain/media-types';
import type { OutgoingLimits } from '../contract';
import { isSendable } from './media-types';

/** Domain 2.6, which is what Twilio takes for WhatsApp. */
const largestPictureBytes = 5 * megabyte;
const largestFileBytes = 16 * megabyte;

/** WhatsApp's own, below a picture. */
const longestCaption = 1024;
/** With all else Twilio lets the text vanish: WhatsApp shows none below documents, sound, contacts and stickers. */
const withCaption = new Set(['image/jpeg', 'image/png', 'video/mp4']);

export const kindsInWords =
  'WhatsApp takes pictures as JPG, PNG or WEBP, sound as MP3, OGG, AMR, AAC or 3GP, documents as PDF, DOC, DOCX, PPTX or XLSX, videos as MP4 and contacts as VCF.';

export const whatsAppLimits = {
  maxTextLength: 1600,
  maxCaptionLength: (mediaType) => (withCaption.has(plainMediaType(mediaType)) ? longestCaption : 0),
  maxAttachmentBytes: (mediaType) => {
    if (!isSendable(mediaType)) return { refused: `${kindsInWords} This file is of another type.` };
    return mediaType.startsWith('image/') ? largestPictureBytes : largestFileBytes;
  },
  maxAttachments: 1,
} satisfies OutgoingLimits;

/** For this long after his last message a client may be written to freely; after it, by template only (WhatsApp's rule). */
export const replyWindow = { freeMs: 24 * 60 * 60 * 1000 };
