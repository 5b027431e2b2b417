import { isBlank } from '../../domain/blank';
import type { IncomingMessage } from '../../domain/inbound';
import { idOf } from './address';
import { type Media, mediaContent } from './content';

/** A message as Twilio's list has it: less than in a webhook; locations, replies and names are missing. */
export interface ListedMessage {
  sid: string;
  from: string;
  body: string | null;
  direction: string;
  numMedia: string;
  dateSent: Date | null;
  dateCreated: Date | null;
}

function isFromClient({ direction, from }: ListedMessage): boolean {
  return direction === 'inbound' && idOf(from) !== null;
}

/** When Twilio received it, in whole seconds; null when it does not say. */
function receivedAt({ dateSent, dateCreated }: ListedMessage): Date | null {
  return [dateSent, dateCreated].find((date) => date instanceof Date && Number.isFinite(date.getTime())) ?? null;
}

/**
 * Oldest first, with order keys that are the same whenever the list is read: Twilio stamps whole seconds and lists the newest
 * first, so a message's place among those of its second is counted from the oldest.
 */
export function inOrder(
  newestFirst: ListedMessage[],
): Array<{ listed: ListedMessage; timestamp: Date; sequence: number }> {
  const inSecond = new Map<number, number>();
  return newestFirst
    .flatMap((listed) => {
      const timestamp = receivedAt(listed);
      return timestamp && isFromClient(listed) ? [{ listed, timestamp }] : [];
    })
    .reverse()
    .sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime())
    .map((entry) => {
      const sequence = inSecond.get(entry.timestamp.getTime()) ?? 0;
      inSecond.set(entry.timestamp.getTime(), sequence + 1);
      return { ...entry, sequence };
    });
}

/** The unified message. Without text or file it is of a kind that the list does not tell, such as a location. */
export function messageOf(
  { listed, timestamp, sequence }: ReturnType<typeof inOrder>[number],
  media: Media[],
): IncomingMessage {
  const { sid, from, numMedia } = listed;
  const text = listed.body ?? '';
  const key = { clientId: idOf(from) ?? '', externalId: sid, timestamp, sequence };
  if (media.length > 0) return { ...key, ...mediaContent(media, text) };
  if (!isBlank(text)) return { ...key, type: 'text', text, attachments: [] };
  return {
    ...key,
    ...(text !== '' && { notice: 'empty_message' }),
    ...{ type: 'unsupported', text: '', attachments: [] },
    raw: { MessageSid: sid, From: from, NumMedia: numMedia },
  };
}
