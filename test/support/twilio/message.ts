import { newSid } from './sids';

export interface StandInFile {
  sid: string;
  bytes: Buffer;
  mediaType: string;
  /** How the store names it. */
  fileName?: string;
  createdAt: Date;
}

export type MessageStatus =
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'failed'
  | 'undelivered'
  | 'received'
  | 'canceled';

/** A message as Twilio keeps it. Addresses are with their `whatsapp:`. */
export interface StandInMessage {
  sid: string;
  accountSid: string;
  direction: 'inbound' | 'outbound-api';
  from: string;
  to: string;
  body: string;
  /** What the client reads of it, which is less where WhatsApp shows no text beside a file. */
  shownText: string;
  status: MessageStatus;
  errorCode: number | null;
  createdAt: Date;
  /** When it went out, or came in. */
  sentAt: Date | null;
  /** Of a client's message. */
  files: StandInFile[];
  /** Of ours. */
  mediaUrls: string[];
  contentSid: string | null;
  statusCallback: string | null;
}

export function newMessage(
  given: Pick<StandInMessage, 'accountSid' | 'direction' | 'from' | 'to' | 'createdAt'> & Partial<StandInMessage>,
): StandInMessage {
  const hasMedia = (given.files?.length ?? 0) + (given.mediaUrls?.length ?? 0) > 0;
  return {
    sid: newSid(hasMedia ? 'MM' : 'SM'),
    body: '',
    shownText: given.body ?? '',
    status: 'queued',
    errorCode: null,
    sentAt: null,
    files: [],
    mediaUrls: [],
    contentSid: null,
    statusCallback: null,
    ...given,
  };
}

/** RFC 2822 in whole seconds, as the older of Twilio's interfaces write time. */
export function twilioTime(at: Date): string {
  return at.toUTCString().replace('GMT', '+0000');
}

function pathOf({ accountSid, sid }: StandInMessage): string {
  return `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`;
}

export function messageResource(message: StandInMessage) {
  return {
    account_sid: message.accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: twilioTime(message.createdAt),
    date_sent: message.sentAt === null ? null : twilioTime(message.sentAt),
    date_updated: twilioTime(message.sentAt ?? message.createdAt),
    direction: message.direction,
    error_code: message.errorCode,
    error_message: null,
    from: message.from,
    messaging_service_sid: null,
    num_media: String(message.files.length + message.mediaUrls.length),
    num_segments: '1',
    price: null,
    price_unit: null,
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${pathOf(message)}/Media.json` },
    to: message.to,
    uri: `${pathOf(message)}.json`,
  };
}

export function mediaPath(message: StandInMessage, file: StandInFile): string {
  return `${pathOf(message)}/Media/${file.sid}`;
}

export function mediaResource(message: StandInMessage, file: StandInFile) {
  return {
    account_sid: message.accountSid,
    content_type: file.mediaType,
    date_created: twilioTime(file.createdAt),
    date_updated: twilioTime(file.createdAt),
    parent_sid: message.sid,
    sid: file.sid,
    uri: `${mediaPath(message, file)}.json`,
  };
}
