import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeFirstAccount } from '../../api/first-account';
import { createWebchatProvider } from '../../channels/webchat/provider';
import { type ApiUnderTest, startApi } from './api-under-test';
import { createFakeProvider } from './fake-provider';

/** With an address at which something else than Parley answers. */
async function withServer(answer: RequestListener, use: (base: string) => Promise<void>): Promise<void> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('settings', () => {
  let api: ApiUnderTest;
  let token: string;

  beforeAll(async () => {
    api = await startApi({ name: 'settings' });
    token = (await api.addUser(['CanManageChats'])).token;
  });
  afterAll(() => api.end());
  beforeEach(() => api.chores.splice(0));

  const get = (code: string) => api.call('GET', `/api/settings/${code}`, { token });
  const put = (code: string, value: unknown) => api.call('PUT', `/api/settings/${code}`, { token, body: { value } });
  const upload = (method: string, content: Uint8Array<ArrayBuffer>, type = 'audio/mpeg') => {
    const form = new FormData();
    form.append('file', new Blob([content], { type }), 'ping.mp3');
    return api.call('POST' === method ? 'POST' : 'PUT', '/api/settings/OmniChatNotificationSound/file', {
      token,
      body: form,
    });
  };

  it('lists all of them with their defaults', async () => {
    const { body } = await api.call<{ items: Array<{ code: string; value: unknown; default: unknown }> }>(
      'GET',
      '/api/settings',
      { token },
    );
    expect(body.items.map(({ code }) => code)).toEqual([
      'SimultaneousChats',
      'OmniChatOperatorAcceptChatTimeout',
      'PresenceTimeoutMinutes',
      'OmniChatNotificationSound',
      'SiteUrl',
      'Language',
      'RetentionDays',
      'IdentityServerUrl',
      'IdentityServerClientId',
      'IdentityServerClientSecret',
      'NotificationWebhookUrl',
      'NotificationWebhookSecret',
    ]);
    expect(body.items.every((item) => item.value === item.default)).toBe(true);
  });

  it('holds a new value at once', async () => {
    expect((await put('OmniChatOperatorAcceptChatTimeout', 0.05)).body.value).toBe(0.05);
    expect((await get('OmniChatOperatorAcceptChatTimeout')).body.value).toBe(0.05);
    expect(await api.storage.settings.get('OmniChatOperatorAcceptChatTimeout')).toBe(0.05);
    expect((await put('PresenceTimeoutMinutes', 0.25)).body.value).toBe(0.25);
  });

  it('makes room for all when the limit is raised; when it is lowered, claims under way are decided anew', async () => {
    await put('SimultaneousChats', 7);
    expect(api.chores).toEqual([{ kind: 'fill_everyone' }]);
    api.chores.splice(0);
    await put('SimultaneousChats', 7);
    expect(api.chores).toEqual([]);
    await put('SimultaneousChats', 2);
    expect(api.chores).toEqual([{ kind: 'recheck_claims' }]);
  });

  it('knows no others', async () => {
    expect((await get('Colour')).status).toBe(404);
    expect((await get('constructor')).status).toBe(404);
    expect((await put('Colour', 1)).status).toBe(404);
  });

  it.each([
    ['https://chat.example.org/', 'https://chat.example.org'],
    ['https://yoursite.domain.com/0', 'https://yoursite.domain.com/0'],
    ['https://yoursite.domain.com/0/', 'https://yoursite.domain.com/0'],
    ['https://Example.org:443/a//b/../chat/', 'https://example.org/a/chat'],
    ['http://127.0.0.1:3000/parley', 'http://127.0.0.1:3000/parley'],
    ['', ''],
  ])('takes the public address "%s" as "%s"', async (given, kept) => {
    expect((await put('SiteUrl', given)).body).toMatchObject({ value: kept, isSet: kept !== '' });
  });

  it.each([
    ['chat.example.org', /an address/],
    ['ftp://chat.example.org', /an address/],
    ['https://chat.example.org/0?a=b', /before \? or #/],
    ['https://chat.example.org/0#top', /before \? or #/],
    ['https://ada:word@chat.example.org/0', /no name and password/],
    ['https://chat.example.org/Console', /no folder that is Parley’s own/],
    ['https://chat.example.org/0/webhooks', /no folder that is Parley’s own/],
  ])('refuses the public address %s, and says why', async (given, why) => {
    expect(await put('SiteUrl', given)).toMatchObject({
      status: 400,
      body: { errors: { value: expect.stringMatching(why) } },
    });
  });

  it.each<[string, (answer: ServerResponse) => void]>([
    ['somebody else’s page', (answer) => answer.end('<p>hello</p>')],
    ['what it does not know', (answer) => answer.writeHead(404).end()],
    ['another installation', (answer) => answer.end(JSON.stringify({ installation: 'theirs' }))],
    [
      'an address that leads on',
      (answer) => answer.writeHead(302, { Location: `${api.root}/webhooks/installation` }).end(),
    ],
    ['more than anybody reads', (answer) => answer.end(Buffer.alloc(5_000_000, 32))],
  ])('refuses a public address at which is %s', async (_what, reply) => {
    const before = (await get('SiteUrl')).body.value;
    await withServer(
      (_request, answer) => reply(answer),
      async (base) => {
        expect(await put('SiteUrl', base)).toMatchObject({
          status: 400,
          body: { errors: { value: expect.stringMatching(/something else answers/) } },
        });
      },
    );
    expect((await get('SiteUrl')).body.value).toBe(before);
  });

  it('takes its own public address below any path, and one that cannot be reached from here', async () => {
    for (const path of ['', '/0', '/a/chat'])
      expect((await put('SiteUrl', api.root + path)).body).toMatchObject({ value: api.root + path });
    await withServer(
      (_request, answer) => answer.writeHead(502).end(),
      async (base) => {
        expect((await put('SiteUrl', base)).status).toBe(200);
      },
    );
    expect((await put('SiteUrl', 'http://127.0.0.1:1')).status).toBe(200);
  });

  it('never tells the client secret, and keeps it unreadable', async () => {
    const set = await api.call('PUT', '/api/settings/IdentityServerClientSecret', {
      token: (await api.addUser(['Administrator'])).token,
      body: { value: 'between-us-two' },
    });
    expect(set.body).toMatchObject({ value: null, isSet: true });
    const list = await api.call('GET', '/api/settings', { token });
    expect(JSON.stringify([list.body, (await get('IdentityServerClientSecret')).body])).not.toContain('between-us-two');
    expect(await api.stored()).not.toContain('between-us-two');
    expect(await api.storage.settings.get('IdentityServerClientSecret')).toBe('between-us-two');
  });

  it('has a shipped sound that any browser can play', async () => {
    expect((await get('OmniChatNotificationSound')).body).toMatchObject({
      value: 'default',
      url: '/sounds/message.wav',
    });
    const sound = await api.call<string>('GET', '/sounds/message.wav');
    expect([sound.status, sound.headers.get('content-type')]).toEqual([200, 'audio/wav']);
    expect(sound.body.startsWith('RIFF')).toBe(true);
  });

  it.each(['POST', 'PUT'])('replaces the sound by an upload with %s, and forgets the one before', async (method) => {
    const before = String((await get('OmniChatNotificationSound')).body.value);
    const answer = await upload(method, new Uint8Array([1, 2, 3]));
    expect(answer.status).toBe(method === 'POST' ? 201 : 200);
    const heard = await api.call<string>('GET', String(answer.body.url));
    expect([heard.status, heard.headers.get('content-type')]).toEqual([200, 'audio/mpeg']);
    expect(answer.body.value).not.toBe(before);
    expect(await api.storage.files.open(before)).toBeNull();
    const operator = await api.addUser();
    const told = await api.call('GET', '/api/notification-sound', { token: operator.token });
    expect(told.body.url).toBe(answer.body.url);
  });

  it('can be silent', async () => {
    expect((await put('OmniChatNotificationSound', '')).body).toMatchObject({ value: '', url: null });
  });

  it('takes as a sound neither what is no audio nor more than a megabyte', async () => {
    const before = (await get('OmniChatNotificationSound')).body;
    expect((await upload('POST', new Uint8Array(8), 'text/html')).status).toBe(415);
    expect((await upload('POST', new Uint8Array(1_048_577))).status).toBe(413);
    expect((await get('OmniChatNotificationSound')).body).toEqual(before);
  });
});

describe('below the path of SiteUrl', () => {
  const { provider: fake } = createFakeProvider([
    {
      ...{ method: 'POST', path: '/told', operationId: 'Told', summary: 'Tells what it got', maxBodyBytes: 10 },
      handle: async ({ urls, root }) => ({ status: 200, body: { urls, root } }),
    },
  ]);
  let api: ApiUnderTest;
  let token: string;

  beforeAll(async () => {
    api = await startApi({ name: 'site-path', providers: [fake, createWebchatProvider()] });
    token = (await api.addUser(['CanManageChats'])).token;
    await api.call('PUT', '/api/settings/SiteUrl', { token, body: { value: `${api.root}/0` } });
  });
  afterAll(() => api.end());

  it.each(['/0', '', '/0/0'])('answers at %p, or says that there is nothing', async (root) => {
    const isThere = root !== '/0/0';
    const settings = await api.call('GET', `${root}/api/settings/SiteUrl`, { token });
    expect([settings.status, settings.body.value]).toEqual(isThere ? [200, `${api.root}/0`] : [404, undefined]);
    expect((await api.call('GET', `${root}/health/ready`)).status).toBe(isThere ? 200 : 404);
    const sound = await api.call('GET', `${root}/sounds/message.wav`);
    expect(sound.status).toBe(isThere ? 200 : 404);
  });

  it.each(['/0', '/0/', '/0?x=1', '/'])('leads from %s to the console', async (path) => {
    const { status, headers } = await api.call('GET', path);
    expect([status, headers.get('location')]).toEqual([302, '/0/console']);
  });

  it.each(['/0x', '/00/api/queues', '/zero'])('has nothing at %s', async (path) => {
    expect((await api.call('GET', path, { token })).status).toBe(404);
  });

  it('names the files of the console and of the documentation below it', async () => {
    for (const path of ['/0/console', '/0/console/inbox/a-chat', '/0/api/docs', '/console', '/api/docs']) {
      const { body } = await api.call<string>('GET', path);
      const files = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => String(file));
      expect(files.length).toBeGreaterThan(1);
      for (const file of files) {
        expect(file).toMatch(/^\/0\//);
        expect([file, (await api.call('GET', file)).status]).toEqual([file, 200]);
      }
    }
    const { body } = await api.call('GET', '/0/api/openapi.json');
    expect(body.servers).toEqual([{ url: '/0' }]);
  });

  it('tells webhooks the address that was signed, whether a proxy takes the path away or not', async () => {
    const signed = `${api.root}/0/webhooks/fake/told?a=b`;
    for (const path of ['/0/webhooks/fake/told?a=b', '/webhooks/fake/told?a=b']) {
      const { body } = await api.call<{ urls: string[]; root: string }>('POST', path);
      expect(body.urls).toContain(signed);
      expect(body.root).toBe('/0');
    }
  });

  it('serves the page of the web chat with what belongs to it', async () => {
    const settings = { provider: 'webchat', name: 'Shop', settings: {} };
    const { body: channel } = await api.call('POST', '/api/channels', { token, body: settings });
    const { body } = await api.call<string>('GET', `/0/webhooks/webchat/${channel.id}`);
    const files = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => String(file));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(file).toMatch(/^\/0\/webhooks\/webchat\/assets\//);
  });
});

describe('the language of an installation', () => {
  let api: ApiUnderTest;
  let token: string;

  beforeAll(async () => {
    api = await startApi({ name: 'language', hasPresets: true, providers: [createWebchatProvider()] });
    token = (await api.addUser(['CanManageChats'])).token;
  });
  afterAll(() => api.end());

  const speak = (value: string) => api.call('PUT', '/api/settings/Language', { token, body: { value } });
  const queue = async (name: string) =>
    (await api.call('POST', '/api/queues', { token, body: { name, routingRule: 'ToMostFree' } })).body;
  const actions = async () => {
    const { body } = await api.call<{ items: Array<Record<string, string>> }>('GET', '/api/chat-actions', { token });
    return body.items.map(({ id, name, queueId, process }) => ({ id, name, queueId, process }));
  };

  it('is one of those that there are words in', async () => {
    expect(await speak('de')).toMatchObject({ status: 400, body: { errors: { value: 'must be one of en, ru' } } });
    expect((await speak('ru')).body).toMatchObject({ value: 'ru', default: 'en' });
  });

  it.each([
    ['*', 'ru'],
    ['', 'ru'],
    ['de', 'ru'],
    ['en', 'en'],
    ['ru;q=0.4,en;q=0.8', 'en'],
  ])('is that of callers without another preference: "%s" is answered in %s', async (asked, told) => {
    const answer = await api.call('GET', '/api/queues/none', { token, headers: { 'Accept-Language': asked } });
    expect([answer.status, answer.headers.get('content-language')]).toEqual([404, told]);
  });

  it('names the action that the first queue has, and follows it until people name it otherwise', async () => {
    const [first, second] = await Promise.all([queue('A'), queue('B')]);
    const [preset, ...others] = await actions();
    expect(others).toEqual([]);
    expect([first?.id, second?.id]).toContain(preset?.queueId);
    expect(preset).toMatchObject({ name: 'Создать обращение', process: 'CreateCaseFromChat' });
    await queue('C');
    expect(await actions()).toEqual([preset]);

    await speak('en');
    expect(await actions()).toEqual([{ ...preset, name: 'Create case' }]);
    await api.call('PATCH', `/api/chat-actions/${preset?.id}`, { token, body: { name: 'Open a matter' } });
    await speak('ru');
    expect(await actions()).toEqual([{ ...preset, name: 'Open a matter' }]);

    await api.call('DELETE', `/api/chat-actions/${preset?.id}`, { token });
    for (const { id } of (await api.call<{ items: Array<{ id: string }> }>('GET', '/api/queues', { token })).body.items)
      await api.call('DELETE', `/api/queues/${id}`, { token });
    await queue('D');
    expect(await actions()).toEqual([]);
  });

  it('is that of a channel which is given none', async () => {
    await speak('ru');
    const body = { provider: 'webchat', name: 'Shop', settings: {} };
    expect((await api.call('POST', '/api/channels', { token, body })).body).toMatchObject({ language: 'ru' });
  });

  it('names what the first start makes', async () => {
    await speak('ru');
    await api.database.collection('users').deleteMany({});
    await api.database.collection('installation').updateOne({}, { $unset: { presets: 1 } });
    await makeFirstAccount(api.deps, { password: 'a fine password', starter: createWebchatProvider() });
    const [channel] = await api.storage.channels.list('Чат на сайте', { limit: 10, after: null });
    expect(channel?.item).toMatchObject({ name: 'Чат на сайте', language: 'ru' });
    expect(await api.storage.queues.get(channel?.item.queueId ?? '')).toMatchObject({ name: 'Поддержка' });
  });
});
