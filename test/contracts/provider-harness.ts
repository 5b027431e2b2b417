import type { Provider } from '../../channels/contract';
import type { OpenedChannel } from '../../domain/channel';
import type { RouteCall } from '../support/call-route';

/**
 * Parts of the contract that a provider may be without, said with the reason where its suite is made. What is said is
 * checked as far as it can be: without routes, it declares none.
 */
export type Part =
  /** A messenger that checks credentials. */
  | 'credentials'
  | 'profiles'
  | 'attachments'
  /** A messenger that may refuse a message or be away. */
  | 'sendingTrouble'
  | 'polling'
  | 'routes';

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
  };
  /** Names of settings that are secret. */
  secretSettings: string[];
  credentials?: {
    /** Settings that the messenger refuses. */
    refused(): Promise<Record<string, unknown>>;
    /** The messenger goes away. */
    goAway(): Promise<void>;
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
  };
  sendingTrouble?: {
    refuse(): Promise<void>;
    refuseForNow(): Promise<void>;
    /** The messenger is not there at all. */
    goAway(): Promise<void>;
    /** The messenger takes the message, and its answer never comes. */
    loseAnswer(): Promise<void>;
  };
  routes?: {
    /** Requests with a wrong token or signature, or none: at least one for each route that reads or writes. */
    unauthenticated: RouteCall[];
  };
  stop(): Promise<void>;
}
