import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';
import { tellingBytes } from '../../domain/file-beginnings';
import type { Failure } from '../../domain/message';
import type { OutgoingAttachment, OutgoingMessage, SendOutcome } from '../contract';
import { outcomeOfTrouble } from '../shared/trouble';
import { addressOf, idOf } from './address';
import { callTwilio, type TwilioAnswer } from './call';
import { healthOf, type Trouble } from './errors';
import { kindsInWords, replyWindow, whatsAppLimits } from './limits';
import { canBe, mediaTypeOf } from './media-types';
import { refusalOf } from './refusals';
import { failureOf, statusOf } from './report';
import { settingsOf } from './settings';

/** What Twilio answers to a new message, as far as it is read. */
const createdMessage = z.looseObject({
  sid: z.string().min(1),
  status: z.string().optional().catch(undefined),
  errorCode: z.number().nullish().catch(null),
  errorMessage: z.string().nullish().catch(null),
});

function refused(code: string, reason: string): SendOutcome {
  return { kind: 'refused', failure: { code, reason } };
}

function notSent(trouble: Trouble): SendOutcome {
  return outcomeOfTrouble(trouble, healthOf(trouble));
}

function outcomeOf(answer: TwilioAnswer<unknown>): SendOutcome {
  if (!answer.ok) return notSent(answer.trouble);
  const created = createdMessage.safeParse(answer.result).data;
  if (!created) return notSent({ kind: 'lost', how: 'unreadable' });
  const { sid, status, errorCode, errorMessage } = created;
  if (statusOf(status) === 'failed')
    return { kind: 'refused', failure: failureOf(status, errorCode ?? null, errorMessage ?? ''), externalId: sid };
  return { kind: 'sent', externalId: sid };
}

async function startOf(attachment: OutgoingAttachment): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of attachment.open()) {
    pieces.push(Buffer.from(piece));
    size += pieces.at(-1)?.length ?? 0;
    if (size >= tellingBytes) break;
  }
  return Buffer.concat(pieces);
}

/** Why a file cannot go out, or null. Its content decides, not its name: WhatsApp looks into it, too. */
function faultOf({ mediaType }: OutgoingAttachment, start: Buffer): Failure | null {
  if (canBe(mediaType, start)) return null;
  const found = mediaTypeOf(start);
  if (found === null)
    return { code: 'file_type_refused', reason: `${kindsInWords} What is in this file is none of these.` };
  return {
    code: 'file_type_false',
    reason: `This file says that it is ${mediaType}, and what is in it is ${found}. Save it anew as what it is.`,
  };
}

interface Content {
  body?: string;
  mediaUrl?: string[];
  contentSid?: string;
  contentVariables?: string;
}

type Readied = { content: Content } | { outcome: SendOutcome };

async function readyFile(attachment: OutgoingAttachment, text: string): Promise<Readied> {
  // Twilio would take both, and the client would never see the text.
  if (text !== '' && whatsAppLimits.maxCaptionLength(attachment.mediaType) === 0)
    return { outcome: refused('text_with_file', 'WhatsApp shows no text beside such a file. Send the text apart.') };
  let start: Buffer;
  try {
    start = await startOf(attachment);
  } catch {
    return { outcome: { kind: 'later', afterMs: null, reason: 'The file could not be read from our store.' } };
  }
  const failure = faultOf(attachment, start);
  if (failure !== null) return { outcome: { kind: 'refused', failure } };
  if (attachment.url === null) {
    const reason =
      'WhatsApp fetches files from Parley, which has no public address. An administrator has to set SiteUrl.';
    return { outcome: refused('site_url_missing', reason) };
  }
  return { content: { mediaUrl: [attachment.url], ...(text !== '' && { body: text }) } };
}

async function ready({ text, template, attachments }: OutgoingMessage): Promise<Readied> {
  if (template !== null) {
    const isFilledIn = Object.keys(template.variables).length > 0;
    return {
      content: {
        contentSid: template.id,
        ...(isFilledIn && { contentVariables: JSON.stringify(template.variables) }),
      },
    };
  }
  const [attachment, ...more] = attachments;
  if (!attachment) return { content: { body: text } };
  if (more.length === 0) return readyFile(attachment, text);
  return { outcome: refused('too_many_attachments', 'WhatsApp takes one file a message. Send the others apart.') };
}

/** Twilio's number for free text outside the window. */
const windowClosedNumber = 63016;

/** Twilio would take the message and tell later that WhatsApp did not: what is known before is said before. */
function isOutsideWindow({ template, lastIncomingAt }: OutgoingMessage): boolean {
  return template === null && lastIncomingAt !== null && Date.now() - lastIncomingAt.getTime() > replyWindow.freeMs;
}

/** Sender: one message of ours is one of Twilio's, which reports to the address that has our id in it. */
export async function sendToWhatsApp(
  apiRoot: string,
  channel: OpenedChannel,
  message: OutgoingMessage,
): Promise<SendOutcome> {
  const settings = settingsOf(channel);
  if (settings === null) return notSent({ kind: 'unauthorized' });
  const to = addressOf(message.clientId);
  if (idOf(to) === null) return refused('client_not_found', 'This client is not known to WhatsApp: he has no number.');
  if (isOutsideWindow(message)) return { kind: 'refused', failure: refusalOf(windowClosedNumber, '') };
  const readied = await ready(message);
  if ('outcome' in readied) return readied.outcome;
  const { webhooksUrl } = message.site;
  const statusCallback = webhooksUrl && `${webhooksUrl}/status?message=${encodeURIComponent(message.id)}`;
  const answer = await callTwilio<unknown>({
    apiRoot,
    account: settings,
    ask: (client) =>
      client.messages.create({
        from: addressOf(settings.phoneNumber),
        to,
        ...readied.content,
        ...(statusCallback && { statusCallback }),
      }),
  });
  return outcomeOf(answer);
}
