import { z } from 'zod';
import type { ClockReading } from '../../domain/messenger-clock';
import { type FacebookApp, isReady } from './app';
import { notSetUp, type Trouble } from './errors';
import { callGraph } from './graph';

/** What Facebook is to tell of a page: messages, what becomes of ours, and who has a conversation in hand. */
const subscribedFields = [
  'messages',
  'messaging_postbacks',
  'messaging_referrals',
  'messaging_optins',
  'message_deliveries',
  'message_reads',
  'message_echoes',
  'message_edits',
  'message_reactions',
  'messaging_handovers',
  'standby',
];

interface Page {
  id: string;
  token: string;
}

const subscriptions = z.looseObject({
  data: z.array(
    z.looseObject({
      id: z.union([z.string(), z.number()]).transform(String),
      subscribed_fields: z.array(z.string()).optional().catch(undefined),
    }),
  ),
});

/** What a reply told of Facebook's clock comes with what it was asked for. */
type Told = { clock?: ClockReading | undefined };

type Standing = ({ ok: true; isListed: boolean; missing: string[] } & Told) | { ok: false; trouble: Trouble };

/** Whether Facebook still brings us what happens on the page, all of it: it stops after an hour in which we did not answer. */
async function lookAtSubscription(app: FacebookApp, page: Page, signal?: AbortSignal): Promise<Standing> {
  if (!isReady(app)) return { ok: false, trouble: notSetUp };
  const path = `/${page.id}/subscribed_apps`;
  const answer = await callGraph(app, { method: 'GET', path, token: page.token, signal });
  if (!answer.ok) return answer;
  const read = subscriptions.safeParse(answer.result);
  if (!read.success) return { ok: false, trouble: { kind: 'lost', how: 'unreadable' } };
  const ours = read.data.data.find(({ id }) => id === app.appId);
  const { clock } = answer;
  if (ours === undefined) return { ok: true, isListed: false, missing: subscribedFields, clock };
  const fields = ours.subscribed_fields ?? subscribedFields;
  return { ok: true, isListed: true, missing: subscribedFields.filter((field) => !fields.includes(field)), clock };
}

/** Null when it is done; again does no harm. */
export async function subscribe(app: FacebookApp, page: Page, signal?: AbortSignal): Promise<Trouble | null> {
  const answer = await callGraph(app, {
    ...{ method: 'POST', path: `/${page.id}/subscribed_apps`, token: page.token, signal },
    body: { subscribed_fields: subscribedFields.join(',') },
  });
  return answer.ok ? null : answer.trouble;
}

/** Attempts at a subscription that never became whole, as they stand in a cursor. */
export const subscribing = z.object({
  attempts: z.int().min(1),
  next: z.iso.datetime(),
  /** In words, where Facebook said why not. */
  refusal: z.string().nullable(),
});
export type Subscribing = z.infer<typeof subscribing>;

const firstPauseMs = 5 * 60_000;
const longestPauseMs = 6 * 60 * 60_000;

export type Kept =
  | { kind: 'trouble'; trouble: Trouble }
  | ({ kind: 'stands' } & Told)
  | ({ kind: 'renewed' } & Told)
  /** Facebook takes the request and brings not all that it asks for, or refuses it. */
  | ({ kind: 'lacking'; isListed: boolean; missing: string[]; subscribing: Subscribing } & Told);

interface Keeping {
  page: Page;
  before: Subscribing | undefined;
  now: number;
  signal?: AbortSignal;
}

function afterAttempt({ before, now }: Keeping, refusal: string | null): Subscribing {
  const attempts = (before?.attempts ?? 0) + 1;
  const pauseMs = Math.min(firstPauseMs * 2 ** Math.min(attempts - 1, 20), longestPauseMs);
  return { attempts, next: new Date(now + pauseMs).toISOString(), refusal };
}

/** Subscribes anew what Facebook has dropped. What it will not have is asked for again with growing pauses. */
export async function keepSubscribed(app: FacebookApp, keeping: Keeping): Promise<Kept> {
  const { page, before, now, signal } = keeping;
  const standing = await lookAtSubscription(app, page, signal);
  if (!standing.ok) return { kind: 'trouble', trouble: standing.trouble };
  const { clock } = standing;
  if (standing.missing.length === 0) return { kind: 'stands', clock };
  if (before !== undefined && now < Date.parse(before.next))
    return { kind: 'lacking', ...standing, subscribing: before };
  const trouble = await subscribe(app, page, signal);
  if (trouble !== null && trouble.kind !== 'refused') return { kind: 'trouble', trouble };
  const after = trouble === null ? await lookAtSubscription(app, page, signal) : standing;
  if (!after.ok) return { kind: 'trouble', trouble: after.trouble };
  if (after.missing.length === 0) return { kind: 'renewed', clock };
  return { kind: 'lacking', ...after, subscribing: afterAttempt(keeping, trouble?.failure.reason ?? null) };
}
