import { type ApiUnderTest, startApi } from './api-under-test';
import { createFakeProvider } from './fake-provider';

interface ChannelBody extends Record<string, unknown> {
  id: string;
  health: { status: string; detail: string };
  settings: Record<string, unknown>;
}

describe('channels', () => {
  const fake = createFakeProvider();
  let api: ApiUnderTest;
  let token: string;
  let queueId: string;
  let bots = 100;

  beforeAll(async () => {
    api = await startApi({ name: 'channels', providers: [fake.provider] });
    token = (await api.addUser(['CanManageChats'])).token;
    const queue = await api.call('POST', '/api/queues', { token, body: { name: 'Q', routingRule: 'ToMostFree' } });
    queueId = String(queue.body.id);
  });
  afterAll(() => api.end());
  beforeEach(() => api.chores.splice(0));

  const freshToken = () => `${++bots}:secret-of-${bots}`;
  const call = <B = ChannelBody>(method: string, path: string, body?: object) =>
    api.call<B>(method, path, { token, body });
  const post = (more: object = {}) =>
    call('POST', '/api/channels', { provider: 'fake', settings: { token: freshToken() }, ...more });
  const patch = (id: string, body: object) => call('PATCH', `/api/channels/${id}`, body);
  const revision = async (id: string) => (await api.storage.channels.get(id))?.revision;

  it('takes the messenger’s name and source when none is given', async () => {
    const { status, body } = await post({ settings: { token: '7:abc', region: 'eu' }, active: true, queueId });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      provider: 'fake',
      name: 'Bot 7',
      source: '7',
      active: true,
      queueId,
      language: 'en',
      verified: true,
      settings: { region: 'eu' },
      health: { status: 'ok', detail: expect.any(String), checkedAt: expect.any(String) },
    });
    expect(api.chores).toEqual([{ kind: 'poll_channel', channelId: body.id }]);
    expect((await call('GET', `/api/channels/${body.id}`)).body).toEqual(body);
  });

  it('creates nothing when the messenger refuses the credentials', async () => {
    const bad = freshToken();
    fake.answers.set(bad, { kind: 'refused', reason: 'The token was revoked.' });
    const before = await api.stored();
    const answer = await post({ settings: { token: bad } });
    expect(answer.body).toMatchObject({ status: 422, code: 'credentials_refused', detail: 'The token was revoked.' });
    expect(await api.stored()).toBe(before);
    expect(api.chores).toEqual([]);
  });

  it('creates the channel of a messenger that cannot be reached, and says so', async () => {
    const given = freshToken();
    fake.answers.set(given, { kind: 'unreachable', source: 'later', name: 'Later', reason: 'Nobody answers there.' });
    const idle = await post({ settings: { token: given } });
    expect([idle.status, idle.body.health.status]).toEqual([201, 'unreachable']);
    expect(idle.body.health.detail).toContain('Nobody answers there.');
    expect(idle.body.health.detail).toContain('choose a queue and activate it');
    expect((await patch(idle.body.id, { active: true, queueId })).body.active).toBe(true);
    expect((await api.storage.channels.open(idle.body.id))?.settings.token).toBe(given);
  });

  it('has one channel for a source, also when two are added at the same moment', async () => {
    const answers = await Promise.all([1, 2, 3].map((n) => post({ settings: { token: `500:${n}` } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('channel_source_taken');
  });

  it.each([
    [{ active: false }, /active/],
    [{ active: true }, /queue/],
  ])('says of one with %j that it takes part in nothing', async (fields, words) => {
    const { body } = await post(fields);
    expect(body.health.status).toBe('inactive');
    expect(body.health.detail).toMatch(words);
  });

  it('never tells a secret, and keeps none readable', async () => {
    const secret = 'only-the-messenger-knows';
    const { body } = await post({ settings: { token: `900:${secret}` } });
    const replies = [
      body,
      (await call('GET', '/api/channels')).body,
      (await patch(body.id, { name: 'Renamed' })).body,
      (await post({ settings: { token: `900:${secret}` } })).body,
      (await call('POST', '/api/channels', { provider: 'fake', settings: { token: `900:${secret}`, extra: 1 } })).body,
    ];
    expect(JSON.stringify(replies)).not.toContain(secret);
    expect(JSON.stringify(replies)).not.toContain('made-by-it');
    expect(await api.stored()).not.toContain(secret);
    expect(api.logged.join('')).not.toContain(secret);
    expect((await api.storage.channels.open(body.id))?.settings.token).toBe(`900:${secret}`);
  });

  it('checks changed settings at the messenger and keeps those that are not given', async () => {
    const { body } = await post({ settings: { token: '901:old', region: 'eu' } });
    expect((await patch(body.id, { settings: { token: '901:new' } })).body.settings).toEqual({ region: 'eu' });
    expect(await api.storage.channels.open(body.id)).toMatchObject({ settings: { token: '901:new', region: 'eu' } });
    fake.answers.set('901:bad', { kind: 'refused', reason: 'No.' });
    expect((await patch(body.id, { settings: { token: '901:bad' } })).status).toBe(422);
    expect((await patch(body.id, { settings: { token: '902:other' } })).body).toMatchObject({
      status: 409,
      code: 'channel_source_taken',
    });
    expect((await api.storage.channels.open(body.id))?.settings.token).toBe('901:new');
  });

  it('raises the revision and tells the pollers with every change', async () => {
    const { body } = await post();
    expect(await revision(body.id)).toBe(1);
    for (const change of [{ name: 'New' }, { language: 'de' }, { active: true }]) {
      api.chores.splice(0);
      await patch(body.id, change);
      expect(api.chores).toEqual([{ kind: 'poll_channel', channelId: body.id }]);
    }
    expect(await revision(body.id)).toBe(4);
  });

  it('leaves out what clients wrote while it was deactivated, and nothing else', async () => {
    const { body } = await post({ active: true, queueId });
    const acceptsFrom = async () => (await api.storage.channels.get(body.id))?.acceptsFrom ?? null;
    await patch(body.id, { name: 'Still the same' });
    expect(await acceptsFrom()).toBeNull();
    await patch(body.id, { active: false });
    api.chores.splice(0);
    const before = Date.now();
    const { body: again } = await patch(body.id, { active: true });
    expect((await acceptsFrom())?.getTime()).toBeGreaterThanOrEqual(before);
    expect(again.health.status).toBe('unchecked');
    expect(api.chores).toEqual([
      { kind: 'poll_channel', channelId: body.id },
      { kind: 'reroute_channel', channelId: body.id },
    ]);
  });

  it('takes in what was written before the first activation', async () => {
    const { body } = await post({ queueId });
    await patch(body.id, { active: true });
    expect((await api.storage.channels.get(body.id))?.acceptsFrom).toBeNull();
  });

  it('activates only what its messenger has confirmed', async () => {
    const unconfirmed = freshToken();
    const settings = { token: unconfirmed };
    fake.answers.set(unconfirmed, { kind: 'registered', source: 'unconfirmed', name: 'U', verified: false, settings });
    expect((await post({ settings, active: true, queueId })).body.errors).toHaveProperty('active');
    const { body } = await post({ settings, queueId });
    expect(body.verified).toBe(false);
    expect((await patch(body.id, { active: true })).body.errors).toHaveProperty('active');
  });

  it('deletes a channel without chats and no other', async () => {
    const [quiet, busy] = [await post(), await post()];
    await api.storage.chats.model.collection.insertOne({ _id: 'chat' as never, channelId: busy.body.id, number: 1 });
    expect((await call('DELETE', `/api/channels/${busy.body.id}`)).body).toMatchObject({
      status: 409,
      code: 'channel_has_chats',
    });
    api.chores.splice(0);
    expect((await call('DELETE', `/api/channels/${quiet.body.id}`)).status).toBe(204);
    expect(api.chores).toEqual([{ kind: 'poll_channel', channelId: quiet.body.id }]);
    expect((await call('GET', `/api/channels/${quiet.body.id}`)).status).toBe(404);
  });

  it('learns the public address from the first request that adds a channel', async () => {
    expect((await api.call('GET', '/api/settings/SiteUrl', { token })).body.value).toBe(api.root);
  });

  it('finds the channels that take part, and those that do not', async () => {
    const [on, off] = [await post({ active: true, queueId }), await post({ active: true })];
    expect(await api.storage.channels.polling(['fake'])).toContain(on.body.id);
    expect(await api.storage.channels.polling(['fake'])).not.toContain(off.body.id);
    expect(await api.storage.channels.polling([])).toEqual([]);
    expect(await api.storage.channels.inactiveIds()).toContain(off.body.id);
    expect(await api.storage.channels.inactiveIds()).not.toContain(on.body.id);
  });

  it('notes a health once, and again when it changes or is a minute old', async () => {
    const { body } = await post({ active: true, queueId });
    const { channels } = api.storage;
    const checkedAt = async () => (await channels.get(body.id))?.health.checkedAt;
    const age = async (ms: number) => {
      const at = new Date(Date.now() - ms);
      await channels.model.updateOne({ _id: body.id }, { $set: { 'health.checkedAt': at } });
      return at;
    };
    await channels.setHealth(body.id, { status: 'ok', detail: 'Fine.' });
    const notLongAgo = await age(5_000);
    await channels.setHealth(body.id, { status: 'ok', detail: 'Fine.' });
    expect(await checkedAt()).toEqual(notLongAgo);
    await channels.setHealth(body.id, { status: 'ok', detail: 'Slow.' });
    expect(await checkedAt()).not.toEqual(notLongAgo);
    const longAgo = await age(61_000);
    await channels.setHealth(body.id, { status: 'ok', detail: 'Slow.' });
    expect(await checkedAt()).not.toEqual(longAgo);
  });

  it('describes the settings of each provider, its secrets marked', async () => {
    const { body } = await call<{
      items: Array<{ code: string; settingsSchema: { properties: Record<string, object> } }>;
    }>('GET', '/api/providers');
    expect(body.items[0]?.code).toBe('fake');
    expect(body.items[0]?.settingsSchema.properties).toEqual({
      token: { type: 'string', minLength: 1, title: 'Token', writeOnly: true },
      region: { type: 'string' },
    });
  });
});
