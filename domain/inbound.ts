import type { DeliveryStatus, Failure, Location, MessageType, SharedContact } from './message';

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
  mediaType: string;
  size: number | null;
  reference: string;
}

/** A client's message in the unified format, before it is stored. */
export interface IncomingMessage {
  clientId: string;
  externalId: string;
  type: MessageType;
  text: string;
  timestamp: Date;
  /** Orders messages of equal timestamp. */
  sequence: number;
  attachments: IncomingAttachment[];
  replyToExternalId?: string;
  location?: Location;
  sharedContact?: SharedContact;
  profile?: Profile;
  /** The messenger's payload, kept for what the provider does not understand (domain 1.8). */
  raw?: unknown;
}

/** All that a messenger can tell us. */
export type InboundEvent =
  | { kind: 'message'; message: IncomingMessage }
  /** The client changed an earlier message. It is taken in as a message of its own when the earlier one never came. */
  | { kind: 'edit'; message: IncomingMessage; editedAt: Date }
  | {
      kind: 'delivery';
      clientId: string;
      externalId: string;
      status: Extract<DeliveryStatus, 'sent' | 'delivered' | 'read' | 'failed'>;
      failure?: Failure;
    }
  | { kind: 'typing'; clientId: string };
