import type { IncomingAttachment, IncomingMessage } from '../../domain/inbound';
import type { MessageType } from '../../domain/message';
import { fileNameOf, mediaTypeOf } from './file-names';
import type { FacebookAttachment, FacebookMessage } from './payload';

/** What a message holds, apart from who wrote it and when. */
export type Content = Pick<IncomingMessage, 'type' | 'text' | 'attachments' | 'location' | 'raw'>;

const fileTypes: Record<string, { type: MessageType; mediaType: string }> = {
  image: { type: 'image', mediaType: 'image/jpeg' },
  audio: { type: 'audio', mediaType: 'audio/mp4' },
  video: { type: 'video', mediaType: 'video/mp4' },
  file: { type: 'file', mediaType: 'application/octet-stream' },
  sticker: { type: 'sticker', mediaType: 'image/png' },
};

/** The thumb beside Messenger's text field, in its three sizes. */
const thumbs = new Set(['369239263222822', '369239343222814', '369239383222810']);

/** Stickers were images with a `sticker_id`; for some months of 2026 they come as both. */
function kindOf({ type, payload }: FacebookAttachment): string {
  return type === 'image' && payload?.sticker_id !== undefined ? 'sticker' : type;
}

function withoutTwins(attachments: FacebookAttachment[]): FacebookAttachment[] {
  const hasNewSticker = attachments.some(({ type }) => type === 'sticker');
  return hasNewSticker ? attachments.filter((one) => one.type === 'sticker' || kindOf(one) !== 'sticker') : attachments;
}

function fileOf(attachment: FacebookAttachment): IncomingAttachment | null {
  const kind = kindOf(attachment);
  const known = fileTypes[kind];
  const reference = attachment.payload?.url;
  if (known === undefined || reference === undefined) return null;
  const mediaType = mediaTypeOf(reference) ?? known.mediaType;
  const given = attachment.payload?.name ?? attachment.payload?.title;
  return { fileName: fileNameOf({ given, kind, address: reference, mediaType }), mediaType, size: null, reference };
}

function locationOf({ type, payload }: FacebookAttachment): IncomingMessage['location'] | null {
  if (type !== 'location' || payload?.coordinates === undefined) return null;
  const { lat: latitude, long: longitude } = payload.coordinates;
  const title = payload.title;
  return { latitude, longitude, ...(title && { title }) };
}

/** What can be shown of something that was shared: a link, a post, a reel. */
function wordsOf({ title, url, payload }: FacebookAttachment): string {
  return [title ?? payload?.title, url ?? payload?.url].filter(Boolean).join('\n');
}

function stickerText(attachments: FacebookAttachment[]): string {
  return attachments.some(({ payload }) => thumbs.has(payload?.sticker_id ?? '')) ? '👍' : '';
}

/** A link that Messenger previews: the client's text has it already, as a rule. */
function isLink({ type }: FacebookAttachment): boolean {
  return type === 'fallback';
}

/** What a message holds; `unsupported`, with its payload, when part of it is not understood (domain 1.8). */
export function contentOf(message: FacebookMessage, raw: unknown): Content {
  const attachments = withoutTwins(message.attachments ?? []);
  const text = message.text ?? '';
  const files = attachments.map(fileOf).filter((file) => file !== null);
  const location = attachments.map(locationOf).find((one) => one !== null);
  const rest = attachments.filter((one) => fileOf(one) === null && locationOf(one) === null);
  const isUnderstood = !message.is_unsupported && (message.text !== undefined || attachments.length > 0);
  const words = [text, ...rest.map(wordsOf).filter((shared) => !text.includes(shared))].filter(Boolean).join('\n');
  if (!isUnderstood || !rest.every((one) => isLink(one) && words !== '')) {
    return { type: 'unsupported', text: words, attachments: files, raw };
  }
  const [first] = attachments;
  const kept = message.referral === undefined ? {} : { raw };
  if (location) return { type: 'location', text: words, attachments: files, location, ...kept };
  const type = first === undefined ? undefined : fileTypes[kindOf(first)]?.type;
  return { type: type ?? 'text', text: words || stickerText(attachments), attachments: files, ...kept };
}
