import type { OutgoingAttachment, Provider, Threads } from '../../channels/contract';
import type { OpenedChannel } from '../../domain/channel';
import type { RouteCall } from '../support/call-route';
import type { FakeDesk } from '../support/provider-desk';
import type { SpoiltAnswer } from '../support/spoilt-answer';

/**
 * Parts of the contract that a provider may be without, said with the reason where its suite is made. What is said is
 * checked as far as it can be: without routes, it declares none.
 */
export type Part =
  /** A messenger that checks credentials when a channel is registered. */
  | 'credentials'
  /** A messenger that may cease to accept the credentials of a channel. */
  | 'revocation'
  | 'profiles'
  | 'attachments'
  /** Files of ours. */
  | 'outgoingFiles'
  /** A messenger that may refuse a message or be away. */
  | 'sendingTrouble'
  | 'findSent'
  | 'replyWindow'
  | 'templates'
  | 'connecting'
  | 'threads'
  /** A long poll by which all messages come. */
  | 'polling'
  /** A poll for what the messenger could not deliver to the routes. */
  | 'safetyNet'
  | 'routes'
  /** A delivery that its caller signs as a whole, so that a changed byte is noticed. */
  | 'signatures';

/** A provider with its messenger's stand-in behind it, ready to be asked. Each test has a new one. */
export interface ProviderHarness {
  provider: Provider;
  /** A channel with good credentials. */
  channel: OpenedChannel;
  /** A client who has written to the channel. */
  clientId: string;
  payloads: {
    /** A client's text message, as the messenger delivers it. */
    text(text: string): unknown;
    /** A message of a kind that the provider does not know. */
    unknownKind: unknown;
    /** Messages of one client in his messenger's order, some at the same time. */
    inOrder: unknown[];
    /** One of each other thing that the messenger delivers: files, reports, edits, echoes, reactions, threads. */
    others?: unknown[];
  };
  /** Names of settings that are secret. */
  secretSettings: string[];
  credentials?: {
    /** Settings that the messenger refuses. */
    refused(): Promise<Record<string, unknown>>;
    /** The messenger goes away. */
    goAway(): Promise<void>;
  };
  revocation?: {
    /** The messenger accepts the channel's credentials no longer. */
    revoke(): Promise<void>;
  };
  profiles?: {
    /** What the messenger knows of the client. */
    expected: { firstName: string };
    fail(): Promise<void>;
  };
  attachments?: {
    good(): Promise<{ reference: string; content: Buffer }>;
    /** One that the messenger will never hand out. */
    lost(): Promise<string>;
    /** One that it does not hand out now. */
    later(): Promise<string>;
    /** One whose content breaks off before its end. */
    broken(): Promise<string>;
  };
  outgoingFiles?: {
    /** A file that the messenger takes. */
    good(): Promise<OutgoingAttachment>;
    /** One whose content cannot be read. */
    unreadable(): Promise<OutgoingAttachment>;
    /** How many messages with files the messenger has taken. */
    taken(): number;
  };
  sendingTrouble?: {
    refuse(): Promise<void>;
    refuseForNow(): Promise<void>;
    /** The messenger is not there at all. */
    goAway(): Promise<void>;
    /** The messenger takes the message, and its answer never comes. */
    loseAnswer(): Promise<void>;
    /** The messenger takes the message, and this comes in place of its answer. */
    spoilAnswer(answer: SpoiltAnswer): Promise<void>;
  };
  findSent?: {
    /** The messenger takes the next message, and its answer never comes. */
    loseAnswer(): Promise<void>;
    goAway(): Promise<void>;
  };
  replyWindow?: {
    /** The client last wrote so long ago that the messenger takes no free text, nor a person's. */
    close(): Promise<void>;
    /** Where the messenger refuses after it has taken the message: the payload of its report on the last one. */
    report?(): Promise<unknown>;
  };
  templates?: {
    /** One that the messenger has approved, with a value for each of its variables. */
    approved: { id: string; values: Record<string, string> };
    goAway(): Promise<void>;
  };
  connecting?: {
    /** A channel that is registered and not verified, as `connect` is to find it. */
    unverified(): Promise<OpenedChannel>;
    /** One whose confirmation the messenger refuses. */
    refused(): Promise<OpenedChannel>;
    goAway(): Promise<void>;
  };
  threads?: {
    /** The messenger does not let us do this. */
    refuse(how: keyof Threads): Promise<void>;
    goAway(): Promise<void>;
  };
  safetyNet?: {
    /** Clients' messages that the messenger could not deliver, as it would have delivered them, in its order. */
    missed(count: number): Promise<unknown[]>;
    /** From now on the messenger hands the channel's messages to this address. */
    leadTo(address: string): Promise<void>;
    goAway(): Promise<void>;
  };
  routes?: {
    /** Requests with a wrong token or signature, or none: at least one for each route that reads or writes. */
    unauthenticated: RouteCall[];
    /** The messenger's own delivery of a client's text to the channel. The same id again is its repeat, with headers of its own. */
    genuine(desk: FakeDesk, message: { id: string; text: string }): RouteCall;
    /** Any body, as whoever holds the secret or the token would send it. */
    genuineBody(desk: FakeDesk, body: string | Buffer): RouteCall;
  };
  stop(): Promise<void>;
}
