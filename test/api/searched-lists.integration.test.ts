import { migrate } from '../support/migrate';
import { type Answer, type ApiUnderTest, startApi } from './api-under-test';
import { createFakeProvider } from './fake-provider';

interface Item {
  id: string;
}

interface Page {
  items: Item[];
  nextCursor: string | null;
}

let api: ApiUnderTest;
let token: string;
let queueId: string;
let numbers = 0;

const call = <B = Item>(method: string, path: string, body?: object): Promise<Answer<B>> =>
  api.call<B>(method, path, { token, ...(body && { body }) });

beforeAll(async () => {
  api = await startApi({ name: 'searched-lists', providers: [createFakeProvider().provider] });
  token = (await api.addUser(['Administrator'])).token;
  queueId = (await call('POST', '/api/queues', { name: 'Zentrale', routingRule: 'ToMostFree' })).body.id;
});
afterAll(() => api.end());

const anyLogin = () => `login-${++numbers}`;

/** What each list is made of, with a name that the test gives. */
const lists: Record<string, (name: string) => object> = {
  '/api/users': (name) => ({ login: anyLogin(), name, password: 'long enough' }),
  '/api/roles': (name) => ({ name }),
  '/api/queues': (name) => ({ name, routingRule: 'ToMostFree' }),
  '/api/channels': (name) => ({ provider: 'fake', name, settings: { token: `${++numbers}:x` } }),
  '/api/chat-actions': (name) => ({ name, queueId, process: 'CreateCaseFromChat' }),
};

const paths = Object.keys(lists);

async function add(path: string, name: string): Promise<Item> {
  const answer = await call('POST', path, lists[path]?.(name));
  expect(answer.status).toBe(201);
  return answer.body;
}

async function found(path: string, q: string, rest = ''): Promise<string[]> {
  const { status, body } = await call<Page>('GET', `${path}?q=${encodeURIComponent(q)}${rest}`);
  expect(status).toBe(200);
  return body.items.map(({ id }) => id);
}

it.each(paths)('%s is found by parts of words of its names, whatever their case and accents', async (path) => {
  const muller = await add(path, 'Jürgen Müller');
  const other = await add(path, 'Ирина Соколова');
  expect(await found(path, 'MULL')).toEqual([muller.id]);
  expect(await found(path, 'müll  jürg')).toEqual([muller.id]);
  expect(await found(path, 'СОКОЛ')).toEqual([other.id]);
  expect(await found(path, 'muller соколова')).toEqual([]);
  expect(await found(path, ' ')).toEqual(expect.arrayContaining([muller.id, other.id]));
});

it.each(paths)(
  '%s is found by names as people type them: without strokes and apostrophes, in another form',
  async (path) => {
    const polish = await add(path, 'Łukasz O’Neil-Weiß');
    const russian = await add(path, 'Доставка посылок');
    for (const q of ['lukasz', 'NEIL', "o'neil", 'oneil', 'weiss'])
      expect([q, await found(path, q)]).toEqual([q, [polish.id]]);
    for (const q of ['посылку', 'доставки посылка']) expect([q, await found(path, q)]).toEqual([q, [russian.id]]);
    expect(await found(path, 'доставки неба')).toEqual([]);
  },
);

it('a number is found in lists without its separators, and with others', async () => {
  const hotline = await add('/api/queues', 'Hotline +380 (50) 123-45-67');
  for (const q of ['380501234567', '+380 50 123 45 67', '(50) 123'])
    expect([q, await found('/api/queues', q)]).toEqual([q, [hotline.id]]);
});

it.each(paths)('%s takes a search as it is written, never as a pattern', async (path) => {
  const odd = await add(path, 'A.B (c) [d] $e ^f \\g *');
  const plain = await add(path, 'AxB');
  for (const q of ['a.b', '(c)', '[d]', '$e', '^f', '\\g', '*'])
    expect([q, await found(path, q)]).toEqual([q, [odd.id]]);
  for (const q of ['.*x', '(', '[', '(?', 'a|b', '\\', 'a{1,}', '(a+)+$'])
    expect([q, await found(path, q)]).not.toEqual([q, expect.arrayContaining([plain.id])]);
  const tooLong = await call<Page & { errors: object }>('GET', `${path}?q=${'x'.repeat(201)}`);
  expect([tooLong.status, tooLong.body.errors]).toEqual([400, { q: expect.stringMatching(/at most 200/) }]);
});

it.each(paths)('%s is searched in pages', async (path) => {
  const added: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    added.push((await add(path, `Paged one ${index}`)).id);
    await add(path, `Something else ${index}`);
  }
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const from: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const { body }: Answer<Page> = await call<Page>('GET', `${path}?q=paged&limit=2${from}`);
    expect(body.items.length).toBeLessThanOrEqual(2);
    seen.push(...body.items.map(({ id }) => id));
    cursor = body.nextCursor;
  }
  expect(seen).toEqual(added);
});

it.each(paths)('%s is found by the name that it was changed to, and shown by its id', async (path) => {
  const { id } = await add(path, 'Former name');
  const { status, body } = await call('PATCH', `${path}/${id}`, { name: 'Présent' });
  expect([status, await found(path, 'former'), await found(path, 'present')]).toEqual([200, [], [id]]);
  expect((await call('GET', `${path}/${id}`)).body).toEqual(body);
  expect(JSON.stringify(body)).not.toContain('findKey');
  const missing = await call<{ code: string }>('GET', `${path}/no-such-thing`);
  expect([missing.status, missing.body.code]).toEqual([404, 'not_found']);
});

it.each(paths)('%s finds what an earlier version has stored, once this one has started', async (path) => {
  const { id } = await add(path, 'Stored long ago');
  const { users, roles, queues, channels, chatActions } = api.storage;
  for (const { model } of [users, roles, queues, channels, chatActions])
    await model.collection.updateOne({ _id: id as never }, { $unset: { findKey: '' } });
  expect(await found(path, 'long ago')).toEqual([]);
  // There were no migrations then.
  const { db } = users.model;
  await db.collection('migrations').deleteMany({});
  await migrate(db);
  expect(await found(path, 'long ago')).toEqual([id]);
});

it('users are found by their logins too, also after they were renamed', async () => {
  const { body } = await call('POST', '/api/users', { login: 'Ölga.K', name: 'Olga', password: 'long enough' });
  expect([await found('/api/users', 'ölga.k'), await found('/api/users', 'OLGA.K')]).toEqual([[body.id], [body.id]]);
  await call('PATCH', `/api/users/${body.id}`, { name: 'Somebody' });
  expect(await found('/api/users', 'somebody olga.k')).toEqual([body.id]);
});

it('channels are found by their sources and their messengers, also under a name that the messenger told', async () => {
  const { body } = await call<Item & { source: string; name: string }>('POST', '/api/channels', {
    provider: 'fake',
    settings: { token: '4711:x' },
  });
  expect(await found('/api/channels', body.source)).toContain(body.id);
  expect(await found('/api/channels', `fake ${body.source}`)).toContain(body.id);
  const channel = await api.storage.channels.get(body.id);
  if (channel === null) throw new Error('the channel is there');
  await api.storage.channels.rename(channel, 'Told by itself');
  expect(await found('/api/channels', `told ${body.source}`)).toEqual([body.id]);
});

it('chat actions are searched in one queue', async () => {
  const elsewhere = await call('POST', '/api/queues', { name: 'Elsewhere', routingRule: 'ToMostFree' });
  const here = await add('/api/chat-actions', 'Twice there');
  const there = await call('POST', '/api/chat-actions', {
    name: 'Twice there',
    queueId: elsewhere.body.id,
    process: 'CreateCaseFromChat',
  });
  expect(await found('/api/chat-actions', 'twice')).toEqual([here.id, there.body.id]);
  expect(await found('/api/chat-actions', 'twice', `&queueId=${queueId}`)).toEqual([here.id]);
});

it('a quick reply is shown by its id to any operator', async () => {
  const { body } = await call('POST', '/api/quick-replies', { title: 'Greeting', text: 'Hello', language: 'en' });
  const operator = await api.addUser();
  const asked = await api.call('GET', `/api/quick-replies/${body.id}`, { token: operator.token });
  expect([asked.status, asked.body]).toEqual([200, body]);
  const missing = await api.call('GET', '/api/quick-replies/none', { token: operator.token });
  expect(missing.body).toMatchObject({ status: 404, code: 'not_found' });
});
