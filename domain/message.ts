import type { Origin, Referral, SharedContact, TextLink, TextMark } from './message-parts';

/** The unified message, which every provider is converted from and to (domain 1.8). */
export const messageTypes = [
  'text',
  'image',
  'audio',
  'video',
  'file',
  'location',
  'contact',
  'sticker',
  'poll',
  'checklist',
  /** Answers that a client gave in a form or a small program of the business. */
  'form',
  /** A message that a program put together, with titles and buttons. */
  'template',
  'product',
  /** A page, post, reel or story that was passed on: its address is among the links. */
  'link',
  'invoice',
  'game',
  'dice',
  'giveaway',
  /** No words: the client has come by a link or an advertisement. */
  'referral',
  'unsupported',
] as const;
export type MessageType = (typeof messageTypes)[number];

/** `system`: what the messenger says by itself; it opens no chat and waits for nobody (domain 2.9). */
export const messageKinds = ['message', 'system'] as const;
export type MessageKind = (typeof messageKinds)[number];

/** What the messenger says by itself; `text` has the words that belong to it. */
export const notices = [
  'message_pinned',
  'timer_changed',
  'topic_changed',
  'appearance_changed',
  'writing_allowed',
  'payment_made',
  'payment_refunded',
  'signed_in',
  'price_changed',
  'empty_message',
  'other',
] as const;
export type Notice = (typeof notices)[number];

export type Direction = 'incoming' | 'outgoing';

/** `sending` is between the call to the messenger and its answer: an attempt that finds it cannot know whether its forerunner got through. */
export const deliveryStatuses = ['pending', 'sending', 'sent', 'delivered', 'read', 'failed'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** Why something failed: a stable word, and a sentence for people. */
export interface Failure {
  code: string;
  reason: string;
}

export type AttachmentStatus = 'pending' | 'stored' | 'failed';

/** A file of a message. `reference` is the provider's own handle (file id or address); the client never sees it. */
export interface Attachment {
  id: string;
  fileName: string;
  /** Nobody has given it that name. */
  hasPlaceholderName?: true;
  mediaType: string;
  /** Bytes; null while unknown. */
  size: number | null;
  status: AttachmentStatus;
  reference: string | null;
  /** What the messenger knows the file by, where its `reference` may differ from one time to the next. */
  fingerprint?: string;
  fileId: string | null;
  /** The picture by which it is shown where browsers can't show the file itself; there when it is made. */
  previewFileId?: string;
  failure: Failure | null;
  /** It belongs to the message of another conversation that this one replies to. */
  isQuoted?: true;
}

export interface Location {
  latitude: number;
  longitude: number;
  title?: string;
  address?: string;
  /** It followed the client around when it was sent. */
  isLive?: true;
}

/** The message of another conversation that this one replies to. */
interface ExternalReply extends Origin {
  /** Null where the messenger does not tell. */
  type: MessageType | null;
  text: string;
}

/** What belongs to the words of a message. */
export interface Accompaniment {
  /** Addresses behind words of the text, and those that came beside it. */
  links: TextLink[];
  marks: TextMark[];
  /** Whose words they are when the client passed them on. */
  forwardedFrom: Origin | null;
  /** The part that was quoted of the message it replies to. */
  quote: string | null;
  externalReply: ExternalReply | null;
  /** The same for all messages of one album. */
  albumId: string | null;
  referral: Referral | null;
  sharedContact: SharedContact | null;
  /** When several cards came at once: those after `sharedContact`. */
  furtherContacts: SharedContact[];
}

export const unaccompanied: Accompaniment = {
  links: [],
  marks: [],
  forwardedFrom: null,
  quote: null,
  externalReply: null,
  albumId: null,
  referral: null,
  sharedContact: null,
  furtherContacts: [],
};

/** What a client may change by an edit (domain 2.8). */
export interface Said extends Pick<Accompaniment, 'links' | 'marks' | 'sharedContact' | 'furtherContacts'> {
  type: MessageType;
  text: string;
  location: Location | null;
  attachments: Attachment[];
}

/** What a message said until it was edited. */
export interface FormerVersion extends Said {
  /** When it was said. */
  at: Date;
}

/** A message that the messenger has approved, with what is filled in. */
export interface TemplateUse {
  id: string;
  variables: Record<string, string>;
}

export interface Message extends Said, Accompaniment {
  id: string;
  /** null until the chat's workflow has attached it. */
  chatId: string | null;
  channelId: string;
  provider: string;
  clientId: string;
  direction: Direction;
  kind: MessageKind;
  /** Of a system message. */
  notice: Notice | null;
  /** The messenger's time; for an outgoing message the time it was written. */
  timestamp: Date;
  /** Orders messages of equal timestamp: the messenger's own sequence. */
  sequence: number;
  /** Where it stands in its conversation, whoever's clock `timestamp` is of. */
  orderKey: string;
  externalId: string | null;
  replyToExternalId: string | null;
  editedAt: Date | null;
  /** Oldest first. */
  versions: FormerVersion[];
  authorId: string | null;
  authorName: string | null;
  deliveryStatus: DeliveryStatus | null;
  failure: Failure | null;
  /** The client's reaction to it. */
  reaction: string | null;
  /** The approved message that it was sent as. */
  template: TemplateUse | null;
  /** Set when a crash left it unknown whether the messenger had accepted it, and it was sent once more. */
  possiblyRepeated: boolean;
}

const deliveryOrder: Record<DeliveryStatus, number> = {
  pending: 0,
  sending: 1,
  sent: 2,
  failed: 3,
  delivered: 3,
  read: 4,
};

/** Whether a report may move a message from one delivery status to another: reports come in any order, and never move it back. */
export function movesForward(from: DeliveryStatus, to: DeliveryStatus): boolean {
  return deliveryOrder[to] > deliveryOrder[from];
}

/** The files of a message and of its former versions. */
export function allFilesOf({ attachments, versions }: Pick<Message, 'attachments' | 'versions'>): Attachment[] {
  const all = [...versions.flatMap((version) => version.attachments), ...attachments];
  return [...new Map(all.map((attachment) => [attachment.id, attachment])).values()];
}
