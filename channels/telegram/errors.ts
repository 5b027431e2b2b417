import { GrammyError } from 'grammy';
import type { Health } from '../../domain/channel';
import { type CallTrouble, healthStatusOf, type MessengerWords, sentenceOfCall } from '../shared/trouble';
import { refusalOf, withoutTokens } from './refusals';

/**
 * Everything that a call of the Bot API can come to but success. No kind carries grammY's error itself: its cause holds
 * the address that was called, and with it the token.
 */
export type Trouble =
  | CallTrouble
  /** Telegram does not know the token (401), or takes the address that is built from it for none of its own (404). */
  | { kind: 'unauthorized' }
  /** Someone else takes the bot's messages (409). */
  | { kind: 'conflict'; other: 'webhook' | 'poller' }
  /** Telegram says itself that it could not (5xx): not done. */
  | { kind: 'failing'; status: number };

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
  name: 'Telegram',
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
} as const satisfies MessengerWords & Record<string, string>;

/** The sentence for people: what is wrong, and what to do. */
export function sentenceOf(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'unauthorized':
      return words.unauthorized;
    case 'conflict':
      return words[trouble.other];
    case 'failing':
      return `Telegram has a fault of its own (error ${trouble.status}). There is nothing to do here: Parley keeps trying.`;
    default:
      return sentenceOfCall(trouble, words);
  }
}

export function healthOf(trouble: Trouble): Omit<Health, 'checkedAt'> {
  return { status: healthStatusOf(trouble), detail: withoutTokens(sentenceOf(trouble)) };
}
