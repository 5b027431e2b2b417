import { z } from 'zod';
import { findProvider } from '../../channels/registry';
import { beginningOf } from '../../domain/graphemes';
import { Problem } from '../../domain/problem';
import type { FacebookSession } from '../../storage/facebook-logins';
import type { ApiDeps } from '../deps';
import { createFacebookPages, readyPageLogin } from '../facebook-pages';
import { languageOf } from '../http/language';
import { created, ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { channelShape } from '../shapes/channel';
import { facebookPageShape } from '../shapes/facebook';
import { showChannel } from '../show-channel';
import { sayIn } from '../words/languages';

const tag = 'Channels';
const callbackPath = '/api/facebook/callback';
/** Where the browser ends; the address carries `session` or `error`. */
const consolePath = '/console/channels';

const sessionField = z.string().min(1).max(200);

/** What Facebook brings the browser back with; whatever else is there is let through. */
const callbackQuery = z.object({
  state: z.string().max(200).optional(),
  code: z.string().max(4_000).optional(),
  error: z.string().max(200).optional(),
  error_reason: z.string().max(200).optional(),
  error_description: z.string().max(2_000).optional(),
  error_message: z.string().max(2_000).optional(),
});

type CallbackQuery = z.output<typeof callbackQuery>;

function consoleWith(root: string, query: { session: string } | { error: string }) {
  return { status: 303, headers: { Location: `${root}${consolePath}?${new URLSearchParams(query)}` } } as const;
}

function refusalIn({ code, error, error_reason, error_description, error_message }: CallbackQuery): string | null {
  if (error_reason === 'user_denied') return 'The login was cancelled at Facebook, so no page was connected.';
  const said = error_description ?? error_message ?? error;
  if (said !== undefined) return `Facebook did not let you log in: ${beginningOf(said, 300)}`;
  return code === undefined ? 'Facebook brought no login. Begin again.' : null;
}

/** Page login (domain 6.1): from Facebook's dialog to channels. */
export function facebookRoutes(deps: Pick<ApiDeps, 'storage' | 'providers'>): Route[] {
  const { storage, providers } = deps;
  const pages = createFacebookPages(deps);

  async function sessionOf(session: string, { id }: { id: string }): Promise<FacebookSession> {
    const found = await storage.facebookLogins.session(session, id);
    if (found !== null) return found;
    throw new Problem('not_found', 'This login at Facebook has run out, or is not yours. Log in at Facebook again.');
  }

  /** The session, or in words why there is none. */
  async function confirm(query: CallbackQuery): Promise<{ session: string } | { error: string }> {
    const begun = query.state === undefined ? null : await storage.facebookLogins.redeem(query.state);
    if (begun === null)
      return { error: 'This login was not begun here, was used already, or has run out. Begin again.' };
    const refusal = refusalIn(query);
    if (refusal !== null) return { error: refusal };
    const granted = await readyPageLogin(providers).exchange({
      code: query.code ?? '',
      redirectUri: begun.redirectUri,
    });
    if (!granted.ok) return { error: granted.reason };
    const { token: userToken, endsAt } = granted.value;
    return { session: await storage.facebookLogins.confirm({ userId: begun.userId, userToken, endsAt }) };
  }

  return [
    route({
      method: 'GET',
      path: '/api/facebook/login',
      operationId: 'GetFacebookLogin',
      summary: 'Where to log in at Facebook, to connect pages or to renew their login',
      description: 'Open the address in a browser within an hour. It ends at the console with a `session`.',
      tag,
      access: 'CanManageChats',
      responses: { 200: z.object({ url: z.url() }) },
      problems: ['messenger_refused', 'not_found'],
      async handle({ user, origin }) {
        const login = readyPageLogin(providers);
        const siteUrl = await storage.settings.get('SiteUrl');
        const redirectUri = (siteUrl === '' ? origin : siteUrl) + callbackPath;
        const state = await storage.facebookLogins.begin({ userId: user.id, redirectUri });
        return ok({ url: login.dialogUrl({ redirectUri, state }) });
      },
    }),
    route({
      method: 'GET',
      path: callbackPath,
      operationId: 'FacebookCallback',
      summary:
        'Where Facebook brings the browser back to; ends at the console with `session`, or with `error` in words',
      tag,
      access: 'anyone',
      query: callbackQuery,
      responses: { 303: null },
      handle: async ({ query, siteRoot, raw }) => {
        const outcome = await confirm(query);
        const told = 'error' in outcome ? { error: sayIn(languageOf(raw.request), outcome.error) } : outcome;
        return consoleWith(await siteRoot(), told);
      },
    }),
    route({
      method: 'GET',
      path: '/api/facebook/pages',
      operationId: 'GetFacebookPages',
      summary: 'Pages of the person who logged in at Facebook',
      tag,
      access: 'CanManageChats',
      query: z.object({ session: sessionField }),
      responses: { 200: z.object({ items: z.array(facebookPageShape) }) },
      problems: ['not_found', 'messenger_refused', 'messenger_unreachable'],
      async handle({ query, user, raw }) {
        const language = languageOf(raw.request);
        const found = await pages.managed(await sessionOf(query.session, user));
        const channels = await Promise.all(found.map(({ id }) => storage.channels.openBySource('facebook', id)));
        const items = found.map(({ id, name, token, reason }, index) => ({
          ...{ id, name, selectable: token !== null, reason: reason && sayIn(language, reason) },
          channelId: channels[index]?.id ?? null,
        }));
        return ok({ items });
      },
    }),
    route({
      method: 'POST',
      path: '/api/facebook/channels',
      operationId: 'CreateFacebookChannels',
      summary: 'Makes a channel of each page, named as the page; one that is a channel already gets the new login',
      tag,
      access: 'CanManageChats',
      // What became of each page is an entry of its own.
      audit: { kind: 'pageLogin', read: async () => ({}) },
      body: z.strictObject({ session: sessionField, pageIds: z.array(z.string()).min(1).max(100) }),
      responses: { 201: z.object({ items: z.array(channelShape) }) },
      problems: [
        'not_found',
        'credentials_refused',
        'messenger_refused',
        'messenger_unreachable',
        'channel_source_taken',
      ],
      async handle({ body, user, origin, change }) {
        const channels = await pages.connect(await sessionOf(body.session, user), {
          pageIds: body.pageIds,
          ...{ origin, change },
        });
        const provider = findProvider(providers, 'facebook');
        return created({ items: channels.map((channel) => showChannel(channel, provider)) });
      },
    }),
  ];
}
