import type { Referral } from '../../domain/message-parts';

interface Told {
  text: string;
  raw?: unknown;
}

/** An incoming message of a version that left in its payload, or in its text, by which advertisement or link the client came. */
export interface FormerMessage extends Told {
  provider: string;
  externalId: string | null;
  /** What it said before it was edited, the oldest first. */
  versions?: Told[];
}

/** What a link to a Telegram bot carries; pressing Start sends it. */
const startedBy = /^\/start(?:@\w+)? (\S{1,512})$/;

/** Only such messages tell of one: with a payload, edited from another text, or with the command of a link. */
export const mayTell = {
  $or: [{ raw: { $exists: true } }, { versions: { $exists: true } }, { provider: 'telegram', text: /^\/start/ }],
};

/** What Facebook tells when a client comes and writes nothing: its id was made up, for it has none. */
export function isArrival({ provider, externalId }: Pick<FormerMessage, 'provider' | 'externalId'>): boolean {
  return provider === 'facebook' && externalId !== null && externalId.startsWith('referral-');
}

/** An edit told nothing of it: what the message said first does. */
export function referralIn(message: FormerMessage): Referral | null {
  const { text, raw } = message.versions?.[0] ?? message;
  switch (message.provider) {
    case 'whatsapp':
      return ofForm(partsOf(raw));
    case 'facebook':
      return ofReferral(isArrival(message) ? partsOf(raw) : partsOf(partsOf(raw)?.referral));
    case 'telegram':
      return ofCommand(text);
    default:
      return null;
  }
}

type Parts = Record<string, unknown>;

function partsOf(value: unknown): Parts | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Parts) : undefined;
}

function wordsOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Facebook's are texts or numbers. */
function idOf(value: unknown): string | null {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? String(value) : wordsOf(value);
}

function ofForm(form: Parts = {}): Referral | null {
  const told = (name: string) => {
    const value = form[`Referral${name}`];
    return wordsOf(Array.isArray(value) ? value[0] : value);
  };
  const [source, id] = [told('SourceType'), told('SourceId')];
  const [title, url, text] = [told('Headline'), told('SourceUrl'), told('Body')];
  const isReferred = [source, title, url, id, text].some((part) => part !== null);
  return isReferred ? { source: source ?? 'ad', title, url, id, text } : null;
}

function ofReferral(told: Parts = {}): Referral | null {
  const [ad = {}, product] = [partsOf(told.ads_context_data), partsOf(told.product)];
  const [ref, page] = [wordsOf(told.ref), wordsOf(told.referer_uri)];
  const id = idOf(told.ad_id) ?? idOf(product?.id) ?? idOf(ad.post_id) ?? ref;
  const source = wordsOf(told.source) ?? (product === undefined ? wordsOf(told.type) : 'PRODUCT');
  if (id === null && source === null && page === null) return null;
  return {
    source: source ?? 'link',
    title: wordsOf(ad.ad_title),
    url: page ?? wordsOf(ad.video_url) ?? wordsOf(ad.photo_url),
    id,
    text: ref === id ? null : ref,
  };
}

function ofCommand(text: string): Referral | null {
  const [, id] = startedBy.exec(text) ?? [];
  return id === undefined ? null : { source: 'link', title: null, url: null, id, text: null };
}
