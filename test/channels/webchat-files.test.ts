import type { ProviderResponse } from '../../channels/contract';
import { createWebchatProvider } from '../../channels/webchat/provider';
import type { OpenedChannel } from '../../domain/channel';
import { callRoute, jsonOf, type RouteCall } from '../support/call-route';
import { FakeDesk, openedChannel } from '../support/provider-desk';
import { sampleFiles } from '../support/sample-files';

let provider = createWebchatProvider();
let channel: OpenedChannel;
let desk: FakeDesk;
let token: string;

beforeEach(async () => {
  provider = createWebchatProvider();
  channel = openedChannel({ provider: 'webchat' });
  desk = new FakeDesk([channel]);
  token = await newVisitor();
});

function call(request: RouteCall): Promise<ProviderResponse> {
  return callRoute(provider, desk, { ...request, path: `/${channel.id}${request.path}` });
}

async function newVisitor(): Promise<string> {
  return String(jsonOf(await call({ path: '/visitors', body: {} })).visitorToken);
}

function bring(given: {
  content: string | Buffer;
  name?: string;
  type?: string;
  messageId?: string;
  index?: number | string;
  visitorToken?: string;
}): Promise<ProviderResponse> {
  const { content, name = 'file', type = '', messageId = 'first', index = 0, visitorToken = token } = given;
  const headers = { 'X-Visitor-Token': visitorToken, 'X-File-Name': encodeURIComponent(name), 'Content-Type': type };
  return call({ method: 'POST', path: `/files?messageId=${messageId}&index=${index}`, headers, body: content });
}

function send(changes: object = {}): Promise<ProviderResponse> {
  return call({ path: '/receive', body: { visitorToken: token, messageId: 'first', files: 1, ...changes } });
}

const attachments = () => desk.messages.flatMap((message) => message.attachments);

describe('a file', () => {
  it('is stored before its message, and is part of it at once', async () => {
    const { bytes } = sampleFiles.png;
    const brought = await bring({ content: bytes, name: 'Чайник.png', type: 'image/png' });
    expect(jsonOf(brought)).toEqual({ fileName: 'Чайник.png', mediaType: 'image/png', size: bytes.length });
    expect(desk.received).toEqual([]);
    expect((await send({ text: 'This one' })).status).toBe(200);
    expect(desk.messages).toMatchObject([{ type: 'image', text: 'This one' }]);
    expect(attachments()).toMatchObject([{ fileName: 'Чайник.png', mediaType: 'image/png', status: 'stored' }]);
    expect([...desk.files.values()].map((file) => file.bytes.equals(bytes))).toEqual([true]);
    const seen = jsonOf(await call({ path: '/messages', headers: { 'X-Visitor-Token': token } }));
    expect(seen).toMatchObject({ items: [{ attachments: [{ url: expect.stringContaining('?signature=') }] }] });
  });

  it('brought and sent again, as after a lost answer, is the same file of the same message', async () => {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect((await bring({ content: 'content' })).status).toBe(200);
      expect((await send()).status).toBe(200);
    }
    expect(desk.files.size).toBe(1);
    expect(desk.messages).toHaveLength(1);
  });

  it('is what its first bytes say, whatever was said of it', async () => {
    const html = '<script>alert(1)</script>';
    const said = [
      { content: sampleFiles.png.bytes, type: 'text/html', expected: 'image/png' },
      { content: html, type: 'image/png', expected: 'application/octet-stream' },
      { content: html, type: 'text/html; charset=utf-8', expected: 'text/html' },
      { content: html, type: 'no type at all', expected: 'application/octet-stream' },
      { content: sampleFiles.heic.bytes, type: '', expected: 'image/heic' },
      { content: sampleFiles.pdf.bytes, type: '', expected: 'application/pdf' },
      { content: sampleFiles.mp4.bytes, type: 'audio/mp4', expected: 'audio/mp4' },
      { content: sampleFiles.ogg.bytes, type: 'image/png', expected: 'audio/ogg' },
    ];
    for (const [index, { expected, ...file }] of said.entries()) {
      const { mediaType } = jsonOf(await bring({ ...file, index }));
      expect({ ...file, mediaType }).toEqual({ ...file, mediaType: expected });
    }
  });

  it('has no path in its name, and nothing that cannot be read', async () => {
    for (const name of ['../../etc/passwd', 'C:\\Users\\passwd', 'pass\u0000\u202ewd'])
      expect(jsonOf(await bring({ content: 'x', name, messageId: encodeURIComponent(name) })).fileName).toBe('passwd');
  });

  it('of another visitor, or for another message, is none of this one', async () => {
    await bring({ content: 'x', visitorToken: await newVisitor() });
    await bring({ content: 'x', messageId: 'second' });
    const response = await send();
    expect(jsonOf(response)).toMatchObject({ status: 400, errors: { files: expect.any(String) } });
    expect(desk.received).toEqual([]);
  });

  it.each([
    ['that is empty', { content: '' }],
    ['beyond the tenth', { content: 'x', index: 10 }],
    ['without a place', { content: 'x', index: 'first' }],
    ['without a message', { content: 'x', messageId: '' }],
  ])('%s is refused', async (_, file) => {
    expect(jsonOf(await bring(file))).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(desk.files.size).toBe(0);
  });

  it('of more than 20 MB is not read at all', async () => {
    expect((await bring({ content: Buffer.alloc(20 * 1024 * 1024 + 1) })).status).toBe(413);
  });

  it('does not come without a token', async () => {
    expect((await bring({ content: 'x', visitorToken: 'made.up' })).status).toBe(403);
    expect(desk.files.size).toBe(0);
  });
});

describe('who does too much at once', () => {
  it('is told when he may go on, while others are not held up', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 121; index += 1)
      statuses.push((await send({ messageId: `message-${index}`, files: 0, text: 'Hello' })).status);
    expect(statuses.slice(0, 120)).toEqual(Array(120).fill(200));
    const refused = await send({ messageId: 'more', files: 0, text: 'Hello' });
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } });
    expect(jsonOf(refused)).toMatchObject({ code: 'too_many_attempts' });
    token = await newVisitor();
    expect((await send({ files: 0, text: 'Hello' })).status).toBe(200);
  });

  it('brings so many files and no more, also as ever new visitors', async () => {
    const statuses = new Set<number>();
    for (let visitors = 0; visitors < 6; visitors += 1) {
      token = await newVisitor();
      for (let index = 0; index < 60; index += 1)
        statuses.add((await bring({ content: 'x', messageId: `message-${index}` })).status);
    }
    expect([...statuses]).toEqual([200, 429]);
    expect(desk.files.size).toBe(300);
  });
});

describe('a page of another origin', () => {
  it.each(['cross-site', 'same-site'])('can have a browser ask nothing (%s)', async (site) => {
    const headers = { 'X-Visitor-Token': token, 'Sec-Fetch-Site': site };
    const calls: RouteCall[] = [
      { path: '/visitors', body: {} },
      { path: '/visitor' },
      { path: '/receive', body: { messageId: 'first', text: 'Hello' } },
      { path: '/messages' },
      { path: '/events' },
      { path: '/typing', body: {} },
      { method: 'POST', path: '/files?messageId=first&index=0', body: 'x' },
    ];
    for (const one of calls) {
      const { status } = await call({ ...one, headers });
      expect({ path: one.path, status }).toEqual({ path: one.path, status: 403 });
    }
    expect(desk.received).toEqual([]);
  });
});

describe('a browser that refuses frames all storage', () => {
  const own = { 'Sec-Fetch-Site': 'same-origin' };

  it('is given a cookie when the page asks for it, by which the page has its token back', async () => {
    const made = await call({ path: '/visitors', body: { cookie: true }, headers: own });
    const cookie = made.headers?.['set-cookie'] ?? '';
    expect(cookie).toMatch(/; Secure; HttpOnly; SameSite=None; Partitioned$/);
    expect(cookie).toContain(`Path=/webhooks/webchat/${channel.id};`);
    const headers = { ...own, Cookie: `other=1; ${cookie.split(';')[0]}` };
    expect(jsonOf(await call({ path: '/visitor', headers }))).toEqual(jsonOf(made));
  });

  it('is otherwise given none, and a made-up one is none', async () => {
    const made = await call({ path: '/visitors', body: {}, headers: own });
    expect(made.headers).not.toHaveProperty('set-cookie');
    const headers = { ...own, Cookie: 'parley-visitor=made.up' };
    expect(jsonOf(await call({ path: '/visitor', headers }))).toEqual({ visitorToken: null });
  });
});
