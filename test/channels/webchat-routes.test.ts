import type { ProviderResponse } from '../../channels/contract';
import { createWebchatProvider } from '../../channels/webchat/provider';
import type { OpenedChannel } from '../../domain/channel';
import { callRoute, jsonOf, type RouteCall } from '../support/call-route';
import { FakeDesk, openedChannel } from '../support/provider-desk';

const provider = createWebchatProvider();
let channel: OpenedChannel;
let desk: FakeDesk;

beforeEach(() => {
  channel = openedChannel({ provider: 'webchat' });
  desk = new FakeDesk([channel]);
});

function call(request: RouteCall): Promise<ProviderResponse> {
  return callRoute(provider, desk, { ...request, path: `/${channel.id}${request.path}` });
}

async function newVisitor(body: object = {}): Promise<string> {
  const response = await call({ path: '/visitors', body });
  expect(response.status).toBe(201);
  return String(jsonOf(response).visitorToken);
}

function receive(visitorToken: string, changes: object = {}): Promise<ProviderResponse> {
  return call({ path: '/receive', body: { visitorToken, messageId: 'first', text: 'Hello', ...changes } });
}

async function messagesOf(visitorToken: string): Promise<Array<Record<string, unknown>>> {
  const response = await call({ path: '/messages', headers: { 'X-Visitor-Token': visitorToken } });
  expect(response.status).toBe(200);
  return jsonOf(response).items as Array<Record<string, unknown>>;
}

describe('a visitor', () => {
  it('leaves nothing behind until he writes', async () => {
    await newVisitor();
    expect(desk.received).toEqual([]);
  });

  it('writes, and is told when his message is durable', async () => {
    const response = await receive(await newVisitor());
    expect(response.status).toBe(200);
    expect(jsonOf(response)).toEqual({ messageId: 'first', status: 'accepted' });
    expect(desk.messages).toMatchObject([{ externalId: 'first', text: 'Hello', type: 'text', direction: 'incoming' }]);
  });

  it('who writes without ids, as a test does, writes each time anew', async () => {
    const token = await newVisitor();
    const ids = [];
    for (let times = 0; times < 2; times += 1)
      ids.push(jsonOf(await receive(token, { messageId: undefined })).messageId);
    expect(new Set(ids).size).toBe(2);
    expect(desk.messages.map(({ externalId }) => externalId)).toEqual(ids);
  });

  it('is told nothing of the kind when it could not be stored', async () => {
    desk.receiveFailure = new Error('the store is away');
    await expect(receive(await newVisitor())).rejects.toThrow('the store is away');
  });

  it('may repeat a message without doubling it', async () => {
    const token = await newVisitor();
    await receive(token);
    expect((await receive(token)).status).toBe(200);
    expect(await messagesOf(token)).toHaveLength(1);
  });

  it('brings the name that he gave, which nobody can change afterwards', async () => {
    const token = await newVisitor({ name: '  Vera ' });
    await receive(token, { name: 'Mallory' });
    expect(desk.events).toMatchObject([{ message: { profile: { firstName: 'Vera' } } }]);
  });

  it('has his messages kept in the order of their receipt, also within a millisecond', async () => {
    const token = await newVisitor();
    const ids = Array.from({ length: 50 }, (_, index) => `message-${index}`);
    await Promise.all(ids.map((messageId) => receive(token, { messageId })));
    expect((await messagesOf(token)).map(({ messageId }) => messageId)).toEqual(ids);
  });

  it('sees his conversation and no one else’s', async () => {
    const vera = await newVisitor();
    const karl = await newVisitor();
    await receive(vera, { text: 'From Vera' });
    await receive(karl, { text: 'From Karl' });
    expect((await messagesOf(vera)).map(({ text }) => text)).toEqual(['From Vera']);
  });

  it('sees of an answer what it says, by whom and when, and no ids of ours but its own', async () => {
    const token = await newVisitor();
    await receive(token);
    const clientId = desk.messages[0]?.clientId ?? '';
    const file = { id: 'a', fileName: 'plan.png', mediaType: 'image/png', size: 5, reference: null, failure: null };
    const { id, timestamp } = desk.answer(channel, clientId, {
      authorId: 'operator-7',
      attachments: [
        { ...file, status: 'stored', fileId: 'file-3' },
        { ...file, fileName: 'plan.heic', status: 'stored', fileId: 'file-4', previewFileId: 'preview-4' },
      ],
    });
    expect((await messagesOf(token))[1]).toEqual({
      id,
      messageId: null,
      direction: 'outgoing',
      type: 'text',
      text: 'How can I help?',
      timestamp: timestamp.toISOString(),
      authorName: 'Olga',
      seen: false,
      attachments: [
        {
          ...{ fileName: 'plan.png', mediaType: 'image/png', size: 5 },
          url: '/files/file-3/plan.png?signature=fake',
          previewUrl: null,
        },
        {
          ...{ fileName: 'plan.heic', mediaType: 'image/png', size: 5 },
          url: '/files/file-4/plan.heic?signature=fake',
          previewUrl: '/files/preview-4/plan.heic?signature=fake',
        },
      ],
    });
  });

  it('reports that he is typing, and what he has seen', async () => {
    const token = await newVisitor();
    await receive(token);
    const clientId = desk.messages[0]?.clientId ?? '';
    const answer = desk.answer(channel, clientId);
    expect((await call({ path: '/typing', body: { visitorToken: token } })).status).toBe(204);
    expect((await call({ path: '/seen', body: { visitorToken: token, messageIds: [answer.id] } })).status).toBe(204);
    expect(desk.events.slice(1)).toEqual([
      { kind: 'typing', clientId },
      { kind: 'delivery', clientId, externalId: answer.id, status: 'read' },
    ]);
    expect((await messagesOf(token))[1]).toMatchObject({ seen: true });
  });
});

it('gets addresses of files below the path by which he came', async () => {
  const token = await newVisitor();
  await receive(token);
  const stored = { id: 'a', fileName: 'a.png', mediaType: 'image/png', size: 1, status: 'stored', fileId: 'kept' };
  Object.assign(desk.messages[0] ?? {}, { attachments: [{ ...stored, previewFileId: 'preview.kept' }] });
  const response = await call({ path: '/messages', headers: { 'X-Visitor-Token': token }, root: '/0' });
  const [message] = jsonOf(response).items as Array<{ attachments: Array<{ url: string; previewUrl: string }> }>;
  expect(message?.attachments[0]).toMatchObject({
    url: expect.stringMatching(/^\/0\/files\/kept/),
    previewUrl: expect.stringMatching(/^\/0\/files\/preview/),
  });
});

describe('a request that is refused', () => {
  it.each([
    ['without a text', { text: undefined }, 'text'],
    ['with an empty text', { text: '' }, 'text'],
    ['with nothing that can be seen', { text: ' \u2800' }, 'text'],
    ['with a blank text', { text: ' \n ' }, 'text'],
    ['with a text that is too long', { text: 'x'.repeat(4097) }, 'text'],
    ['with a text that is none', { text: { $gt: '' } }, 'text'],
    ['with an empty id', { messageId: '' }, 'messageId'],
    ['with an id that is too long', { messageId: 'x'.repeat(65) }, 'messageId'],
  ])('%s answers 400 and names the field', async (_, changes, field) => {
    const response = await receive(await newVisitor(), changes);
    expect(response).toMatchObject({ status: 400, headers: { 'content-type': 'application/problem+json' } });
    expect(jsonOf(response)).toMatchObject({ code: 'invalid_request', errors: { [field]: expect.any(String) } });
    expect(desk.received).toEqual([]);
  });

  it('takes a text of 4,096 characters, however they are written', async () => {
    const token = await newVisitor();
    expect((await receive(token, { text: 'я'.repeat(4096) })).status).toBe(200);
    const escaped = JSON.stringify({ visitorToken: token, messageId: 'second', text: 'x' }).replace(
      '"x"',
      `"${'\\u044f'.repeat(4096)}"`,
    );
    expect((await call({ path: '/receive', body: escaped })).status).toBe(200);
  });

  it.each(['', 'null', '[]', '5', '{', '"text"'])('with the body %j is refused, and not by a crash', async (body) => {
    const headers = { 'X-Visitor-Token': await newVisitor() };
    const response = await call({ path: '/receive', method: 'POST', body, headers });
    expect(response.status).toBe(400);
  });

  it('with another channel’s token answers 403', async () => {
    const other = openedChannel({ provider: 'webchat' });
    desk.channels.push(other);
    const foreign = await callRoute(provider, desk, { path: `/${other.id}/visitors`, body: {} });
    const response = await receive(String(jsonOf(foreign).visitorToken));
    expect(jsonOf(response)).toMatchObject({ status: 403, code: 'forbidden', detail: expect.any(String) });
    expect(desk.received).toEqual([]);
  });

  it.each(['/visitors', '/receive', '/typing', '/seen'])(
    'to a channel that takes no part answers 404 (%s)',
    async (path) => {
      const visitorToken = await newVisitor();
      desk.channels[0] = { ...channel, active: false };
      const response = await call({
        path,
        body: { visitorToken, messageId: 'first', text: 'Hello', messageIds: ['a'] },
      });
      expect(jsonOf(response)).toMatchObject({ status: 404, code: 'not_found' });
      expect(desk.received).toEqual([]);
    },
  );
});

describe('the events of a conversation', () => {
  async function watch(visitorToken: string, signal: AbortSignal): Promise<AsyncIterator<string>> {
    const response = await call({ path: '/events', headers: { 'X-Visitor-Token': visitorToken }, signal });
    expect(response.headers).toMatchObject({ 'content-type': 'text/event-stream' });
    return (response.body as AsyncIterable<string>)[Symbol.asyncIterator]();
  }

  it('begin with a change, so that nothing is missed before, and tell every one after', async () => {
    const ending = new AbortController();
    const token = await newVisitor();
    const events = await watch(token, ending.signal);
    expect((await events.next()).value).toBe('event: changed\ndata: {}\n\n');
    await receive(token);
    expect((await events.next()).value).toBe('event: changed\ndata: {}\n\n');
    ending.abort();
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });

  it('tell a change that came while the one before was on its way', async () => {
    const ending = new AbortController();
    const token = await newVisitor();
    const events = await watch(token, ending.signal);
    await events.next();
    await receive(token, { messageId: 'a' });
    await events.next();
    await receive(token, { messageId: 'b' });
    expect((await events.next()).done).toBe(false);
    ending.abort();
  });
});
