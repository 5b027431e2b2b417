import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Health, OpenedChannel } from '../domain/channel';
import type { InboundEvent, Profile } from '../domain/inbound';
import type { Failure, Message, MessageType, TemplateUse } from '../domain/message';
import type { ClockReading } from '../domain/messenger-clock';
import type { Leads } from '../domain/reception';
import type { ReplyWindow } from '../domain/reply-window';

/**
 * A kind of messenger (domain 10). A provider is one folder with one object of this shape, registered by one line in
 * `channels/registry.ts`. It knows its messenger and nothing of chats, queues or storage: all else is handed to it.
 */
export interface Provider {
  /** The tag that everything is bound by: stored with channels and messages, part of webhook addresses. */
  code: string;
  title: string;
  /** When the messenger began: what claims to be older is taken for as old as its receipt. */
  beganAt?: Date;
  /** The messenger gives no time: its messages have that of their receipt, by our clock, and so has the order of a conversation. */
  stampsByReceipt?: boolean;
  /** The messenger tells a client's id now in one form, now in another; he stays one contact with one chat (domain 1.6). */
  clientIdChangesForm?: true;
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
  /** Looks up what became of a message of which nobody knows whether the messenger took it, before it is sent once more. */
  findSent?(channel: OpenedChannel, message: OutgoingMessage, known: KnownMessages): Promise<FindOutcome>;
  /**
   * For messengers that cannot be looked into: whether the messenger is well, asked by something that has no effect. The one repeat
   * of a message of unknown fate is not spent while it is not.
   */
  probe?(channel: OpenedChannel): Promise<ProbeOutcome>;
  /** For messengers that let a client be answered freely for a time only. */
  replyWindow?: ReplyWindow;
  /** Approved messages that may be sent outside the window. */
  listTemplates?(channel: OpenedChannel): Promise<TemplatesOutcome>;
  /** Confirms a channel that was registered as unverified (domain 7.1). */
  connect?(channel: OpenedChannel, site: Site): Promise<ConnectOutcome>;
  /** For messengers in which a bot or a person elsewhere may have a conversation in hand (domain 6.3). */
  threads?: Threads;
  /**
   * One long poll, for messengers that are asked. Those that call us use it, minutes apart, as a safety net: for what they
   * could not deliver, and for what goes wrong with their subscription.
   */
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
  /**
   * Characters of a text that goes out in one message with a file, where that differs by the file's media type. A longer one goes
   * out before the file, as a message of its own (domain 2.6); so does every text where this is 0.
   */
  maxCaptionLength: number | ((mediaType: string) => number);
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
  /** A short-lived public address of the content; null while `SiteUrl` is empty. */
  url: string | null;
}

/** How the outside world reaches this installation. */
export interface Site {
  /** Public address of the provider's routes, `<SiteUrl>/webhooks/<code>`; null while `SiteUrl` is empty. */
  webhooksUrl: string | null;
}

export interface OutgoingMessage {
  /** Our id, stable over attempts: an idempotency key where the messenger takes one. */
  id: string;
  clientId: string;
  type: MessageType;
  text: string;
  replyToExternalId: string | null;
  attachments: OutgoingAttachment[];
  /** An approved message to be sent in place of `text`, which shows what the client will read. */
  template: TemplateUse | null;
  /** When the client last wrote on this channel, by our clock; null when he never did. */
  lastIncomingAt: Date | null;
  site: Site;
}

/** What else is known of the conversation, to tell a message from others like it. */
export interface KnownMessages {
  /** The message was not sent before this instant, by the messenger's clock as far as that is known. */
  since: Date;
  /** Whether another message of ours is known to be this one of the messenger's. */
  isKnown(externalId: string): Promise<boolean>;
}

export type FindOutcome =
  | { kind: 'sent'; externalId: string }
  /** As far as anybody can tell it was not; it is sent once more, and marked. */
  | { kind: 'not_found' }
  | { kind: 'later'; afterMs: number | null; reason: string };

export type ProbeOutcome = { kind: 'well' } | Extract<FindOutcome, { kind: 'later' }>;

/** A message that the messenger has approved. */
export interface Template {
  id: string;
  name: string;
  language: string;
  /** With its variables as `{{name}}`. */
  text: string;
  variables: string[];
}

export type TemplatesOutcome =
  | { kind: 'templates'; templates: Template[] }
  | { kind: 'unavailable'; reason: string; health?: Omit<Health, 'checkedAt'> };

export type ConnectOutcome =
  | { kind: 'verified'; detail: string }
  /** The messenger has taken the confirmation and not told yet what became of it; its report comes to a route. */
  | { kind: 'pending'; detail: string }
  /** In words what the messenger answered. */
  | { kind: 'refused'; reason: string }
  | { kind: 'unreachable'; reason: string };

/** Who has a conversation in hand: ours to answer, or a bot's or another application's. */
export interface Threads {
  /** Gives the conversation to the bot. */
  handBack(channel: OpenedChannel, clientId: string): Promise<ThreadOutcome>;
  /** Takes the conversation from the bot. */
  takeOver(channel: OpenedChannel, clientId: string): Promise<ThreadOutcome>;
}

export type ThreadOutcome =
  | { kind: 'done' }
  /** Asked for: whoever has the conversation decides, and the messenger tells. */
  | { kind: 'requested'; detail: string }
  | { kind: 'refused'; reason: string }
  | { kind: 'unreachable'; reason: string };

/**
 * What became of a message. `unknown` is all that may have been done (decision 0032): the connection stood, and what came by it was
 * no success that can be read and no 4xx. That is 5xx in any form, a time-out, a connection that breaks, a body that is cut off or is
 * not the messenger's, a redirect (which is never followed).
 */
export type SendOutcome =
  /** Done: the messenger says so, in its form. */
  | {
      kind: 'sent';
      externalId: string;
      status?: 'sent' | 'delivered';
      /** When the messenger took it, by its own clock, and its sequence at that time: where its answer tells (domain 2.11). */
      acceptedAt?: Date;
      sequence?: number;
    }
  /** Refused for good: shown to the operator at once. `externalId` when the messenger keeps it all the same. */
  | { kind: 'refused'; failure: Failure; externalId?: string; health?: Omit<Health, 'checkedAt'> }
  /** Refused for now, surely not sent: asked again after the time that the messenger names, or our own back-off. */
  | { kind: 'later'; afterMs: number | null; reason: string; health?: Omit<Health, 'checkedAt'> }
  /** Surely not sent, and nothing can be on this channel until somebody changes it (a token has expired): the message waits. */
  | { kind: 'waits'; reason: string; health: Omit<Health, 'checkedAt'> }
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
  /** A poller's first: nobody may have looked for a while. */
  isFirst: boolean;
  /** How we are reached as it is set when that is asked: a poll may wait for minutes before it looks. */
  site(): Promise<Site>;
  signal: AbortSignal;
}

export type PollOutcome =
  /** `cursor` is used for the next poll only after all events are stored: asking with it confirms them to the messenger. */
  | {
      kind: 'batch';
      events: InboundEvent[];
      cursor: string | null;
      botName?: string;
      /** Where a safety net finds that the messenger hands the messages: what is taken in of `events` depends on it (domain 1.2). */
      leads?: Leads;
      /** What the administrator should know; left out when all is well. */
      health?: Omit<Health, 'checkedAt'>;
      /** The credentials end then: the administrators are told in time. */
      ends?: { at: Date; detail: string };
      /** What a reply told of the messenger's clock. */
      clock?: ClockReading;
    }
  /** `cursor`: what is to be kept all the same. */
  | { kind: 'trouble'; health: Omit<Health, 'checkedAt'>; retryAfterMs: number; cursor?: string };

export interface ProviderRequest {
  /**
   * The addresses that the caller may have called, query included: with `SiteUrl`, and with the host that the request names.
   * Signatures that cover the address fit one of them.
   */
  urls: string[];
  /** What stands before `/webhooks` in the addresses that the caller sees: the path of `SiteUrl`, or nothing. */
  root: string;
  params: Record<string, string>;
  query: Record<string, string>;
  headers: Record<string, string | undefined>;
  /** What the caller reads (`Accept-Language`), the dearest first; `*` for any. */
  languages: string[];
  /** Empty where the route takes `content`. */
  rawBody: Buffer;
  /** The body as it comes, where the route `streams` it. */
  content: Readable | null;
  /** Who calls, as far as the trusted proxies tell. */
  ip: string;
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
  /** The body is handed over unread, so that it can be refused before it comes, and a large one never stands in memory. */
  streams?: boolean;
  handle(request: ProviderRequest, desk: ProviderDesk): Promise<ProviderResponse>;
}

export interface UploadedFile {
  /** Chosen by the provider, of letters, digits, `-` and `_`. */
  id: string;
  fileName: string;
  mediaType: string;
  content: Readable;
}

export interface KeptFile {
  /** For an attachment, and for `fileUrl`. */
  fileId: string;
  fileName: string;
  mediaType: string;
  size: number;
}

/** What the service does for the routes of a provider. */
export interface ProviderDesk {
  /** A channel of this provider that takes part, or null. */
  channelById(id: string): Promise<OpenedChannel | null>;
  /** Any channel of this provider, also one that takes no part: its caller is authenticated all the same, and `receive` drops what he brings. */
  channelBySource(source: string): Promise<OpenedChannel | null>;
  /** Any channel of this provider by its id, as above. */
  anyChannelById(id: string): Promise<OpenedChannel | null>;
  /** The messenger has confirmed the channel, or says in words why it does not (`Provider.connect`). */
  settleConnection(channel: OpenedChannel, outcome: { verified: boolean; detail: string }): Promise<void>;
  /** Resolves when every event is durable; only then may the messenger be told so (domain 2.2). Throws when it cannot be. */
  receive(channel: OpenedChannel, events: InboundEvent[]): Promise<void>;
  /** What a client's own page shows: his messages and the sent answers, oldest first. */
  conversation(request: { channelId: string; clientId: string; limit: number }): Promise<Message[]>;
  /**
   * Stores a file that is to be part of a message. The same id again is the same file, whose content is not stored twice. What no
   * message has a day later is deleted.
   */
  keepFile(file: UploadedFile): Promise<KeptFile>;
  /** A file that was kept lately enough to be part of a message; null for one that has to be brought (again). */
  keptFile(id: string): Promise<KeptFile | null>;
  /** A short-lived address of a stored file. */
  fileUrl(fileId: string, fileName: string): string;
  /** Yields whenever something changed in the conversation, until the signal ends it. */
  conversationChanges(request: { channelId: string; clientId: string; signal: AbortSignal }): AsyncIterable<void>;
  /** Tokens that only this installation can make, bound to a purpose. */
  signToken(purpose: string, value: string): string;
  /** The value of a token that was made for this purpose, or null. */
  verifyToken(purpose: string, token: string): string | null;
}
