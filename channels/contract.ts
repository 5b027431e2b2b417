import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Health, OpenedChannel } from '../domain/channel';
import type { InboundEvent, Profile } from '../domain/inbound';
import type { Failure, Message, MessageType } from '../domain/message';

/**
 * A kind of messenger (domain 10). A provider is one folder with one object of this shape, registered by one line in
 * `channels/registry.ts`. It knows its messenger and nothing of chats, queues or storage: all else is handed to it.
 */
export interface Provider {
  /** The tag that everything is bound by: stored with channels and messages, part of webhook addresses. */
  code: string;
  title: string;
  /** Settings of a channel. Fields marked `.meta({ secret: true })` are encrypted at rest and never returned. */
  settingsSchema: z.ZodObject;
  /** What an outgoing message may be; checked before it is stored (domain 2.6). */
  outgoing: OutgoingLimits;
  /** Registration: checks the credentials and finds out all that need not be typed. Called before a channel is created or its settings change. */
  register(settings: Record<string, unknown>): Promise<Registration>;
  /** Converter: one payload of the messenger to unified events. Throws `UnreadablePayload` when it is not the messenger's at all. */
  parse(payload: unknown): InboundEvent[];
  /** Profile reader; an empty answer when the messenger does not tell. Left out where there is never more than comes with the messages. */
  readProfile?(channel: OpenedChannel, clientId: string): Promise<Profile>;
  /** Attachment loader, also of profile photos. */
  loadAttachment(channel: OpenedChannel, reference: string): Promise<LoadOutcome>;
  /** The messenger knows a message by our id, so that sending it again after a crash has no second effect. */
  recognisesRepeats?: boolean;
  /** Sender. Expected outcomes are returned, never thrown. */
  send(channel: OpenedChannel, message: OutgoingMessage): Promise<SendOutcome>;
  /** For messengers that are asked: one long poll. */
  poll?(request: PollRequest): Promise<PollOutcome>;
  /** For messengers that call us, and for pages that a provider brings along; mounted below `/webhooks/{code}`. */
  routes?: ProviderRoute[];
}

/** The payload is not of this messenger's form: refused as a whole. Unknown kinds of message are no such case; they become `unsupported`. */
export class UnreadablePayload extends Error {
  override readonly name = 'UnreadablePayload';
}

export interface OutgoingLimits {
  /** Characters (UTF-16 units, as messengers count). */
  maxTextLength: number;
  maxCaptionLength: number;
  /** Bytes for a media type, or in words why it cannot be sent. */
  maxAttachmentBytes(mediaType: string): number | { refused: string };
  maxAttachments: number;
}

export type Registration =
  | {
      kind: 'registered';
      source: string;
      /** The messenger's name of the channel, used when the administrator gives none. */
      name: string;
      verified: boolean;
      settings: Record<string, unknown>;
    }
  /** The messenger refuses the credentials: nothing is created (422). */
  | { kind: 'refused'; reason: string }
  /** The messenger cannot be asked now: the channel is created and its health says so. */
  | { kind: 'unreachable'; source: string; name: string; reason: string };

export interface OutgoingAttachment {
  fileName: string;
  mediaType: string;
  size: number;
  /** The content, read anew at each attempt. */
  open(): NodeJS.ReadableStream;
}

export interface OutgoingMessage {
  /** Our id, stable over attempts: an idempotency key where the messenger takes one. */
  id: string;
  clientId: string;
  type: MessageType;
  text: string;
  replyToExternalId: string | null;
  attachments: OutgoingAttachment[];
}

export type SendOutcome =
  | { kind: 'sent'; externalId: string; status?: 'sent' | 'delivered' }
  /** Refused for good: shown to the operator at once. */
  | { kind: 'refused'; failure: Failure; health?: Omit<Health, 'checkedAt'> }
  /** Refused for now, surely not sent: asked again after the time that the messenger names, or our own back-off. */
  | { kind: 'later'; afterMs: number | null; reason: string; health?: Omit<Health, 'checkedAt'> }
  /** Nobody knows whether the messenger took it. */
  | { kind: 'unknown'; reason: string };

export type LoadOutcome =
  | { kind: 'loaded'; content: Readable; mediaType: string | null; fileName: string | null }
  | { kind: 'refused'; failure: Failure }
  | { kind: 'later'; afterMs: number | null; reason: string };

export interface PollRequest {
  channel: OpenedChannel;
  /** Where the last durably stored batch ended; null at the start. */
  cursor: string | null;
  /** Do not wait for news: whether the messenger answers at all is in doubt, and somebody wants to know. */
  atOnce?: boolean;
  signal: AbortSignal;
}

export type PollOutcome =
  /** `cursor` is used for the next poll only after all events are stored: asking with it confirms them to the messenger. */
  | { kind: 'batch'; events: InboundEvent[]; cursor: string | null; botName?: string }
  | { kind: 'trouble'; health: Omit<Health, 'checkedAt'>; retryAfterMs: number };

export interface ProviderRequest {
  params: Record<string, string>;
  query: Record<string, string>;
  headers: Record<string, string | undefined>;
  rawBody: Buffer;
  /** Ends when the caller goes away. */
  signal: AbortSignal;
}

export interface ProviderResponse {
  status: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON; an async iterable as it comes (server-sent events). */
  body?: string | Buffer | object | AsyncIterable<string>;
}

export interface ProviderRoute {
  method: 'GET' | 'POST';
  /** Below `/webhooks/{code}`, with `:name` parameters; '' for the folder itself. */
  path: string;
  operationId: string;
  summary: string;
  /** Bytes of the largest body that is read at all. */
  maxBodyBytes: number;
  handle(request: ProviderRequest, desk: ProviderDesk): Promise<ProviderResponse>;
}

/** What the service does for the routes of a provider. */
export interface ProviderDesk {
  /** A channel of this provider that takes part, or null. */
  channelById(id: string): Promise<OpenedChannel | null>;
  channelBySource(source: string): Promise<OpenedChannel | null>;
  /** Resolves when every event is durable; only then may the messenger be told so (domain 2.2). Throws when it cannot be. */
  receive(channel: OpenedChannel, events: InboundEvent[]): Promise<void>;
  /** What a client's own page shows: his messages and the sent answers, oldest first. */
  conversation(request: { channelId: string; clientId: string; limit: number }): Promise<Message[]>;
  /** A short-lived address of a stored file. */
  fileUrl(fileId: string, fileName: string): string;
  /** Yields whenever something changed in the conversation, until the signal ends it. */
  conversationChanges(request: { channelId: string; clientId: string; signal: AbortSignal }): AsyncIterable<void>;
  /** Tokens that only this installation can make, bound to a purpose. */
  signToken(purpose: string, value: string): string;
  /** The value of a token that was made for this purpose, or null. */
  verifyToken(purpose: string, token: string): string | null;
}
