import { GrammyError } from 'grammy';
import type { Health, HealthStatus } from '../../domain/channel';
import type { Failure } from '../../domain/message';
import { refusalOf, withoutTokens } from './refusals';

/**
 * Everything that a call of the Bot API can come to but success. No kind carries grammY's error itself: its cause holds
 * the address that was called, and with it the token.
 */
export type Trouble =
  /** Telegram does not know the token (401), or takes the address that is built from it for none of its own (404). */
  | { kind: 'unauthorized' }
  /** Someone else takes the bot's messages (409). */
  | { kind: 'conflict'; other: 'webhook' | 'poller' }
  | { kind: 'rate_limited'; afterMs: number | null }
  /** Telegram will not do it, now or later. */
  | { kind: 'refused'; failure: Failure }
  /** Telegram says itself that it could not (5xx): not done. */
  | { kind: 'failing'; status: number }
  /** No connection was made: surely not done. */
  | { kind: 'unreachable' }
  /** The connection stood and no readable answer came: nobody knows whether it was done. */
  | { kind: 'lost'; how: 'dropped' | 'timed_out' | 'unreadable' }
  /** The caller ended it. */
  | { kind: 'aborted' };

/** What a call knew when it failed. */
export interface CallState {
  connectionOpened: boolean;
  timedOut: boolean;
  aborted: boolean;
}

function answeredTrouble(error: GrammyError): Trouble {
  const { error_code: status, description, parameters } = error;
  if (status === 401 || status === 404) return { kind: 'unauthorized' };
  if (status === 409) return { kind: 'conflict', other: /webhook/i.test(description) ? 'webhook' : 'poller' };
  if (status === 429) {
    const seconds = parameters.retry_after;
    return { kind: 'rate_limited', afterMs: typeof seconds === 'number' ? seconds * 1000 : null };
  }
  if (status >= 500) return { kind: 'failing', status };
  return { kind: 'refused', failure: refusalOf(status, description) };
}

/** node-fetch says `invalid-json` of an answer that is none of the Bot API's, such as a gateway's error page. */
function isUnreadable(cause: unknown): boolean {
  return cause instanceof SyntaxError || (cause instanceof Error && 'type' in cause && cause.type === 'invalid-json');
}

/** The one classification of errors of the Bot API. */
export function troubleOf(error: unknown, state: CallState): Trouble {
  if (error instanceof GrammyError) return answeredTrouble(error);
  if (state.aborted) return { kind: 'aborted' };
  if (!state.connectionOpened) return { kind: 'unreachable' };
  if (state.timedOut) return { kind: 'lost', how: 'timed_out' };
  const cause = error instanceof Error && 'error' in error ? error.error : error;
  return { kind: 'lost', how: isUnreadable(cause) ? 'unreadable' : 'dropped' };
}

const words = {
  unauthorized:
    'Telegram does not know this token. It was revoked, or the bot was deleted. Get the current token from BotFather (/mybots, API Token) and enter it in the channel’s settings.',
  webhook:
    'Another program has set a webhook for this bot, so Telegram hands the bot’s messages to it and not to Parley. Delete the webhook there (method deleteWebhook), or give Parley a bot of its own.',
  poller:
    'Another program, or another installation of Parley, asks Telegram for this bot’s messages too, and each gets only part of them. Stop the other one, or revoke the token in BotFather and enter the new one here only.',
  unreachable:
    'Telegram cannot be reached. Check this server’s internet connection, name resolution and firewall. Parley keeps trying, and Telegram keeps messages for 24 hours.',
  unreadable:
    'What answers is not Telegram’s Bot API. Check whether a proxy stands in between, and what TELEGRAM_API_ROOT says. Parley keeps trying.',
} as const;

/** The sentence for people: what is wrong, and what to do. */
export function sentenceOf(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'unauthorized':
      return words.unauthorized;
    case 'conflict':
      return words[trouble.other];
    case 'rate_limited':
      return trouble.afterMs === null
        ? 'Telegram asks for fewer requests. Parley waits and goes on by itself.'
        : `Telegram asks for fewer requests. Parley waits ${Math.ceil(trouble.afterMs / 1000)} seconds, as Telegram wishes, and goes on by itself.`;
    case 'refused':
      return trouble.failure.reason;
    case 'failing':
      return `Telegram has a fault of its own (error ${trouble.status}). There is nothing to do here: Parley keeps trying.`;
    case 'unreachable':
      return words.unreachable;
    case 'lost':
      if (trouble.how === 'unreadable') return words.unreadable;
      return trouble.how === 'timed_out'
        ? 'Telegram did not answer in time.'
        : 'The connection to Telegram broke before its answer was there.';
    case 'aborted':
      return 'The request was ended before Telegram answered.';
    default:
      return trouble satisfies never;
  }
}

function healthStatusOf(trouble: Trouble): HealthStatus {
  switch (trouble.kind) {
    case 'unauthorized':
    case 'conflict':
    case 'rate_limited':
    case 'unreachable':
      return trouble.kind;
    case 'lost':
      return trouble.how === 'unreadable' ? 'failing' : 'unreachable';
    case 'refused':
    case 'failing':
    case 'aborted':
      return 'failing';
    default:
      return trouble satisfies never;
  }
}

export function healthOf(trouble: Trouble): Omit<Health, 'checkedAt'> {
  return { status: healthStatusOf(trouble), detail: withoutTokens(sentenceOf(trouble)) };
}
