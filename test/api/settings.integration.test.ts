import { type ApiUnderTest, startApi } from './api-under-test';

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

  it('takes a public address without a path, and clears it', async () => {
    expect((await put('SiteUrl', 'https://chat.example.org/')).body.value).toBe('https://chat.example.org');
    expect(await put('SiteUrl', 'https://chat.example.org/parley')).toMatchObject({
      body: { errors: { value: 'must carry no path' } },
    });
    expect((await put('SiteUrl', '')).body).toMatchObject({ value: '', isSet: false });
    for (const no of ['chat.example.org', 'ftp://chat.example.org', 'https://chat.example.org/here'])
      expect([no, (await put('SiteUrl', no)).status]).toEqual([no, 400]);
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
