import { z } from 'zod';
import { dialogAddress, type FacebookApp, isReady, missingApp, type ReadyApp } from './app';
import { isPassing, sentenceOf, type Trouble } from './errors';
import { callGraph, type GraphAnswer } from './graph';

/** What the person who logs in is asked for: his pages, what happens on them, and to answer in their name. */
const scopes = [
  'pages_show_list',
  'pages_messaging',
  'pages_manage_metadata',
  'pages_read_engagement',
  'business_management',
];
/** Roles on a page that let an app be subscribed to it and answer for it. */
const neededTasks = ['MESSAGING', 'MODERATE'];
const pagesAtOnce = '100';

/** What Facebook let somebody do, for about 60 days. */
export interface UserGrant {
  token: string;
  endsAt: Date | null;
}

/** A page that the person who logged in manages. */
export interface ManagedPage {
  id: string;
  name: string;
  /** Null where he may not have it connected, in words why. */
  token: string | null;
  reason: string | null;
}

export type Asked<Value> = { ok: true; value: Value } | { ok: false; reason: string; isPassing: boolean };

/** Login of somebody who manages pages (domain 6.1). */
export interface PageLogin {
  /** In words what is missing, or null when somebody can log in. */
  missing(): string | null;
  /** Where he logs in, and is asked for consent; he comes back to `redirectUri` with a code and the state. */
  dialogUrl(ticket: { redirectUri: string; state: string }): string;
  /** A code is good for one exchange, with the address that it was handed to. */
  exchange(ticket: { code: string; redirectUri: string }): Promise<Asked<UserGrant>>;
  pages(userToken: string): Promise<Asked<ManagedPage[]>>;
  /** Settings of the page's channel, from which `register` goes on; `before` are those of a channel that is renewed. */
  settingsFor(given: {
    page: { id: string; token: string };
    endsAt: Date | null;
    before: Record<string, unknown> | null;
  }): Record<string, unknown>;
}

const granted = z.looseObject({ access_token: z.string().min(1), expires_in: z.number().optional().catch(undefined) });

const account = z.looseObject({
  id: z.string().regex(/^\d+$/),
  name: z
    .string()
    .catch('')
    .transform((name) => name || 'Facebook page'),
  access_token: z.string().min(1).optional().catch(undefined),
  tasks: z.array(z.string()).catch([]),
  is_published: z.boolean().optional().catch(undefined),
});

const accounts = z.looseObject({
  data: z.array(account),
  paging: z
    .looseObject({ next: z.string().optional(), cursors: z.looseObject({ after: z.string().optional() }).optional() })
    .optional()
    .catch(undefined),
});

function refusal(trouble: Trouble): { ok: false; reason: string; isPassing: boolean } {
  return { ok: false, reason: sentenceOf(trouble), isPassing: isPassing(trouble) };
}

const unreadable = refusal({ kind: 'lost', how: 'unreadable' });

/** Domain 6.1 has public pages only. */
function pageOf({
  id,
  name,
  access_token: token,
  tasks,
  is_published: isPublished,
}: z.infer<typeof account>): ManagedPage {
  const no = (reason: string): ManagedPage => ({ id, name, token: null, reason });
  if (isPublished === false) return no('The page is not published: only public pages can be connected.');
  if (!neededTasks.some((task) => tasks.includes(task)))
    return no(
      'This person may not answer messages of the page: he needs the task MESSAGING or MODERATE (access to messages) there.',
    );
  if (token === undefined)
    return no(
      'Facebook gives no token for the page: log in again and leave the page switched on in the list of pages.',
    );
  return { id, name, token, reason: null };
}

function grantOf(answer: GraphAnswer): Asked<UserGrant> {
  if (!answer.ok) return refusal(answer.trouble);
  const read = granted.safeParse(answer.result);
  if (!read.success) return unreadable;
  const { access_token: token, expires_in: seconds } = read.data;
  return { ok: true, value: { token, endsAt: seconds === undefined ? null : new Date(Date.now() + seconds * 1000) } };
}

/** Facebook documents these calls with the secret in the query; nothing of ours writes addresses down. */
function askForToken(app: ReadyApp, query: Record<string, string>): Promise<GraphAnswer> {
  const credentials = { client_id: app.appId, client_secret: app.appSecret };
  return callGraph(app, {
    method: 'GET',
    path: '/oauth/access_token',
    token: null,
    query: { ...credentials, ...query },
  });
}

async function exchange(app: FacebookApp, ticket: { code: string; redirectUri: string }): Promise<Asked<UserGrant>> {
  if (!isReady(app)) return { ok: false, reason: missingApp, isPassing: false };
  const short = grantOf(await askForToken(app, { code: ticket.code, redirect_uri: ticket.redirectUri }));
  if (!short.ok) return short;
  return grantOf(await askForToken(app, { grant_type: 'fb_exchange_token', fb_exchange_token: short.value.token }));
}

async function pages(app: FacebookApp, token: string): Promise<Asked<ManagedPage[]>> {
  const found: ManagedPage[] = [];
  let after: string | undefined;
  do {
    const fields = 'id,name,access_token,tasks,is_published';
    const query = { fields, limit: pagesAtOnce, ...(after !== undefined && { after }) };
    const answer = await callGraph(app, { method: 'GET', path: '/me/accounts', token, query });
    if (!answer.ok) return refusal(answer.trouble);
    const read = accounts.safeParse(answer.result);
    if (!read.success) return unreadable;
    found.push(...read.data.data.map(pageOf));
    const next = read.data.paging?.next === undefined ? undefined : read.data.paging.cursors?.after;
    // One that leads back to the same page would be asked for without end.
    after = next === after ? undefined : next;
  } while (after !== undefined);
  return { ok: true, value: found };
}

export function createPageLogin(app: FacebookApp): PageLogin {
  return {
    missing: () => (isReady(app) ? null : missingApp),
    dialogUrl({ redirectUri, state }) {
      const query = {
        client_id: app.appId ?? '',
        redirect_uri: redirectUri,
        state,
        response_type: 'code',
        scope: scopes.join(','),
      };
      return `${dialogAddress(app)}?${new URLSearchParams(query)}`;
    },
    exchange: (ticket) => exchange(app, ticket),
    pages: (userToken) => pages(app, userToken),
    settingsFor: ({ page, endsAt, before }) => ({
      ...{ pageId: page.id, pageAccessToken: page.token },
      connectedAt: before?.connectedAt ?? new Date().toISOString(),
      ...(endsAt !== null && { loginEndsAt: endsAt.toISOString() }),
    }),
  };
}
