import type { InboundEvent } from '../../domain/inbound';
import type { Failure } from '../../domain/message';
import { UnreadablePayload } from '../contract';
import { idOf } from './address';
import { field } from './form';
import { refusalOf } from './refusals';

type ReportedStatus = Extract<InboundEvent, { kind: 'delivery' }>['status'];

/** Twilio's words for what became of a message. It is with Twilio in all that come before `delivered`. */
const statuses: Record<string, ReportedStatus> = {
  accepted: 'sent',
  scheduled: 'sent',
  queued: 'sent',
  sending: 'sent',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'failed',
  undelivered: 'failed',
  canceled: 'failed',
};

/** Null for a word that Twilio has made up since. */
export function statusOf(word: string | undefined): ReportedStatus | null {
  const known = word?.toLowerCase() ?? '';
  return Object.hasOwn(statuses, known) ? (statuses[known] ?? null) : null;
}

/** Why a message failed, by the number in a report or at the message itself; its words are for what we have none. */
export function failureOf(word: string | undefined, number: number | null, said: string): Failure {
  if (word?.toLowerCase() === 'canceled')
    return { code: 'canceled', reason: 'The message was cancelled at Twilio before it was sent.' };
  if (number === null && said === '') {
    const reason = 'WhatsApp did not deliver the message, and gave no reason. Send it again.';
    return { code: 'not_delivered', reason };
  }
  return refusalOf(number, said);
}

/** A report of Twilio's on a message of ours, as an event. */
export function reportOf(form: object, messageId: string | null): InboundEvent[] {
  const word = field(form, 'MessageStatus') ?? field(form, 'SmsStatus');
  const clientId = idOf(field(form, 'To'));
  const externalId = field(form, 'MessageSid') ?? field(form, 'SmsSid');
  if (clientId === null || !externalId || word === undefined)
    throw new UnreadablePayload('This is no report of Twilio’s on a WhatsApp message.');
  const status = statusOf(word);
  if (status === null) return [];
  return [
    {
      kind: 'delivery',
      clientId,
      externalId,
      ...(messageId !== null && { messageId }),
      status,
      ...(status === 'failed' && { failure: reportedFailure(form) }),
    },
  ];
}

/** A message of ours as Twilio's list has it. */
export interface ListedAnswer {
  sid: string;
  to: string;
  status: string;
  errorCode: number | null;
  errorMessage: string | null;
}

/** What the list tells of a message of ours that has left Twilio, as an event. */
export function listedReportOf({ sid, to, status: word, errorCode, errorMessage }: ListedAnswer): InboundEvent[] {
  const clientId = idOf(to);
  const status = statusOf(word);
  if (clientId === null || status === null || status === 'sent') return [];
  const failure = status === 'failed' && { failure: failureOf(word, errorCode, errorMessage ?? '') };
  return [{ kind: 'delivery', clientId, externalId: sid, status, ...failure }];
}

/** Why, as a report with the status `failed` or the like says. */
export function reportedFailure(form: object): Failure {
  const number = Number(field(form, 'ErrorCode') || Number.NaN);
  const said = field(form, 'ErrorMessage') ?? field(form, 'ChannelStatusMessage') ?? '';
  return failureOf(field(form, 'MessageStatus'), Number.isSafeInteger(number) ? number : null, said);
}
