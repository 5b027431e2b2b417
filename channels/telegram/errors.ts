import { GrammyError, HttpError } from 'grammy';
import type { Health } from '../../domain/channel';
import { connectionTrouble } from '../shared/connection-trouble';
import { type CallTrouble, healthStatusOf, type MessengerWords, saysNotDone, sentenceOfCall } from '../shared/trouble';
import { refusalOf, withoutTokens } from './refusals';

/**
 * Everything that a call of the Bot API can come to but success. No kind carries grammY's error itself: its cause holds
 * the address that was called, and with it the token.
 */
export type Trouble =
  | CallTrouble
  /** Telegram does not know the token (401), or takes the address that is built from it for none of its own (404). */
  | { kind: 'unauthorized' }
  /** Someone else takes the bot's messages (409); `host`, where it is known that and where his webhook is. */
  | { kind: 'conflict'; other: 'webhook' | 'poller'; host?: string }
  /** Telegram, or a gateway in front of it, has a fault (5xx): it may have been done before. */
  | { kind: 'failing'; status: number };

/** What a call knew when it failed. */
export interface CallState {
  /** HTTP status; null when no answer began. */
  status: number | null;
  timedOut: boolean;
  aborted: boolean;
}

function saidTrouble({ error_code: code, description, parameters }: GrammyError): Trouble {
  if (code === 401 || code === 404) return { kind: 'unauthorized' };
  if (code === 409) return { kind: 'conflict', other: /webhook/i.test(description) ? 'webhook' : 'poller' };
  if (code === 429) {
    const seconds = parameters.retry_after;
    return { kind: 'rate_limited', afterMs: typeof seconds === 'number' ? seconds * 1000 : null };
  }
  return { kind: 'refused', failure: refusalOf(code, description) };
}

/** The one classification of errors of the Bot API: by status, then by what Telegram says. */
export function troubleOf(error: unknown, { status, timedOut, aborted }: CallState): Trouble {
  // grammY makes this error of any JSON that is no success, also of what is none of Telegram's.
  const said = error instanceof GrammyError && typeof error.error_code === 'number' ? error : null;
  const told = said?.error_code ?? status;
  const worst = Math.max(status ?? 0, told ?? 0);
  if (worst >= 500) return { kind: 'failing', status: worst };
  if (told !== null && saysNotDone(told)) return said ? saidTrouble(said) : { kind: 'turned_away', status: told };
  if (error instanceof GrammyError) return { kind: 'lost', how: 'unreadable' };
  return connectionTrouble(error instanceof HttpError ? error.error : error, { timedOut, aborted });
}

const endWebhook = 'Delete the webhook there (method deleteWebhook), or give Parley a bot of its own.';

const words = {
  name: 'Telegram',
  unauthorized:
    'Telegram does not know this token. It was revoked, or the bot was deleted. Get the current token from BotFather (/mybots, API Token) and enter it in the channel’s settings.',
  webhook: `Another program has set a webhook for this bot, so Telegram hands the bot’s messages to it and not to Parley. ${endWebhook}`,
  poller:
    'Another program, or another installation of Parley, asks Telegram for this bot’s messages too, so Parley takes none in beside it. Stop the other one, or revoke the token in BotFather and enter the new one here only.',
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
      if (trouble.host !== undefined)
        return `Another program has set a webhook for this bot, so Telegram hands the bot’s messages to ${trouble.host} and not to Parley. ${endWebhook}`;
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
