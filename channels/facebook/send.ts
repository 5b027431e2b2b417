import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';
import type { OutgoingAttachment, OutgoingMessage, SendOutcome } from '../contract';
import { outcomeOfTrouble } from '../shared/trouble';
import type { FacebookApp } from './app';
import { healthOf, type Trouble } from './errors';
import type { GraphAnswer } from './graph';
import { facebookWindow } from './limits';
import { metadataOf } from './metadata';
import { callPage } from './page-call';
import { attachmentKind, uploadOf } from './upload';

/** For 25 MB through a line of 150 KB a second. */
const uploadTimeoutMs = 180_000;

const sentMessage = z.looseObject({ message_id: z.string().min(1) });

/** As what an answer is sent: freely, or as a person's who could not answer earlier. */
type Allowance = { messaging_type: 'RESPONSE' } | { messaging_type: 'MESSAGE_TAG'; tag: 'HUMAN_AGENT' };

const freely: Allowance = { messaging_type: 'RESPONSE' };
const asPerson: Allowance = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };

interface Sending {
  app: FacebookApp;
  channel: OpenedChannel;
  message: OutgoingMessage;
  allowance: Allowance;
  /** The client's message that this one answers, where Facebook may still know it. */
  replyTo: string | null;
}

function refused(code: string, reason: string): SendOutcome {
  return { kind: 'refused', failure: { code, reason } };
}

function notSent(trouble: Trouble): SendOutcome {
  const health = healthOf(trouble);
  return trouble.kind === 'unauthorized'
    ? { kind: 'waits', reason: health.detail, health }
    : outcomeOfTrouble(trouble, health);
}

function outcomeOf(answer: GraphAnswer): SendOutcome {
  if (!answer.ok) return notSent(answer.trouble);
  const sent = sentMessage.safeParse(answer.result);
  if (!sent.success) return notSent({ kind: 'lost', how: 'unreadable' });
  return { kind: 'sent', externalId: sent.data.message_id };
}

function around({ message, allowance, replyTo }: Sending) {
  return {
    recipient: { id: message.clientId },
    ...allowance,
    ...(replyTo !== null && { reply_to: { mid: replyTo } }),
  };
}

async function sendText(sending: Sending): Promise<SendOutcome> {
  const { app, channel, message } = sending;
  const body = { ...around(sending), message: { text: message.text, metadata: metadataOf(message.id) } };
  return outcomeOf(await callPage(app, channel, { method: 'POST', edge: '/messages', body }));
}

async function sendFile(sending: Sending, attachment: OutgoingAttachment): Promise<SendOutcome> {
  const { app, channel, message } = sending;
  const content = { type: attachmentKind(attachment.mediaType), payload: { is_reusable: false } };
  const whole = { ...around(sending), message: { attachment: content, metadata: metadataOf(message.id) } };
  const fields = Object.fromEntries(
    Object.entries(whole).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
  const upload = uploadOf(fields, attachment);
  const answer = await callPage(app, channel, {
    method: 'POST',
    edge: '/messages',
    upload: upload.body,
    timeoutMs: uploadTimeoutMs,
  });
  if (upload.isBroken()) return { kind: 'later', afterMs: null, reason: 'The file could not be read from our store.' };
  return outcomeOf(answer);
}

function sendOnce(sending: Sending): Promise<SendOutcome> {
  const [attachment] = sending.message.attachments;
  return attachment ? sendFile(sending, attachment) : sendText(sending);
}

function isRefusedFor(outcome: SendOutcome, code: string): boolean {
  return outcome.kind === 'refused' && outcome.failure.code === code;
}

/** Whether the client wrote within so many milliseconds; who never wrote has no window, and Facebook decides. */
function wroteWithin({ lastIncomingAt }: OutgoingMessage, ms: number): boolean {
  return lastIncomingAt === null || Date.now() - lastIncomingAt.getTime() < ms;
}

/**
 * Sender: one message of ours is one of Facebook's. What is refused for a reason that another form of the same message does
 * not have is asked once more in that form: a refusal says that nothing was sent.
 */
export async function sendToFacebook(
  app: FacebookApp,
  channel: OpenedChannel,
  message: OutgoingMessage,
): Promise<SendOutcome> {
  if (message.attachments.length > 1)
    return refused('too_many_attachments', 'Facebook takes one file a message. Send the others apart.');
  if (message.attachments.length > 0 && message.text !== '')
    return refused('text_with_file', 'Facebook takes either a text or a file in a message. Send the text apart.');
  const isFree = wroteWithin(message, facebookWindow.freeMs);
  let sending: Sending = {
    ...{ app, channel, message, replyTo: message.replyToExternalId },
    allowance: isFree ? freely : asPerson,
  };
  let outcome = await sendOnce(sending);
  // The message that is answered may be deleted, or of a kind that has no id at Facebook.
  if (sending.replyTo !== null && isRefusedFor(outcome, 'refused_by_facebook')) {
    sending = { ...sending, replyTo: null };
    outcome = await sendOnce(sending);
  }
  // The window has closed on the way.
  if (isFree && isRefusedFor(outcome, 'outside_window') && message.lastIncomingAt !== null)
    outcome = await sendOnce({ ...sending, allowance: asPerson });
  return outcome;
}
