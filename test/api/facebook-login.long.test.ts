import { createFacebookProvider } from '../../channels/facebook/provider';
import { type FacebookStandIn, startFacebookStandIn } from '../support/facebook/facebook-stand-in';
import { type ApiUnderTest, startApi } from './api-under-test';
import { createFakeProvider } from './fake-provider';

interface Page {
  id: string;
  name: string;
  selectable: boolean;
  reason: string | null;
  channelId: string | null;
}

interface ChannelBody {
  id: string;
  name: string;
  source: string;
  settings: Record<string, unknown>;
  health: { status: string; detail: string };
}

let standIn: FacebookStandIn;
let api: ApiUnderTest;
let token: string;

beforeEach(async () => {
  standIn = await startFacebookStandIn();
  api = await startApi({ name: 'facebook-login', providers: [createFacebookProvider(standIn.config)] });
  token = (await api.addUser(['CanManageChats'])).token;
});

afterEach(async () => {
  await api.end();
  await standIn.stop();
});

async function dialogUrl(as = token): Promise<URL> {
  const { status, body } = await api.call<{ url: string }>('GET', '/api/facebook/login', { token: as });
  expect(status).toBe(200);
  return new URL(body.url);
}

/** What a browser does: opens the dialog, and goes where Facebook sends it. */
async function consent(url: URL): Promise<URL> {
  const dialog = await fetch(url.href, { redirect: 'manual' });
  expect(dialog.status).toBe(302);
  return new URL(dialog.headers.get('location') ?? '');
}

async function end(callback: URL): Promise<URL> {
  const answer = await fetch(callback.href, { redirect: 'manual' });
  expect(answer.status).toBe(303);
  return new URL(answer.headers.get('location') ?? '', api.root);
}

async function logIn(as = token): Promise<string> {
  const ended = await end(await consent(await dialogUrl(as)));
  expect(ended.pathname).toBe('/console/channels');
  return ended.searchParams.get('session') ?? '';
}

async function errorOf(callback: URL): Promise<string | null> {
  const ended = await end(callback);
  expect(ended.searchParams.get('session')).toBeNull();
  return ended.searchParams.get('error');
}

const pagesOf = (session: string, as = token) =>
  api.call<{ items: Page[]; code?: string; detail?: string }>('GET', `/api/facebook/pages?session=${session}`, {
    token: as,
  });

const connect = (session: string, pageIds: string[], as = token) =>
  api.call<{ items: ChannelBody[]; code?: string; detail?: string }>('POST', '/api/facebook/channels', {
    token: as,
    body: { session, pageIds },
  });

describe('a login at Facebook', () => {
  it('is begun at an address with the app, the permissions, and where to come back to', async () => {
    const url = await dialogUrl();
    expect(url.origin).toBe(standIn.root);
    expect(url.searchParams.get('client_id')).toBe(standIn.app.id);
    expect(url.searchParams.get('redirect_uri')).toBe(`${api.root}/api/facebook/callback`);
    expect(url.searchParams.get('scope')?.split(',')).toEqual(
      expect.arrayContaining(['pages_show_list', 'pages_messaging', 'pages_manage_metadata']),
    );
    expect((await dialogUrl()).searchParams.get('state')).not.toBe(url.searchParams.get('state'));
  });

  it('comes back to the public address once that is known', async () => {
    await api.storage.inTransaction((tx) => api.storage.settings.set('SiteUrl', 'https://chat.example.org', tx));
    expect((await dialogUrl()).searchParams.get('redirect_uri')).toBe('https://chat.example.org/api/facebook/callback');
  });

  it('ends in a session, whose token is of sixty days and stands nowhere in clear', async () => {
    const session = await logIn();
    const long = [...standIn.app.userTokens].filter(([, { isLong }]) => isLong).map(([userToken]) => userToken);
    expect(long).toHaveLength(1);
    const everything = await api.stored();
    for (const secret of [...standIn.app.userTokens.keys(), session, standIn.app.secret])
      expect(everything).not.toContain(secret);
    expect(api.logged.join('')).not.toContain(long[0]);
  });

  it('ends with words when the person cancels it, or Facebook refuses it', async () => {
    standIn.app.manager.denies = true;
    expect(await errorOf(await consent(await dialogUrl()))).toMatch(/cancelled/);
    standIn.app.manager.denies = false;
    const refused = await dialogUrl();
    const back = `${refused.searchParams.get('redirect_uri')}?state=${refused.searchParams.get('state')}`;
    expect(await errorOf(new URL(`${back}&error_code=190&error_message=App+not+set+up`))).toMatch(/App not set up/);
    const failing = await consent(await dialogUrl());
    standIn.failNext('access_token', { kind: 'error', code: 2, status: 500 });
    expect(await errorOf(failing)).toMatch(/fault of its own/);
  });

  it('takes an answer once only, and only to what was asked here', async () => {
    const callback = await consent(await dialogUrl());
    expect((await end(callback)).searchParams.get('session')).not.toBeNull();
    expect(await errorOf(callback)).toMatch(/used already/);
    const forged = await consent(await dialogUrl());
    forged.searchParams.set('state', 'of-somebody-else');
    expect(await errorOf(forged)).toMatch(/not begun here/);
    forged.searchParams.delete('state');
    expect(await errorOf(forged)).toMatch(/not begun here/);
  });

  it('runs out after an hour', async () => {
    const callback = await consent(await dialogUrl());
    const past = { $set: { expiresAt: new Date(Date.now() - 1) } };
    await api.storage.facebookLogins.model.updateMany({}, past);
    expect(await errorOf(callback)).toMatch(/run out/);
    const session = await logIn();
    await api.storage.facebookLogins.model.updateMany({}, past);
    expect((await pagesOf(session)).status).toBe(404);
  });

  it('is of whoever began it', async () => {
    const session = await logIn();
    const other = (await api.addUser(['CanManageChats', 'Administrator'])).token;
    expect((await pagesOf(session, other)).status).toBe(404);
    expect((await connect(session, ['1'], other)).status).toBe(404);
    expect((await pagesOf(session)).status).toBe(200);
  });

  it('says which variables are missing without an app', async () => {
    const bare = createFacebookProvider({ ...standIn.config, appSecret: undefined });
    const other = await startApi({ name: 'facebook-no-app', providers: [bare] });
    try {
      const manager = await other.addUser(['CanManageChats']);
      const answer = await other.call('GET', '/api/facebook/login', { token: manager.token });
      expect(answer).toMatchObject({ status: 422, body: { code: 'messenger_refused' } });
      expect(String(answer.body.detail)).toMatch(/FACEBOOK_APP_ID and FACEBOOK_APP_SECRET/);
    } finally {
      await other.end();
    }
  });

  it('is not there without Facebook', async () => {
    const other = await startApi({ name: 'no-facebook', providers: [createFakeProvider().provider] });
    try {
      const manager = await other.addUser(['CanManageChats']);
      expect((await other.call('GET', '/api/facebook/login', { token: manager.token })).status).toBe(404);
    } finally {
      await other.end();
    }
  });
});

describe('the pages of who logged in', () => {
  it('are all shown, with the reason for those that cannot be connected', async () => {
    const good = standIn.createPage({ name: 'Northwind' });
    const moderated = standIn.createPage({ name: 'Moderated', tasks: ['MODERATE'] });
    const watched = standIn.createPage({ name: 'Only watched', tasks: ['ANALYZE'] });
    const hidden = standIn.createPage({ name: 'Draft', isPublished: false });
    standIn.app.largestPage = 2;
    const { items } = (await pagesOf(await logIn())).body;
    const row = (page: { id: string; name: string }, selectable: boolean, reason: unknown) => {
      return { id: page.id, name: page.name, selectable, reason, channelId: null };
    };
    expect(items).toEqual([
      row(good, true, null),
      row(moderated, true, null),
      row(watched, false, expect.stringMatching(/MESSAGING or MODERATE/)),
      row(hidden, false, expect.stringMatching(/not published/)),
    ]);
  });

  it('cannot be had while Facebook is away, or when the person has ended the login', async () => {
    const session = await logIn();
    for (const user of standIn.app.userTokens.values()) user.isExpired = true;
    expect((await pagesOf(session)).body).toMatchObject({ status: 422, code: 'messenger_refused' });
    await standIn.goDown();
    expect((await pagesOf(session)).body).toMatchObject({ status: 503, code: 'messenger_unreachable' });
  });
});

describe('channels of pages', () => {
  it('are made, one a page and named as it, and Facebook is asked to bring what happens there', async () => {
    const pages = [standIn.createPage({ name: 'Northwind' }), standIn.createPage({ name: 'Südwind' })];
    const session = await logIn();
    const { status, body } = await connect(
      session,
      pages.map(({ id }) => id),
    );
    expect(status).toBe(201);
    expect(body.items).toMatchObject(
      pages.map(({ id, name }) => ({ name, source: id, provider: 'facebook', active: false, queueId: null })),
    );
    for (const page of pages) {
      const fields = page.subscriptions.get(standIn.app.id);
      expect(fields).toEqual(expect.arrayContaining(['messages', 'messaging_postbacks', 'message_echoes', 'standby']));
    }
    expect(api.chores.map(({ kind }) => kind)).toEqual(['poll_channel', 'poll_channel']);
    expect(JSON.stringify(body)).not.toContain('EAA');
    expect(await api.storage.settings.get('SiteUrl')).toBe(api.root);
    const { items } = (await pagesOf(session)).body;
    expect(items.map(({ channelId }) => channelId)).toEqual(body.items.map(({ id }) => id));
  });

  it('are renewed by a new login, and stay what they are', async () => {
    const page = standIn.createPage({ name: 'Northwind' });
    const [first] = (await connect(await logIn(), [page.id])).body.items;
    const queue = await api.call('POST', '/api/queues', { token, body: { name: 'Q', routingRule: 'ToMostFree' } });
    const changes = { name: 'Support', active: true, queueId: queue.body.id, language: 'de' };
    await api.call('PATCH', `/api/channels/${first?.id}`, { token, body: changes });
    await api.storage.channels.setHealth(first?.id ?? '', { status: 'unauthorized', detail: 'The login has expired.' });
    const oldToken = page.accessToken;
    page.expireToken();
    page.subscriptions.clear();

    const { status, body } = await connect(await logIn(), [page.id]);
    expect(status).toBe(201);
    expect(body.items).toMatchObject([{ id: first?.id, ...changes, health: { status: 'ok' } }]);
    const stored = await api.storage.channels.open(first?.id ?? '');
    expect(stored?.settings).toMatchObject({
      pageAccessToken: page.accessToken,
      connectedAt: first?.settings.connectedAt,
    });
    expect(page.accessToken).not.toBe(oldToken);
    expect(page.isSubscribed).toBe(true);
  });

  it('are one, when a page is named twice or connected twice at the same moment', async () => {
    const page = standIn.createPage();
    const session = await logIn();
    const answers = await Promise.all([connect(session, [page.id, page.id]), connect(session, [page.id])]);
    for (const { status, body } of answers)
      expect(status === 201 ? body.items.length : body.code).toEqual(status === 201 ? 1 : 'channel_source_taken');
    expect(answers.map(({ status }) => status)).toContain(201);
    expect(await api.storage.channels.model.countDocuments()).toBe(1);
  });

  it('are not made of pages that cannot be selected, or are somebody else’s', async () => {
    const watched = standIn.createPage({ name: 'Only watched', tasks: ['ANALYZE'] });
    const good = standIn.createPage();
    const session = await logIn();
    for (const id of [watched.id, '42']) {
      const answer = await connect(session, [good.id, id]);
      expect(answer).toMatchObject({ status: 400, body: { errors: { pageIds: expect.stringMatching(/./) } } });
    }
    expect(await api.storage.channels.model.countDocuments()).toBe(0);
  });

  it('are not made when Facebook refuses one of the pages, and its words say which', async () => {
    const pages = [standIn.createPage({ name: 'Northwind' }), standIn.createPage({ name: 'Südwind' })];
    const session = await logIn();
    standIn.failNext('subscribed_apps', { kind: 'error', code: 200, status: 403 }, 1);
    const answer = await connect(
      session,
      pages.map(({ id }) => id),
    );
    expect(answer.body).toMatchObject({ status: 422, code: 'credentials_refused' });
    expect(answer.body.detail).toMatch(/^Northwind: .*permission/);
    expect(await api.storage.channels.model.countDocuments()).toBe(0);
  });

  it('can be made of a page token by hand, which Facebook must know as a page’s', async () => {
    const page = standIn.createPage({ name: 'Northwind' });
    const post = (settings: object) =>
      api.call('POST', '/api/channels', { token, body: { provider: 'facebook', settings } });
    expect(await post({ pageAccessToken: page.accessToken })).toMatchObject({
      status: 201,
      body: { source: page.id, name: 'Northwind' },
    });
    expect(await post({ pageAccessToken: page.accessToken })).toMatchObject({ status: 409 });
    await logIn();
    const [userToken] = [...standIn.app.userTokens.keys()];
    expect(await post({ pageAccessToken: userToken })).toMatchObject({ status: 422 });
    const missing = await post({});
    expect(missing.status).toBe(400);
    expect(JSON.stringify(missing.body)).toContain('GET /api/facebook/login');
  });
});
