import { z } from 'zod';
import type { Health } from '../../domain/channel';
import type { Failure } from '../../domain/message';
import { type CallTrouble, healthStatusOf, type MessengerWords, saysNotDone, sentenceOfCall } from '../shared/trouble';
import { isPassing, refusalOf, withoutSecrets } from './refusals';

/** Everything that a call of Twilio's API can come to but success. No kind carries the client's own error: it holds the token. */
export type Trouble =
  | Exclude<CallTrouble, { kind: 'refused' }>
  /** Twilio does not take account SID and auth token for a pair. */
  | { kind: 'unauthorized' }
  /** Twilio will not do it; `code` is its own number for why. */
  | { kind: 'refused'; code: number; failure: Failure }
  /** Twilio, or a gateway in front of it, has a fault: it may have been done before. */
  | { kind: 'failing'; status: number };

/** What a call knew when it failed. */
export interface CallState {
  /** null when no answer came. */
  answered: { status: number; retryAfter: string | null } | null;
  connectionOpened: boolean;
  timedOut: boolean;
  aborted: boolean;
}

/** Twilio's error body, as far as its client keeps it. */
const spoken = z.looseObject({
  code: z.number().optional().catch(undefined),
  message: z.string().optional().catch(''),
});

/** Twilio's numbers for a wrong pair of SID and token, and for an account that is closed or suspended. */
const credentialCodes = [10001, 20003, 20005, 20006, 20008, 21472];

/** Twilio is being maintained. */
const maintenanceCode = 21730;

export function retryAfterMs(header: string | null): number | null {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

function answeredTrouble(error: unknown, { status, retryAfter }: NonNullable<CallState['answered']>): Trouble {
  if (status >= 500) return { kind: 'failing', status };
  const { code, message = '' } = spoken.safeParse(error).data ?? {};
  const isTwilios = code !== undefined && status >= 400;
  if (status === 429 || (isTwilios && isPassing(code)))
    return { kind: 'rate_limited', afterMs: retryAfterMs(retryAfter) };
  if (status === 401 || (isTwilios && credentialCodes.includes(code))) return { kind: 'unauthorized' };
  if (!saysNotDone(status)) return { kind: 'lost', how: 'unreadable' };
  if (!isTwilios || code === maintenanceCode) return { kind: 'turned_away', status };
  return { kind: 'refused', code, failure: refusalOf(code, message) };
}

/** The one classification of errors of Twilio's API: by status, then by Twilio's number. */
export function troubleOf(error: unknown, state: CallState): Trouble {
  if (state.answered) return answeredTrouble(error, state.answered);
  if (state.aborted) return { kind: 'aborted' };
  if (!state.connectionOpened) return { kind: 'unreachable' };
  return { kind: 'lost', how: state.timedOut ? 'timed_out' : 'dropped' };
}

const words = {
  name: 'Twilio',
  unauthorized:
    'Twilio does not accept this account SID with this auth token. Copy both again from the first page of the Twilio console; a token that was rotated there no longer counts, and a suspended account takes none.',
  unreachable:
    'Twilio cannot be reached. Check this server’s internet connection, name resolution and firewall. Parley keeps trying, and lists what Twilio received meanwhile.',
  unreadable:
    'What answers is not Twilio’s API. Check whether a proxy stands in between, and what TWILIO_API_ROOT says. Parley keeps trying.',
} as const satisfies MessengerWords & Record<string, string>;

/** The sentence for people: what is wrong, and what to do. */
export function sentenceOf(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'unauthorized':
      return words.unauthorized;
    case 'failing':
      return `Twilio cannot do it at the moment (error ${trouble.status}). There is nothing to do here: Parley keeps trying.`;
    default:
      return sentenceOfCall(trouble, words);
  }
}

export function healthOf(trouble: Trouble): Omit<Health, 'checkedAt'> {
  return { status: healthStatusOf(trouble), detail: withoutSecrets(sentenceOf(trouble)) };
}
