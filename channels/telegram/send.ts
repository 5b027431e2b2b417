import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';
import type { OutgoingAttachment, OutgoingMessage, SendOutcome } from '../contract';
import { outcomeOfTrouble } from '../shared/trouble';
import { callTelegram, quickCallTimeoutMs, type TelegramAnswer } from './call';
import { healthOf, type Trouble } from './errors';
import { tokenOf } from './settings';
import { type FileMethod, fileMethodFor, sendFile, uploadOf } from './upload';

/** For 50 MB through a line of 300 KB a second. */
const uploadTimeoutMs = 180_000;

/** Its ids count up in a conversation, with what the client writes in it. */
const sentMessage = z.looseObject({ message_id: z.int(), date: z.int().positive().optional().catch(undefined) });

interface Sending {
  apiRoot: string;
  token: string;
  message: OutgoingMessage;
}

function refused(code: string, reason: string): SendOutcome {
  return { kind: 'refused', failure: { code, reason } };
}

function notSent(trouble: Trouble): SendOutcome {
  return outcomeOfTrouble(trouble, healthOf(trouble));
}

function outcomeOf(answer: TelegramAnswer<unknown>): SendOutcome {
  if (!answer.ok) return notSent(answer.trouble);
  const sent = sentMessage.safeParse(answer.result);
  if (!sent.success) return notSent({ kind: 'lost', how: 'unreadable' });
  const { message_id: sequence, date } = sent.data;
  return {
    ...{ kind: 'sent', externalId: String(sequence), sequence },
    ...(date !== undefined && { acceptedAt: new Date(date * 1000) }),
  };
}

function around({ clientId, replyToExternalId }: OutgoingMessage) {
  const replyTo = Number(replyToExternalId ?? Number.NaN);
  return {
    chat_id: Number(clientId),
    ...(Number.isSafeInteger(replyTo) && {
      reply_parameters: { message_id: replyTo, allow_sending_without_reply: true },
    }),
  };
}

async function sendText({ apiRoot, token, message }: Sending): Promise<SendOutcome> {
  const answer = await callTelegram<unknown>({
    apiRoot,
    token,
    timeoutMs: quickCallTimeoutMs,
    ask: (api, signal) => api.sendMessage({ ...around(message), text: message.text }, signal),
  });
  return outcomeOf(answer);
}

async function sendAttachment(
  sending: Sending,
  attachment: OutgoingAttachment,
  method: FileMethod,
): Promise<SendOutcome> {
  const { apiRoot, token, message } = sending;
  const upload = uploadOf(attachment);
  const caption = message.text === '' ? {} : { caption: message.text };
  const answer = await callTelegram<unknown>({
    apiRoot,
    token,
    timeoutMs: uploadTimeoutMs,
    ask: (api, signal) => sendFile(api, method, upload.file, { ...around(message), ...caption }, signal),
  });
  if (upload.isBroken()) return { kind: 'later', afterMs: null, reason: 'The file could not be read from our store.' };
  const outcome = outcomeOf(answer);
  const isNoPhoto = method === 'sendPhoto' && outcome.kind === 'refused' && outcome.failure.code === 'photo_refused';
  // Too long, too wide or damaged for a photo of Telegram's: as a document it is sent as it is.
  return isNoPhoto ? sendAttachment(sending, attachment, 'sendDocument') : outcome;
}

/** Sender: one message of ours is one message of Telegram's. */
export async function sendToTelegram(
  apiRoot: string,
  channel: OpenedChannel,
  message: OutgoingMessage,
): Promise<SendOutcome> {
  const token = tokenOf(channel);
  if (token === null) return notSent({ kind: 'unauthorized' });
  if (!Number.isSafeInteger(Number(message.clientId))) {
    return refused('client_not_found', 'This client is not known to Telegram: its ids are numbers.');
  }
  const [attachment, ...more] = message.attachments;
  if (more.length > 0)
    return refused('too_many_attachments', 'Telegram takes one file a message. Send the others apart.');
  const sending = { apiRoot, token, message };
  return attachment ? sendAttachment(sending, attachment, fileMethodFor(attachment)) : sendText(sending);
}
