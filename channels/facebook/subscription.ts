import { z } from 'zod';
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

type Looked = { ok: true; isSubscribed: boolean } | { ok: false; trouble: Trouble };

/** Whether Facebook still brings us what happens on the page, all of it: it stops after an hour in which we did not answer. */
export async function lookAtSubscription(app: FacebookApp, page: Page, signal?: AbortSignal): Promise<Looked> {
  if (!isReady(app)) return { ok: false, trouble: notSetUp };
  const path = `/${page.id}/subscribed_apps`;
  const answer = await callGraph(app, { method: 'GET', path, token: page.token, signal });
  if (!answer.ok) return answer;
  const read = subscriptions.safeParse(answer.result);
  if (!read.success) return { ok: false, trouble: { kind: 'lost', how: 'unreadable' } };
  const ours = read.data.data.find(({ id }) => id === app.appId);
  const fields = ours?.subscribed_fields ?? subscribedFields;
  return { ok: true, isSubscribed: ours !== undefined && subscribedFields.every((field) => fields.includes(field)) };
}

/** Null when it is done; again does no harm. */
export async function subscribe(app: FacebookApp, page: Page, signal?: AbortSignal): Promise<Trouble | null> {
  const answer = await callGraph(app, {
    ...{ method: 'POST', path: `/${page.id}/subscribed_apps`, token: page.token, signal },
    body: { subscribed_fields: subscribedFields.join(',') },
  });
  return answer.ok ? null : answer.trouble;
}
