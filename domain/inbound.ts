import type { Accompaniment, DeliveryStatus, Failure, Location, MessageType, Notice } from './message';
import type { Stamp } from './order-key';
import type { Moment } from './versions';

/** What a messenger tells of a person. Every field may be missing (domain 1.6). */
export interface Profile {
  firstName?: string;
  lastName?: string;
  language?: string;
  /** The provider's own handle of the photo. */
  photo?: { reference: string };
}

export interface IncomingAttachment {
  fileName: string;
  /** The messenger tells no name: its store's is better, and the ending is that of what the file turns out to be. */
  hasPlaceholderName?: true;
  mediaType: string;
  size: number | null;
  reference: string;
  /** What the messenger knows the file by, where `reference` may differ from one time to the next. */
  fingerprint?: string;
  /** Where its content is stored already (`ProviderDesk.keepFile`), so that there is nothing to load. */
  fileId?: string;
  /** It belongs to the message of another conversation that this one replies to. */
  isQuoted?: true;
}

/** A client's message in the unified format, before it is stored. */
export interface IncomingMessage extends Partial<Accompaniment> {
  clientId: string;
  /** Other forms of the client's id that were told with it, for messengers that let it change (`Provider.clientIdChangesForm`). */
  otherClientIds?: string[];
  externalId: string;
  /** There on what the messenger says by itself, which is no message of the client's (domain 2.9). */
  notice?: Notice;
  type: MessageType;
  text: string;
  timestamp: Date;
  /** Orders messages of equal timestamp; from 0 up. */
  sequence: number;
  /** When it was said by the clock that stamps the channel's other messages, where `timestamp` is of another one. */
  orderAt?: Date;
  attachments: IncomingAttachment[];
  replyToExternalId?: string;
  location?: Location;
  profile?: Profile;
  /** Its first version never came; this is the one of then. */
  edited?: Moment;
  /** The messenger's payload, kept for what the provider does not understand (domain 1.8). */
  raw?: unknown;
}

/** An answer that was given elsewhere: in the messenger's own inbox, or by a bot. */
export interface EchoedMessage extends Omit<IncomingMessage, 'profile' | 'sharedContact' | 'location' | 'notice'> {
  /** Who gave it, in words. */
  authorName: string;
}

/** Who may answer a conversation: we, or a bot, another application or the messenger's own inbox. */
export type ThreadControl = 'ours' | 'elsewhere';

/** All that a messenger can tell us. */
export type InboundEvent =
  | { kind: 'message'; message: IncomingMessage }
  /** The client changed an earlier message. It is taken in as a message of its own when the earlier one never came. */
  | {
      kind: 'edit';
      message: IncomingMessage;
      editedAt: Date;
      /** Orders edits of equal time; from 0 up. */
      editSequence?: number;
      /** The messenger tells of the new text alone: all else is as it was. */
      isTextOnly?: boolean;
    }
  | {
      kind: 'delivery';
      clientId: string;
      externalId: string;
      /** Our own id of the message, where the messenger gives it back: it may report before it has answered the call. */
      messageId?: string;
      /** When the messenger took the message and its sequence at that time, where the report tells them. */
      accepted?: Stamp;
      status: Extract<DeliveryStatus, 'sent' | 'delivered' | 'read' | 'failed'>;
      failure?: Failure;
    }
  /** Everything that was sent to the client until then has arrived or was read. */
  | { kind: 'watermark'; clientId: string; until: Date; status: Extract<DeliveryStatus, 'delivered' | 'read'> }
  | { kind: 'echo'; message: EchoedMessage }
  /** The client's reaction to a message of either side; null when he takes it back. */
  | { kind: 'reaction'; clientId: string; externalId: string; emoji: string | null; at: Date }
  | { kind: 'thread'; clientId: string; control: ThreadControl; at: Date }
  | { kind: 'typing'; clientId: string };
