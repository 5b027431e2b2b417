import { z } from 'zod';
import type { InboundEvent, IncomingMessage } from '../../domain/inbound';
import { UnreadablePayload } from '../contract';
import { madeUpId } from '../shared/made-up-id';
import type { Receipt } from '../shared/receipt-clock';
import { idOf, otherIdOf } from './address';
import { contentOf, hasMoreToTell } from './content';
import { field, type TwilioForm } from './form';
import { relationsOf } from './relations';
import { reportOf } from './report';

/** What the routes hand to the converter: Twilio's form, and what they know of how it came. */
export type WhatsAppPayload =
  | ({ kind: 'message'; form: TwilioForm } & Receipt)
  /** `messageId` is our own, which Twilio was given with the address to report to. */
  | { kind: 'report'; form: TwilioForm; messageId: string | null };

/** New fields appear without notice, and any may be missing: what is in a form is looked at one by one. */
const form = z.record(z.string(), z.unknown());

const payloadForm = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), form, receivedAt: z.iso.datetime(), sequence: z.int().min(0) }),
  z.object({ kind: z.literal('report'), form, messageId: z.string().min(1).nullable() }),
]);

/** Twilio's id of a message: 34 characters today. */
const sid = z.string().regex(/^\S{1,64}$/);

function messageOf(form: object, { receivedAt, sequence }: Receipt): IncomingMessage {
  const clientId = idOf(field(form, 'From'));
  if (clientId === null) throw new UnreadablePayload('This is no WhatsApp message of Twilio’s: it has no sender.');
  const told = field(form, 'MessageSid') || field(form, 'SmsMessageSid');
  // What is sent by hand to try the webhook has none: the form itself is all that it can be known by.
  const externalId = told ? sid.safeParse(told).data : madeUpId(form);
  if (externalId === undefined) throw new UnreadablePayload('This is no WhatsApp message of Twilio’s: its id is none.');

  const other = otherIdOf(field(form, 'ExternalUserId'));
  const content = contentOf(form);
  const answered = sid.safeParse(field(form, 'OriginalRepliedMessageSid')).data;
  const name = field(form, 'ProfileName')?.trim();
  return {
    clientId,
    ...(other !== null && other !== clientId && { otherClientIds: [other] }),
    externalId,
    timestamp: new Date(receivedAt),
    sequence,
    ...(content ?? { type: 'unsupported', text: field(form, 'Body') ?? '', attachments: [] }),
    ...((content === null || content.notice !== undefined || hasMoreToTell(form)) && { raw: form }),
    ...(answered && { replyToExternalId: answered }),
    ...relationsOf(form),
    // One name, written by the client himself: which part of it is the last name, nobody knows.
    ...(name && { profile: { firstName: name } }),
  };
}

/** Converter: one form of Twilio's to unified events, pure. */
export function parseWhatsApp(payload: unknown): InboundEvent[] {
  const read = payloadForm.safeParse(payload);
  if (!read.success) throw new UnreadablePayload('This is nothing that Twilio sends for WhatsApp.');
  switch (read.data.kind) {
    case 'message':
      return [{ kind: 'message', message: messageOf(read.data.form, read.data) }];
    case 'report':
      return reportOf(read.data.form, read.data.messageId);
    default:
      return read.data satisfies never;
  }
}
