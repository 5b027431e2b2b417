import type { OpenedChannel } from '../../domain/channel';
import type { FindOutcome, KnownMessages, OutgoingMessage } from '../contract';
import { addressOf } from './address';
import { callTwilio } from './call';
import { sentenceOf } from './errors';
import { settingsOf } from './settings';

/** Twilio's clock and ours differ by seconds at most; a minute early, nothing of ours is mistaken for another. */
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

const plain = (text: string) => text.replace(/\s+/g, ' ').trim();

function isSame({ text, template, attachments }: OutgoingMessage, { body, numMedia, sid }: Listed): boolean {
  if (plain(body ?? '') !== plain(text)) return false;
  const hasMedia = Number(numMedia) > 0 || sid.startsWith('MM');
  return template !== null || hasMedia === attachments.length > 0;
}

/** Looks among what Twilio sent to the client for a message that nobody knows whether it was taken. */
export async function findSentToWhatsApp(
  apiRoot: string,
  channel: OpenedChannel,
  message: OutgoingMessage,
  known: KnownMessages,
): Promise<FindOutcome> {
  const account = settingsOf(channel);
  if (account === null) return { kind: 'later', afterMs: null, reason: sentenceOf({ kind: 'unauthorized' }) };
  const answer = await callTwilio<Listed[]>({
    apiRoot,
    account,
    ask: (client) =>
      // Not by the date of sending: a message that waits at Twilio has none yet.
      client.messages.list({
        from: addressOf(account.phoneNumber),
        to: addressOf(message.clientId),
        pageSize: mostLookedAt,
        limit: mostLookedAt,
      }),
  });
  if (!answer.ok) {
    const { trouble } = answer;
    return {
      kind: 'later',
      afterMs: trouble.kind === 'rate_limited' ? trouble.afterMs : null,
      reason: sentenceOf(trouble),
    };
  }
  const from = known.since.getTime() - clockMarginMs;
  // Newest first, as they come: of equal ones the oldest was sent first, and is looked at first.
  for (const listed of answer.result.reverse()) {
    if (!listed.direction.startsWith('outbound') || !(new Date(listed.dateCreated).getTime() >= from)) continue;
    if (isSame(message, listed) && !(await known.isKnown(listed.sid))) return { kind: 'sent', externalId: listed.sid };
  }
  return { kind: 'not_found' };
}
