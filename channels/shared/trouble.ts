import type { Health, HealthStatus } from '../../domain/channel';
import type { Failure } from '../../domain/message';
import type { SendOutcome } from '../contract';

/** What a call of any messenger's API can come to but success. A messenger's own kinds come on top (`Trouble`). */
export type CallTrouble =
  | { kind: 'rate_limited'; afterMs: number | null }
  /** The messenger will not do it, now or later. */
  | { kind: 'refused'; failure: Failure }
  /** It was turned away, by a gateway or for now: not done, and worth asking again. */
  | { kind: 'turned_away'; status: number }
  /** No connection was made: surely not done. */
  | { kind: 'unreachable' }
  /** The connection stood and no readable answer came: nobody knows whether it was done. */
  | { kind: 'lost'; how: 'dropped' | 'timed_out' | 'unreadable' }
  /** The caller ended it. */
  | { kind: 'aborted' };

/** A later attempt would be no smaller. */
const tooLarge = 413;
/** The one status of the 4xx by which a server says that it gave up waiting: for whom, it does not say. */
const requestTimeout = 408;

/**
 * Whether an answer's status says that nothing was done, whoever gave it and in whatever form (decision 0032). 5xx does not: a
 * gateway or the messenger itself may have failed after the work was done. Nor does a redirect, or a success that cannot be read.
 */
export function saysNotDone(status: number): boolean {
  return status >= 400 && status < 500 && status !== requestTimeout;
}

/** What a messenger is called in sentences for people, and what to do when something stands between it and us. */
export interface MessengerWords {
  name: string;
  unreachable: string;
  unreadable: string;
}

/** The sentence for people: what is wrong, and what to do. */
export function sentenceOfCall(trouble: CallTrouble, { name, unreachable, unreadable }: MessengerWords): string {
  switch (trouble.kind) {
    case 'rate_limited':
      return trouble.afterMs === null
        ? `${name} asks for fewer requests. Parley waits and goes on by itself.`
        : `${name} asks for fewer requests. Parley waits ${Math.ceil(trouble.afterMs / 1000)} seconds, as ${name} wishes, and goes on by itself.`;
    case 'refused':
      return trouble.failure.reason;
    case 'turned_away':
      if (trouble.status === tooLarge)
        return `What leads to ${name} takes no request of this size (HTTP 413). Send a smaller file, or a link.`;
      return `${name} does not take it at the moment (HTTP ${trouble.status}). If this goes on, check whether a proxy stands in between. Parley keeps trying.`;
    case 'unreachable':
      return unreachable;
    case 'lost':
      if (trouble.how === 'unreadable') return unreadable;
      return trouble.how === 'timed_out'
        ? `${name} did not answer in time.`
        : `The connection to ${name} broke before its answer was there.`;
    case 'aborted':
      return `The request was ended before ${name} answered.`;
    default:
      return trouble satisfies never;
  }
}

/**
 * `unauthorized`: the credentials do not count. `conflict`: somebody else has the channel. `failing`: the messenger, or a gateway
 * in front of it, has a fault, and nobody knows whether it had done the work before.
 */
type Trouble = CallTrouble | { kind: 'unauthorized' | 'conflict' | 'failing' };

/** Whether what was asked for may have been done all the same: then it is looked up, or marked when it is asked again. */
export function mayBeDone({ kind }: Trouble): boolean {
  return kind === 'failing' || kind === 'lost' || kind === 'aborted';
}

export function healthStatusOf(trouble: Trouble): HealthStatus {
  switch (trouble.kind) {
    case 'unauthorized':
    case 'conflict':
    case 'rate_limited':
    case 'unreachable':
      return trouble.kind;
    case 'lost':
      return trouble.how === 'unreadable' ? 'failing' : 'unreachable';
    case 'refused':
    case 'turned_away':
    case 'failing':
    case 'aborted':
      return 'failing';
    default:
      return trouble satisfies never;
  }
}

/** Only what surely did not happen may be asked again (domain 4.1): no messenger has a key that would make a repeat harmless. */
export function outcomeOfTrouble(trouble: Trouble, health: Omit<Health, 'checkedAt'>): SendOutcome {
  const reason = health.detail;
  switch (trouble.kind) {
    case 'unauthorized':
      return { kind: 'refused', failure: { code: 'channel_unauthorized', reason }, health };
    case 'refused':
      return { kind: 'refused', failure: trouble.failure };
    case 'rate_limited':
      return { kind: 'later', afterMs: trouble.afterMs, reason };
    case 'turned_away':
      if (trouble.status === tooLarge) return { kind: 'refused', failure: { code: 'request_too_large', reason } };
      return { kind: 'later', afterMs: null, reason };
    case 'conflict':
    case 'unreachable':
      return { kind: 'later', afterMs: null, reason };
    case 'failing':
    case 'lost':
    case 'aborted':
      return { kind: 'unknown', reason };
    default:
      return trouble satisfies never;
  }
}
