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
  'unsupported',
] as const;
export type MessageType = (typeof messageTypes)[number];

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
  mediaType: string;
  /** Bytes; null while unknown. */
  size: number | null;
  status: AttachmentStatus;
  reference: string | null;
  fileId: string | null;
  failure: Failure | null;
}

export interface Location {
  latitude: number;
  longitude: number;
  title?: string;
  address?: string;
}

export interface SharedContact {
  name: string;
  phoneNumber: string;
}

/** A message that the messenger has approved, with what is filled in. */
export interface TemplateUse {
  id: string;
  variables: Record<string, string>;
}

export interface Message {
  id: string;
  /** null until the chat's workflow has attached it. */
  chatId: string | null;
  channelId: string;
  provider: string;
  clientId: string;
  direction: Direction;
  type: MessageType;
  text: string;
  /** The messenger's time; for an outgoing message the time it was written. */
  timestamp: Date;
  /** Orders messages of equal timestamp: the messenger's own sequence. */
  sequence: number;
  /** Where it stands in its conversation, whoever's clock `timestamp` is of. */
  orderKey: string;
  externalId: string | null;
  replyToExternalId: string | null;
  editedAt: Date | null;
  location: Location | null;
  sharedContact: SharedContact | null;
  attachments: Attachment[];
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
