import type { OpenedChannel } from '../../domain/channel';
import type { FindOutcome, KnownMessages, OutgoingMessage } from '../contract';
import { addressOf } from './address';
import { callTwilio, type TwilioAnswer } from './call';
import { sentenceOf } from './errors';
import { settingsOf, type WhatsAppSettings } from './settings';

/** While Twilio's clock has never been read, ours may be ahead; a minute early, nothing of ours is mistaken for another. */
const clockMarginMs = 60_000;
/** Messages to one client since an attempt a moment ago. */
const mostLookedAt = 200;

/** What Twilio keeps of a message, as far as it is compared. */
interface Listed {
  sid: string;
  body: string | null;
  direction: string;
  numMedia: string;
  dateCreated: Date;
}

/** Twilio trims, and makes one space of several. */
export const plain = (text: string) => text.replace(/\s+/g, ' ').trim();

function isSame({ text, template, attachments }: OutgoingMessage, { body, numMedia, sid }: Listed): boolean {
  if (plain(body ?? '') !== plain(text)) return false;
  const hasMedia = Number(numMedia) > 0 || sid.startsWith('MM');
  return template !== null || hasMedia === attachments.length > 0;
}

/** What Twilio sent to a number since an instant, the oldest first. */
export async function listSent(request: {
  apiRoot: string;
  account: WhatsAppSettings;
  to: string;
  since: Date;
}): Promise<TwilioAnswer<Listed[]>> {
  const { apiRoot, account, to, since } = request;
  const answer = await callTwilio<Listed[]>({
    apiRoot,
    account,
    ask: (client) =>
      // Not by the date of sending: a message that waits at Twilio has none yet.
      client.messages.list({
        from: addressOf(account.phoneNumber),
        to: addressOf(to),
        pageSize: mostLookedAt,
        limit: mostLookedAt,
      }),
  });
  if (!answer.ok) return answer;
  const from = since.getTime() - clockMarginMs;
  const result = answer.result
    .filter(({ direction, dateCreated }) => direction.startsWith('outbound') && new Date(dateCreated).getTime() >= from)
    .reverse();
  return { ok: true, result };
}

/** Looks among what Twilio sent to the client for a message that nobody knows whether it was taken. */
export async function findSentToWhatsApp(
  apiRoot: string,
  channel: OpenedChannel,
  message: OutgoingMessage,
  { since, isKnown }: KnownMessages,
): Promise<FindOutcome> {
  const account = settingsOf(channel);
  if (account === null) return { kind: 'later', afterMs: null, reason: sentenceOf({ kind: 'unauthorized' }) };
  const answer = await listSent({ apiRoot, account, to: message.clientId, since });
  if (!answer.ok) {
    const { trouble } = answer;
    // Nobody can look, now or later.
    if (trouble.kind === 'refused') return { kind: 'not_found' };
    const afterMs = trouble.kind === 'rate_limited' ? trouble.afterMs : null;
    return { kind: 'later', afterMs, reason: sentenceOf(trouble) };
  }
  // Of equal ones the oldest was sent first, and is looked at first.
  for (const listed of answer.result)
    if (isSame(message, listed) && !(await isKnown(listed.sid))) return { kind: 'sent', externalId: listed.sid };
  return { kind: 'not_found' };
}
