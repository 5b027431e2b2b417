import type { OpenedChannel } from '../../domain/channel';
import type { FindOutcome, KnownMessages, OutgoingMessage } from '../contract';
import type { FacebookApp } from './app';
import { type PageMessage, readPageMessages } from './conversations';
import { sentenceOf, waitAfter } from './errors';

/** While its clock has never been read, ours may be ahead; a minute early, nothing of ours is mistaken for another. */
const clockMarginMs = 60_000;

/** Facebook gives files names of its own; their number and the text are what can be compared. */
function isAlike(found: PageMessage, { text, attachments }: OutgoingMessage): boolean {
  return (found.message ?? '') === text && (found.attachments?.data.length ?? 0) === attachments.length;
}

/** Looks in the page's own inbox whether Facebook took a message whose answer was lost. */
export async function findSentAtFacebook(
  { app, channel }: { app: FacebookApp; channel: OpenedChannel },
  message: OutgoingMessage,
  { since, isKnown }: KnownMessages,
): Promise<FindOutcome> {
  const from = new Date(since.getTime() - clockMarginMs);
  const read = await readPageMessages({ app, channel }, { since: from, clientId: message.clientId });
  // The login may answer and not read: then nobody can look, now or later.
  if (!read.ok && read.trouble.kind === 'refused') return { kind: 'not_found' };
  if (!read.ok) return { kind: 'later', afterMs: waitAfter(read.trouble), reason: sentenceOf(read.trouble) };
  for (const found of read.items) {
    const isCandidate = found.from?.id === channel.source && isAlike(found, message);
    if (isCandidate && !(await isKnown(found.id))) return { kind: 'sent', externalId: found.id };
  }
  return { kind: 'not_found' };
}
