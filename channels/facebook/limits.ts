import { megabyte } from '../../domain/file-size';
import type { ReplyWindow } from '../../domain/reply-window';
import type { OutgoingLimits } from '../contract';

const hourMs = 60 * 60_000;

/** What the Send API takes. A message of it is either a text or a file, so that one of ours is one of Facebook's. */
export const facebookLimits: OutgoingLimits = {
  maxTextLength: 2000,
  maxCaptionLength: 0,
  maxAttachmentBytes: () => 25 * megabyte,
  maxAttachments: 1,
};

/** Of the message tags, HUMAN_AGENT is left, for answers that a person gives. */
export const facebookWindow: Required<ReplyWindow> = { freeMs: 24 * hourMs, personMs: 7 * 24 * hourMs };
