import type { EchoedMessage, InboundEvent, IncomingMessage } from '../../domain/inbound';
import { contentOf } from './content';
import { messageIdIn } from './metadata';
import { type FacebookMessage, facebookMessage, type MessagingItem } from './payload';

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

/** What a spoilt message lacks is made up from its moment, the same at every delivery. */
function substituteId(kind: string, { timestamp, sequence }: Circumstances): string {
  return `${kind}-${timestamp.getTime()}-${sequence}`;
}

function frame(mid: string | undefined, kind: string, circumstances: Circumstances) {
  const { clientId, timestamp, sequence } = circumstances;
  return { clientId, externalId: mid ?? substituteId(kind, circumstances), timestamp, sequence };
}

function authorOf(appId: string | undefined): string {
  return appId === undefined || appId === pageInboxAppId ? 'Page inbox' : `Another app (${appId})`;
}

/** What went out from the page: our own messages come back too, known by their metadata. */
function echoEvent(message: FacebookMessage, raw: unknown, circumstances: Circumstances): InboundEvent {
  const { clientId, externalId, ...rest } = frame(message.mid, 'echo', circumstances);
  const accepted = { at: rest.timestamp, sequence: rest.sequence };
  const isOfOurApp = message.app_id === undefined || message.app_id === circumstances.appId;
  const messageId = isOfOurApp ? messageIdIn(message.metadata) : null;
  if (messageId !== null) return { kind: 'delivery', clientId, externalId, messageId, status: 'sent', accepted };
  const { location: _, ...content } = contentOf(message, raw);
  const echoed: EchoedMessage = { clientId, externalId, ...rest, ...content, authorName: authorOf(message.app_id) };
  return { kind: 'echo', message: withReply(echoed, message) };
}

function withReply<Written extends EchoedMessage | IncomingMessage>(
  written: Written,
  message: FacebookMessage,
): Written {
  const mid = message.reply_to?.mid;
  return mid === undefined ? written : { ...written, replyToExternalId: mid };
}

/** A message of the client's, or the echo of one that went to him. */
export function messageEvent(item: MessagingItem, circumstances: Circumstances): InboundEvent {
  const message = facebookMessage.safeParse(item.message).data ?? {};
  if (message.is_echo) return echoEvent(message, item.message, circumstances);
  const written = { ...frame(message.mid, 'message', circumstances), ...contentOf(message, item.message) };
  return { kind: 'message', message: withReply(written, message) };
}

/** A press of a button: its words are what the client says. What it means to the bot that made it stays in the payload. */
export function postbackEvent(
  postback: NonNullable<MessagingItem['postback']>,
  circumstances: Circumstances,
): InboundEvent {
  const text = postback.title ?? postback.payload ?? '';
  const message: IncomingMessage = {
    ...frame(postback.mid, 'postback', circumstances),
    ...{ type: text === '' ? 'unsupported' : 'text', text, attachments: [], raw: postback },
  };
  return { kind: 'message', message };
}

/** The client has come by a link or an advertisement, or ticked a box, and has written nothing. */
export function arrivalEvent(item: MessagingItem, circumstances: Circumstances): InboundEvent {
  const { referral, optin } = item;
  const kind = referral ? 'referral' : 'optin';
  const message: IncomingMessage = {
    ...frame(undefined, kind, circumstances),
    ...{ type: 'unsupported', text: referral?.ref ?? optin?.title ?? optin?.ref ?? '', attachments: [] },
    raw: referral ?? optin,
  };
  return { kind: 'message', message };
}

/** A change of an earlier message; it comes once more with each further change. */
export function editEvent(
  { mid, text }: NonNullable<MessagingItem['message_edit']>,
  circumstances: Circumstances,
): InboundEvent {
  const message: IncomingMessage = {
    ...frame(mid, 'message', circumstances),
    ...{ type: 'text', text: text ?? '', attachments: [] },
  };
  return { kind: 'edit', message, editedAt: circumstances.timestamp };
}
