import { z } from 'zod';
import type { Health } from '../../domain/channel';
import { beginningOf } from '../../domain/graphemes';
import { type CallTrouble, healthStatusOf, type MessengerWords, saysNotDone, sentenceOfCall } from '../shared/trouble';
import { missingApp } from './app';
import { findKnownError, proofRefused } from './error-codes';

/** Everything that a call of the Graph API can come to but success. */
export type Trouble =
  | CallTrouble
  /** Nothing can be done until somebody logs in again or sets the app up. */
  | { kind: 'unauthorized'; reason: string }
  /** Facebook has a fault, and has been known to do the work all the same. */
  | { kind: 'failing'; what: string };

export const notSetUp: Trouble = { kind: 'unauthorized', reason: missingApp };
export const noToken: Trouble = {
  kind: 'unauthorized',
  reason: 'The channel has no page token. Log in at Facebook and choose the page again.',
};

const graphError = z.looseObject({
  error: z.looseObject({
    message: z.string().catch(''),
    code: z.number(),
    error_subcode: z.number().optional().catch(undefined),
    is_transient: z.boolean().optional().catch(undefined),
  }),
});
type GraphError = z.infer<typeof graphError>['error'];

/** How long Facebook says to wait: in seconds, or in minutes by its account of what a page has used up. */
function waitOf(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  if (Number.isFinite(seconds)) return seconds * 1000;
  const minutes = /"estimated_time_to_regain_access":(\d+)/.exec(headers.get('x-business-use-case-usage') ?? '')?.[1];
  return minutes === undefined || minutes === '0' ? null : Number(minutes) * 60_000;
}

/** Facebook's words, without what could be a token: they go into messages and logs. */
function wordsOf(message: string): string {
  return beginningOf(message.replace(/[\w|.-]{40,}/g, '…'), 300);
}

/** The one classification of what the Graph API answers instead of success: by status, then by code, never by type. */
export function answeredTrouble(status: number, headers: Headers, body: unknown): Trouble {
  const said = graphError.safeParse(body).data?.error;
  if (status >= 500) return { kind: 'failing', what: said ? `error ${said.code}` : `HTTP ${status}` };
  if (said) return saidTrouble(said, status, headers);
  if (status === 429) return { kind: 'rate_limited', afterMs: waitOf(headers) };
  return saysNotDone(status) ? { kind: 'turned_away', status } : { kind: 'lost', how: 'unreadable' };
}

function saidTrouble(
  { code, error_subcode: subcode, message, is_transient: isTransient }: GraphError,
  status: number,
  headers: Headers,
): Trouble {
  if (/appsecret_proof/i.test(message)) return { kind: 'unauthorized', reason: proofRefused };
  const known = findKnownError(code, subcode);
  switch (known?.means) {
    case 'token':
      return { kind: 'unauthorized', reason: known.sentence };
    case 'rate':
      return { kind: 'rate_limited', afterMs: waitOf(headers) };
    case 'fault':
      return { kind: 'failing', what: `error ${code}` };
    case 'not_now':
      return { kind: 'turned_away', status };
    case 'refused':
      return { kind: 'refused', failure: { code: known.word, reason: known.sentence } };
  }
  if (isTransient) return { kind: 'failing', what: `error ${code}` };
  if (status === 429) return { kind: 'rate_limited', afterMs: waitOf(headers) };
  const named = subcode === undefined ? String(code) : `${code}/${subcode}`;
  return {
    kind: 'refused',
    failure: { code: 'refused_by_facebook', reason: `Facebook refused it (error ${named}): ${wordsOf(message)}.` },
  };
}

const words: MessengerWords = {
  name: 'Facebook',
  unreachable:
    'Facebook cannot be reached. Check this server’s internet connection, name resolution and firewall. Parley keeps trying.',
  unreadable:
    'What answers is not Facebook’s Graph API. Check whether a proxy stands in between, and what FACEBOOK_GRAPH_ROOT says. Parley keeps trying.',
};

/** The sentence for people: what is wrong, and what to do. */
export function sentenceOf(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'unauthorized':
      return trouble.reason;
    case 'failing':
      return `Facebook has a fault of its own (${trouble.what}). There is nothing to do here: Parley keeps trying.`;
    default:
      return sentenceOfCall(trouble, words);
  }
}

export function healthOf(trouble: Trouble): Omit<Health, 'checkedAt'> {
  return { status: healthStatusOf(trouble), detail: sentenceOf(trouble) };
}

export function waitAfter(trouble: Trouble): number | null {
  return trouble.kind === 'rate_limited' ? trouble.afterMs : null;
}

/** Whether it may be over when it is asked again, with nothing done about it. */
export function isPassing({ kind }: Trouble): boolean {
  return kind !== 'refused' && kind !== 'unauthorized';
}
