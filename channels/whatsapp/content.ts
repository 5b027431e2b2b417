import { isBlank } from '../../domain/blank';
import type { IncomingAttachment, IncomingMessage } from '../../domain/inbound';
import { extensionOf, plainMediaType } from '../../domain/media-types';
import type { MessageType } from '../../domain/message';
import { field } from './form';

/** What a message holds, apart from who wrote it and when. */
export type Content = Pick<IncomingMessage, 'notice' | 'type' | 'text' | 'attachments' | 'location'>;

/** A file as Twilio tells of it. */
export interface Media {
  url: string;
  mediaType: string;
}

/** Ten are the most of Twilio's; fields beyond that are nobody's. */
const mostMedia = 10;

const numeral = /^-?\d{1,3}(\.\d{1,20})?$/;

function typeOfMedia(mediaType: string): MessageType {
  const [family = ''] = plainMediaType(mediaType).split('/');
  if (family === 'image' || family === 'audio' || family === 'video') return family;
  return plainMediaType(mediaType) === 'text/vcard' ? 'contact' : 'file';
}

/** Twilio tells no names of files; its store does, of some. */
function attachmentOf({ url, mediaType }: Media, index: number): IncomingAttachment {
  const type = typeOfMedia(mediaType);
  return {
    fileName: `${type}-${index + 1}${extensionOf(mediaType)}`,
    hasPlaceholderName: true,
    mediaType: plainMediaType(mediaType) || 'application/octet-stream',
    size: null,
    reference: url,
  };
}

/** Files of one message, with the text that stands below them. */
export function mediaContent(media: Media[], text: string, kind?: string): Content {
  const type = kind === 'sticker' ? 'sticker' : typeOfMedia(media[0]?.mediaType ?? '');
  return { type, text, attachments: media.map(attachmentOf) };
}

function mediaOf(form: object): Media[] {
  return Array.from({ length: mostMedia }).flatMap((_, index) => {
    const url = field(form, `MediaUrl${index}`);
    return url ? [{ url, mediaType: field(form, `MediaContentType${index}`) ?? '' }] : [];
  });
}

function coordinate(form: object, name: string, most: number): number | null {
  const written = field(form, name) ?? '';
  const value = Number(written);
  return numeral.test(written) && Math.abs(value) <= most ? value : null;
}

function locationContent(form: object, text: string): Content | null {
  const latitude = coordinate(form, 'Latitude', 90);
  const longitude = coordinate(form, 'Longitude', 180);
  if (latitude === null || longitude === null) return null;
  const [title, address] = [field(form, 'Label'), field(form, 'Address')];
  const location = { latitude, longitude, ...(title && { title }), ...(address && { address }) };
  return { type: 'location', text, attachments: [], location };
}

/** Whether it has no trace of a file or a place either, nor of anything else that was said. */
function isBare(form: object): boolean {
  const isUnread = ['Latitude', 'Longitude', 'Label', 'Address'].some((name) => field(form, name));
  return !isUnread && Number(field(form, 'NumMedia') ?? 0) === 0 && !hasMoreToTell(form);
}

/** Kinds of which the text is all there is to say; presses of buttons and choices from lists come with the words chosen. */
const textKinds = ['text', 'button', 'interactive', 'list'];

/** A form without text, file or place: there is nothing to show, and nothing to answer. */
const nothingSaid: Content = { notice: 'empty_message', type: 'unsupported', text: '', attachments: [] };

/** The answers of a form that was filled in, a line each; the answer to what is asked within another is told as it came. */
function answersContent(form: object): Content | null {
  const told = field(form, 'InteractiveData') || field(form, 'FlowData');
  if (!told) return null;
  return { type: 'form', text: linesOf(told), attachments: [] };
}

function linesOf(told: string): string {
  try {
    const read: unknown = JSON.parse(told);
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return told;
    const lines = Object.entries(read).filter(([name]) => name !== 'flow_token');
    return lines
      .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join('\n');
  } catch {
    return told;
  }
}

/** What a form holds, or null for a kind that is not understood (domain 1.8). */
export function contentOf(form: object): Content | null {
  const kind = field(form, 'MessageType')?.toLowerCase();
  const told = ['Body', 'ButtonText', 'ListTitle'].map((name) => field(form, name) ?? '');
  const text = told.find((words) => !isBlank(words)) ?? '';

  const media = mediaOf(form);
  if (media.length > 0) return mediaContent(media, text, kind);
  const location = locationContent(form, text);
  if (location) return location;
  const answers = text === '' ? answersContent(form) : null;
  if (answers) return answers;
  if (kind !== undefined && !textKinds.includes(kind)) return null;
  // An order, say: pressed in WhatsApp, but there are no words in it.
  if (text === '' && kind !== undefined && kind !== 'text') return null;
  if (text === '') return isBare(form) ? nothingSaid : null;
  return { type: 'text', text, attachments: [] };
}

/** Fields beside the content that tell something: where the client comes from, what he pressed. */
const telling = /^(Referral(?!NumMedia$)|Button(?!Text$)|List|Interactive|Flow)/;

export function hasMoreToTell(form: object): boolean {
  return Object.keys(form).some((name) => telling.test(name) && field(form, name));
}
