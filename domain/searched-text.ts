import type { Accompaniment, Attachment, Location } from './message';
import type { SharedContact } from './message-parts';

interface Said extends Partial<Accompaniment> {
  text: string;
  location?: Location | null;
  attachments?: Array<Pick<Attachment, 'fileName'>>;
}

export type Searched = Said & { versions?: Said[] };

/** What a message is found by. Who changes one of these changes what finds it. */
export const searchedFields = [
  ...(['text', 'attachments', 'location', 'links', 'forwardedFrom', 'quote', 'externalReply', 'referral'] as const),
  ...(['sharedContact', 'furtherContacts', 'versions'] as const),
] as const;

/** All words that a message is found by: what it says and what belongs to that, then what it said before it was edited (domain 2.8). */
export function searchedTexts({ versions = [], ...message }: Searched): string[] {
  return [message, ...versions.toReversed()].map(wordsOf);
}

/** The same as one text. */
export function searchedText(message: Searched): string {
  return searchedTexts(message).join('\n');
}

function wordsOf(said: Said): string {
  const { text, links = [], forwardedFrom, quote, externalReply, referral, sharedContact, furtherContacts } = said;
  const contacts = [...(sharedContact ? [sharedContact] : []), ...(furtherContacts ?? [])];
  const beside = [
    ...links.flatMap((link) => (text.includes(link.text) ? [link.url] : [link.text, link.url])),
    forwardedFrom?.name,
    quote,
    externalReply?.name,
    externalReply?.text,
    referral?.title,
    referral?.text,
    referral?.id,
    referral?.url,
    ...(said.attachments ?? []).map(({ fileName }) => fileName),
    said.location?.title,
    said.location?.address,
    ...contacts.flatMap(wordsOfContact),
  ];
  return [text, ...beside].filter(Boolean).join('\n');
}

function wordsOfContact({ name, phoneNumber, phones, emails }: SharedContact) {
  // Cards that an earlier version took in have one number only.
  return [name, ...(phones ?? [phoneNumber]), ...(emails ?? [])];
}
