import type { PollOutcome, Site } from '../contract';
import type { FacebookSettings } from './settings';
import type { Kept } from './subscription';

/** How long before the login ends the administrator is told. */
const remindBeforeMs = 7 * 24 * 60 * 60_000;

type Batch = Extract<PollOutcome, { kind: 'batch' }>;

/** A login ends about sixty days after it was made, and with it the page's messages. */
export function endOf({ loginEndsAt }: FacebookSettings): NonNullable<Batch['ends']> | undefined {
  const at = new Date(Date.parse(loginEndsAt ?? ''));
  if (Number.isNaN(at.getTime()) || at.getTime() - Date.now() > remindBeforeMs) return undefined;
  const day = at.toISOString().slice(0, 10);
  return { at, detail: `The login at Facebook ends on ${day}: log in again before that day.` };
}

function lackIn({ isListed, missing, subscribing: { refusal } }: Extract<Kept, { kind: 'lacking' }>): string {
  const lack = isListed
    ? `Facebook does not list ${missing.join(', ')} among what it brings of this page, although Parley has asked for it.`
    : 'Facebook does not list this app among those that it tells of the page, although Parley has subscribed it.';
  const answer = refusal === null ? '' : ` Facebook’s answer: ${refusal}`;
  return `${lack} What does not come is fetched from the page’s inbox, minutes late, and Parley asks again by itself. Look in Meta’s developer console whether the app’s webhook (object Page) has all fields that Parley’s guide names.${answer}`;
}

const renewed =
  'Receiving messages. Facebook had stopped bringing this page’s messages, as it does when its deliveries fail for an hour. Parley has subscribed again and fetches what was missed.';

interface Found {
  kept: Exclude<Kept, { kind: 'trouble' }>;
  ends: Batch['ends'];
  isSet: boolean;
  site: Site;
}

/** What the administrator should know, the most pressing first; undefined when all is well. */
export function healthFound({ kept, ends, isSet, site: { webhooksUrl } }: Found): Batch['health'] {
  if (kept.kind === 'lacking') return { status: 'failing', detail: lackIn(kept) };
  if (ends !== undefined) return { status: 'ok', detail: `Receiving messages. ${ends.detail}` };
  if (kept.kind === 'renewed') return { status: 'ok', detail: renewed };
  if (isSet || webhooksUrl === null) return undefined;
  return {
    status: 'ok',
    detail: `Receiving messages, minutes late: the app has no webhook for pages. Enter ${webhooksUrl} as its callback URL in Meta’s developer console (Webhooks, object Page).`,
  };
}
