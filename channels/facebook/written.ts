import { isBlank } from '../../domain/blank';
import type { EchoedMessage, InboundEvent, IncomingMessage } from '../../domain/inbound';
import { madeUpId } from '../shared/made-up-id';
import { type Content, contentOf } from './content';
import { messageIdIn } from './metadata';
import { type FacebookMessage, facebookMessage, type MessagingItem } from './payload';
import { referralOf } from './referral';

/** The app that the Page's own inbox counts as. */
const pageInboxAppId = '263902037430900';

/** Who wrote with whom, when, and in which place among others of the same moment. */
export interface Circumstances {
  clientId: string;
  timestamp: Date;
  sequence: number;
  /** Our app. */
  appId: string | undefined;
}

/** `mid` is made up where there is none, from what was said: somebody tries the webhook with one moment and several texts. */
function frame(mid: string | undefined, told: unknown, circumstances: Circumstances) {
  const { clientId, timestamp, sequence } = circumstances;
  return { clientId, externalId: mid ?? madeUpId(clientId, timestamp, told), timestamp, sequence };
}

/** What never has an id is known by its moment, the same at every delivery. */
function frameOfEvent(kind: string, { clientId, timestamp, sequence }: Circumstances) {
  return { clientId, externalId: `${kind}-${timestamp.getTime()}-${sequence}`, timestamp, sequence };
}

function authorOf(appId: string | undefined): string {
  return appId === undefined || appId === pageInboxAppId ? 'Page inbox' : `Another app (${appId})`;
}

/** What went out from the page: our own messages come back too, known by their metadata. */
function echoEvent(message: FacebookMessage, raw: unknown, circumstances: Circumstances): InboundEvent {
  const { clientId, externalId, ...rest } = frame(message.mid, raw, circumstances);
  const accepted = { at: rest.timestamp, sequence: rest.sequence };
  const isOfOurApp = message.app_id === undefined || message.app_id === circumstances.appId;
  const messageId = isOfOurApp ? messageIdIn(message.metadata) : null;
  if (messageId !== null) return { kind: 'delivery', clientId, externalId, messageId, status: 'sent', accepted };
  const { location: _, ...content } = contentOf(message, raw);
  const authorName = authorOf(message.app_id);
  const shown = isEmpty(content) ? { ...content, type: 'unsupported' as const, raw } : content;
  const echoed: EchoedMessage = { clientId, externalId, ...rest, ...shown, authorName };
  return { kind: 'echo', message: withReply(echoed, message) };
}

function withReply<Written extends EchoedMessage | IncomingMessage>(
  written: Written,
  message: FacebookMessage,
): Written {
  const mid = message.reply_to?.mid;
  return mid === undefined ? written : { ...written, replyToExternalId: mid };
}

/** Facebook tells of messages in which nothing is said. */
function isEmpty({ type, text, attachments }: Pick<Content, 'type' | 'text' | 'attachments'>): boolean {
  return type === 'text' && isBlank(text) && attachments.length === 0;
}

function emptyOf({ message }: MessagingItem) {
  return { notice: 'empty_message' as const, type: 'unsupported' as const, text: '', raw: message };
}

/** A message of the client's, or the echo of one that went to him. */
export function messageEvent(item: MessagingItem, circumstances: Circumstances): InboundEvent {
  const message = facebookMessage.safeParse(item.message).data ?? {};
  if (message.is_echo) return echoEvent(message, item.message, circumstances);
  const content = contentOf(message, item.message);
  const written = {
    ...frame(message.mid, item.message, circumstances),
    ...content,
    ...(isEmpty(content) && emptyOf(item)),
  };
  return { kind: 'message', message: withReply(written, message) };
}

/** A press of a button: its words are what the client says. What it means to the bot that made it stays in the payload. */
export function postbackEvent(
  postback: NonNullable<MessagingItem['postback']>,
  circumstances: Circumstances,
): InboundEvent {
  const text = postback.title ?? postback.payload ?? '';
  const referral = referralOf(postback.referral);
  const message: IncomingMessage = {
    ...frame(postback.mid, postback, circumstances),
    ...{ type: text === '' ? 'unsupported' : 'text', text, attachments: [], raw: postback },
    ...(referral && { referral }),
  };
  return { kind: 'message', message };
}

/** The client has come by a link or an advertisement, and has written nothing. */
export function arrivalEvent(
  referral: NonNullable<MessagingItem['referral']>,
  circumstances: Circumstances,
): InboundEvent {
  const told = referralOf(referral);
  const message: IncomingMessage = {
    ...frameOfEvent('referral', circumstances),
    ...{ type: 'referral', text: '', attachments: [] },
    ...(told && { referral: told }),
    raw: referral,
  };
  return { kind: 'message', message };
}

/** The client has ticked a box by which he allows to be written to, and has written nothing himself. */
export function optinEvent(optin: NonNullable<MessagingItem['optin']>, circumstances: Circumstances): InboundEvent {
  const message: IncomingMessage = {
    ...frameOfEvent('optin', circumstances),
    ...{ notice: 'writing_allowed', type: 'unsupported', text: optin.title ?? optin.ref ?? '', attachments: [] },
    raw: optin,
  };
  return { kind: 'message', message };
}

/** A change of an earlier message's text, which is all that Messenger lets people change; it comes once more with each further one. */
export function editEvent(
  { mid, text, num_edit }: NonNullable<MessagingItem['message_edit']>,
  circumstances: Circumstances,
): InboundEvent[] {
  if (mid === undefined || text === undefined) return [];
  const message: IncomingMessage = {
    ...frame(mid, text, circumstances),
    ...{ type: 'text', text, attachments: [] },
  };
  const { timestamp: editedAt } = circumstances;
  return [
    { kind: 'edit', message, editedAt, isTextOnly: true, ...(num_edit !== undefined && { editSequence: num_edit }) },
  ];
}
