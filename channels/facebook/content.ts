import type { IncomingAttachment, IncomingMessage } from '../../domain/inbound';
import type { MessageType } from '../../domain/message';
import type { TextLink } from '../../domain/message-parts';
import { isKeptAtFacebook } from './attachments';
import { cardWords, isProduct } from './cards';
import { mediaTypeOf, nameOf } from './file-names';
import { addressMeant, isNamed } from './links';
import type { FacebookAttachment, FacebookMessage } from './payload';
import { referralOf } from './referral';

/** What a message holds, apart from who wrote it and when. */
export type Content = Pick<
  IncomingMessage,
  'type' | 'text' | 'attachments' | 'location' | 'links' | 'referral' | 'raw'
>;

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
  return { ...nameOf({ given, kind, address: reference, mediaType }), mediaType, size: null, reference };
}

function pictureOf(reference: string): IncomingAttachment {
  const mediaType = mediaTypeOf(reference) ?? 'image/jpeg';
  return {
    ...nameOf({ given: undefined, kind: 'image', address: reference, mediaType }),
    ...{ mediaType, size: null, reference },
  };
}

function locationOf({ type, payload }: FacebookAttachment): IncomingMessage['location'] | null {
  if (type !== 'location' || payload?.coordinates === undefined) return null;
  const { lat: latitude, long: longitude } = payload.coordinates;
  const title = payload.title;
  return { latitude, longitude, ...(title && { title }) };
}

function stickerText(attachments: FacebookAttachment[]): string {
  return attachments.some(({ payload }) => thumbs.has(payload?.sticker_id ?? '')) ? '👍' : '';
}

/** What one attachment that is neither file nor place shows; null for a kind that tells nothing which could be shown. */
interface Shown {
  type: MessageType;
  text: string;
  links: TextLink[];
  files: IncomingAttachment[];
}

function templateOf({ payload, ...attachment }: FacebookAttachment): Shown | null {
  const { text, links, pictures } = cardWords({ title: attachment.title, ...payload });
  const files = pictures.filter(isKeptAtFacebook).map(pictureOf);
  if (text === '' && files.length === 0) return null;
  const elsewhere = pictures.filter((url) => !isKeptAtFacebook(url)).map((url) => ({ text: url, url }));
  return { type: isProduct(payload) ? 'product' : 'template', text, links: [...links, ...elsewhere], files };
}

/** A link that Messenger previews, or a post, reel or story that was passed on: what it is called there are nobody's words here. */
function sharedOf({ title, url, payload }: FacebookAttachment): Shown | null {
  const address = url ?? payload?.url;
  if (address === undefined) return null;
  const target = addressMeant(address);
  return { type: 'link', text: '', links: [{ text: (title ?? payload?.title) || target, url: target }], files: [] };
}

function shownOf(attachment: FacebookAttachment): Shown | null {
  return attachment.type === 'template' ? templateOf(attachment) : sharedOf(attachment);
}

/** What a message holds; `unsupported`, with its payload, when part of it is not understood (domain 1.8). */
export function contentOf(message: FacebookMessage, raw: unknown): Content {
  const attachments = withoutTwins(message.attachments ?? []);
  const written = message.text ?? '';
  const location = attachments.map(locationOf).find((one) => one !== null);
  const rest = attachments.filter((one) => fileOf(one) === null && locationOf(one) === null);
  const shown = rest.map(shownOf);
  const parts = shown.filter((part) => part !== null);
  const files = [...attachments.map(fileOf).filter((file) => file !== null), ...parts.flatMap((part) => part.files)];
  // The client's text has the address of what is previewed already, as a rule.
  const links = parts.flatMap((part) => part.links).filter(({ url }) => !isNamed(written, url));
  const text = [written, ...parts.map((part) => part.text).filter((told) => !written.includes(told))]
    .filter(Boolean)
    .join('\n');
  const referral = referralOf(message.referral);
  const also = { ...(links.length > 0 && { links }), ...(referral && { referral }) };

  const isTold = message.text !== undefined || attachments.length > 0;
  const isUnderstood =
    isTold && !message.is_unsupported && shown.every((part, at) => part !== null || isEmpty(rest[at], written));
  if (!isUnderstood) return { type: 'unsupported', text, attachments: files, ...also, raw };
  const kept = message.referral === undefined && parts.length === 0 ? {} : { raw };
  if (location) return { type: 'location', text, attachments: files, location, ...also, ...kept };
  const [first] = attachments;
  const type = first && (fileTypes[kindOf(first)]?.type ?? (written === '' ? parts[0]?.type : undefined));
  return { type: type ?? 'text', text: text || stickerText(attachments), attachments: files, ...also, ...kept };
}

/** A preview without an address, beside words that have it. */
function isEmpty(attachment: FacebookAttachment | undefined, written: string): boolean {
  return attachment?.type === 'fallback' && written !== '';
}
