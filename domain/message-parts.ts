/** What belongs to a message's words: where they come from, what they refer to, what stands behind them (domain 2.10). */

/** An address that stands behind words, or that came along with them. */
export interface TextLink {
  text: string;
  url: string;
}

export const markKinds = [
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'code',
  'quotation',
  'link',
  'time',
] as const;
export type MarkKind = (typeof markKinds)[number];

/** How a part of the text was set by its writer. In UTF-16 units, the end exclusive. */
export interface TextMark {
  kind: MarkKind;
  start: number;
  end: number;
  /** Of a `link`. */
  url?: string;
  /** Of `code`: the language that it is written in. */
  language?: string;
  /** Of a `time`: the moment that the words mean, in ISO 8601. */
  at?: string;
}

/** Whose words were passed on; null where the messenger tells only that they are another's. */
export interface Origin {
  name: string | null;
  url: string | null;
}

/** The advertisement or link by which the client came. */
export interface Referral {
  /** In the messenger's own word, such as `ad`, `post` or `SHORTLINK`. */
  source: string;
  title: string | null;
  url: string | null;
  id: string | null;
  /** What the advertisement says, or what its author had passed on beside its id. */
  text: string | null;
}

export interface SharedContact {
  name: string;
  phones: string[];
  emails: string[];
  /** The first of `phones`; empty when there is none. */
  phoneNumber: string;
}

export function sharedContactOf(card: Omit<SharedContact, 'phoneNumber'>): SharedContact {
  return { ...card, phoneNumber: card.phones[0] ?? '' };
}
