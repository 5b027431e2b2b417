import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FacebookStandIn, startFacebookStandIn } from '../support/facebook/facebook-stand-in';
import type { StandInClient } from '../support/facebook/stand-in-client';
import { pageInbox, type StandInPage } from '../support/facebook/stand-in-page';

let standIn: FacebookStandIn;
let page: StandInPage;
let client: StandInClient;

beforeEach(async () => {
  standIn = await startFacebookStandIn();
  page = standIn.createPage({ name: 'Northwind' });
  client = page.client({ firstName: 'Vera' });
});

afterEach(() => standIn.stop());

interface Answer {
  status: number;
  body: Record<string, unknown> & {
    error?: { code: number; error_subcode?: number; type: string; fbtrace_id: string };
  };
}

/** A call as any client of the Graph API makes it, with a right proof unless told otherwise. */
async function call(
  method: string,
  path: string,
  given: { token?: string | null; proof?: string; body?: object } = {},
): Promise<Answer> {
  const { token = page.accessToken, body } = given;
  const proof =
    given.proof ?? (token === null ? '' : createHmac('sha256', standIn.app.secret).update(token).digest('hex'));
  const separator = path.includes('?') ? '&' : '?';
  const query = proof === '' ? '' : `${separator}appsecret_proof=${proof}`;
  const response = await fetch(`${standIn.root}${path}${query}`, {
    method,
    headers: { ...(token !== null && { Authorization: `Bearer ${token}` }), 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

const say = (changes: object = {}) => ({
  ...{ recipient: { id: client.id }, messaging_type: 'RESPONSE', message: { text: 'Hello' } },
  ...changes,
});
const send = (changes: object = {}) => call('POST', `/v25.0/${page.id}/messages`, { body: say(changes) });
const codes = ({ status, body: { error } }: Answer) => [status, error?.code, error?.error_subcode];

describe('Facebook’s stand-in: who may call what', () => {
  it('names the page to the holder of its token', async () => {
    expect(await call('GET', '/v25.0/me?fields=id,name,category')).toMatchObject({
      status: 200,
      body: { id: page.id, name: 'Northwind' },
    });
  });

  it('refuses as the Graph API does: version, token, proof, page', async () => {
    const other = standIn.createPage();
    expect(codes(await call('GET', '/me'))).toEqual([400, 2635, undefined]);
    expect(codes(await call('GET', '/v3.0/me'))).toEqual([400, 2635, undefined]);
    expect(codes(await call('GET', '/v25.0/me', { token: null }))).toEqual([400, 2500, undefined]);
    expect(codes(await call('GET', '/v25.0/me', { token: 'EAAx' }))).toEqual([401, 190, 467]);
    expect(codes(await call('GET', '/v25.0/me', { proof: 'x' }))).toEqual([400, 100, undefined]);
    expect(codes(await call('GET', `/v25.0/${other.id}/conversations`))).toEqual([403, 200, undefined]);
    page.expireToken(460);
    const expired = await call('GET', '/v25.0/me');
    expect(codes(expired)).toEqual([401, 190, 460]);
    expect(expired.body.error).toMatchObject({ type: 'OAuthException', fbtrace_id: expect.any(String) });
  });

  it('knows people of the page only', async () => {
    const stranger = standIn.createPage().client();
    const profile = await call('GET', `/v25.0/${client.id}?fields=first_name`);
    expect(profile.body).toMatchObject({ first_name: 'Vera' });
    expect(codes(await call('GET', `/v25.0/${stranger.id}?fields=first_name`))).toEqual([400, 100, 33]);
    expect(codes(await send({ recipient: { id: stranger.id } }))).toEqual([400, 100, 2018001]);
  });
});

describe('Facebook’s stand-in: where an app’s webhooks lead', () => {
  const appToken = () => `${standIn.app.id}|${standIn.app.secret}`;
  const webhooks = (given: Parameters<typeof call>[2] = {}, id = standIn.app.id) =>
    call('GET', `/v25.0/${id}/subscriptions`, { token: appToken(), proof: '', ...given });

  it('is told to the app itself, by object', async () => {
    expect((await webhooks()).body.data).toMatchObject([{ object: 'permissions' }]);
    standIn.app.webhook.url = 'https://parley.example/webhooks/facebook';
    const ofPages = { object: 'page', callback_url: 'https://parley.example/webhooks/facebook', active: true };
    expect((await webhooks()).body.data).toMatchObject([{ object: 'permissions' }, ofPages]);
    standIn.app.webhook.isActive = false;
    expect((await webhooks()).body.data).toMatchObject([{}, { object: 'page', active: false }]);
  });

  it('is told to nobody else: no page, no other secret or app, and no proof of a token that is none of a person or page', async () => {
    const { id } = standIn.app;
    expect(codes(await webhooks({ token: null }))).toEqual([400, 2500, undefined]);
    expect(codes(await webhooks({ token: page.accessToken }))).toEqual([400, 15, undefined]);
    expect(codes(await webhooks({ token: `${id}|${'0'.repeat(32)}` }))).toEqual([401, 190, undefined]);
    expect(codes(await webhooks({ proof: standIn.app.proofOf(appToken()) }))).toEqual([400, 100, undefined]);
    expect(codes(await webhooks({}, '999'))).toEqual([400, 15, undefined]);
  });

  it('a field that is never listed is taken without a word', async () => {
    standIn.app.unlisted = ['message_edits'];
    const path = `/v25.0/${page.id}/subscribed_apps`;
    expect(await call('POST', path, { body: { subscribed_fields: 'messages,message_edits' } })).toMatchObject({
      body: { success: true },
    });
    expect((await call('GET', path)).body.data).toMatchObject([{ subscribed_fields: ['messages'] }]);
  });
});

describe('Facebook’s stand-in: sending', () => {
  beforeEach(() => void client.sendText('Hi'));

  it('takes a message, and answers with its id', async () => {
    const { status, body } = await send();
    expect({ status, body }).toEqual({ status: 200, body: { recipient_id: client.id, message_id: page.sent[0]?.mid } });
  });

  it.each<[string, object, Array<number | undefined>]>([
    ['nothing in it', { message: {} }, [400, 100, undefined]],
    ['too long a text', { message: { text: 'x'.repeat(2001) } }, [400, 100, undefined]],
    ['too long metadata', { message: { text: 'x', metadata: 'x'.repeat(1001) } }, [400, 100, undefined]],
    ['no kind', { messaging_type: undefined }, [400, 100, undefined]],
    ['a tag of old', { messaging_type: 'MESSAGE_TAG', tag: 'ACCOUNT_UPDATE' }, [400, 100, undefined]],
    ['no file to its attachment', { message: { attachment: { type: 'image' } } }, [400, 100, 2018047]],
    ['an answer to what is not there', { reply_to: { mid: 'm_none' } }, [400, 100, undefined]],
  ])('refuses a message with %s', async (_, changes, expected) => {
    expect(codes(await send(changes))).toEqual(expected);
    expect(page.sent).toEqual([]);
  });

  it('may take a message and answer something else, or answer it without taking it', async () => {
    const error = { message: '(#1) Received Invalid JSON reply.', code: 1, error_subcode: 1357046 };
    const answer = { status: 400, body: { error } };
    standIn.failNext('messages', { kind: 'spoilt', answer, taken: false });
    expect(codes(await send())).toEqual([400, 1, 1357046]);
    expect(page.sent).toHaveLength(0);
    standIn.failNext('messages', { kind: 'spoilt', answer, taken: true });
    expect(codes(await send())).toEqual([400, 1, 1357046]);
    expect(page.sent).toHaveLength(1);
  });

  it('keeps the window: a day, a week for people, and none for who never wrote', async () => {
    const asPerson = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };
    for (const message of client.conversation.messages) message.at -= 25 * 3_600_000;
    expect(codes(await send())).toEqual([403, 10, 2018278]);
    expect((await send(asPerson)).status).toBe(200);
    for (const message of client.conversation.messages) message.at -= 7 * 24 * 3_600_000;
    expect(codes(await send(asPerson))).toEqual([403, 10, 2018278]);
    client = page.client();
    expect(codes(await send())).toEqual([403, 10, 2018278]);
  });

  it('lets only the app answer that has the conversation', async () => {
    page.pass(client, '42');
    expect(codes(await send())).toEqual([403, 10, 2018300]);
  });
});

describe('Facebook’s stand-in: webhooks', () => {
  let server: Server;
  let answer = 200;
  const got: Array<{ body: string; signature: string | undefined }> = [];

  beforeEach(async () => {
    answer = 200;
    got.length = 0;
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (piece) => (body += piece));
      request.on('end', () => {
        if (request.method === 'POST') got.push({ body, signature: request.headers['x-hub-signature-256'] as string });
        response.statusCode = answer;
        response.end(new URL(request.url ?? '', 'http://x').searchParams.get('hub.challenge') ?? '');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(await standIn.app.webhook.verify(url, 'word')).toBe(true);
    await subscribe('messages,message_echoes,standby,messaging_handovers');
  });

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const subscribe = (fields: string) =>
    call('POST', `/v25.0/${page.id}/subscribed_apps`, { body: { subscribed_fields: fields } });
  const entries = () =>
    got.flatMap(({ body }) => (JSON.parse(body) as { entry: Array<Record<string, object[]>> }).entry);

  it('are signed over JSON whose letters and slashes are escaped', async () => {
    client.sendText('Grüße 👋 a/b');
    await standIn.app.webhook.settled();
    const [first] = got;
    expect(first?.body).toContain('Gr\\u00fc\\u00dfe \\ud83d\\udc4b a\\/b');
    const wanted = createHmac('sha256', standIn.app.secret)
      .update(first?.body ?? '')
      .digest('hex');
    expect(first?.signature).toBe(`sha256=${wanted}`);
  });

  it('bring only what the app is subscribed to, and echoes of what it sent', async () => {
    client.sendText('Hi');
    client.receives();
    await send({ message: { text: 'Hello', metadata: 'ours' } });
    await standIn.app.webhook.settled();
    const items = entries().flatMap(({ messaging = [] }) => messaging);
    expect(items).toHaveLength(2);
    expect(items).toContainEqual(
      expect.objectContaining({ message: expect.objectContaining({ is_echo: true, metadata: 'ours' }) }),
    );
  });

  it('come on standby while another app has the conversation', async () => {
    page.defaultApp = '42';
    client.sendText('Hi');
    page.pass(client, standIn.app.id);
    client.sendText('Hi again');
    page.inboxSays(client, 'Let me');
    await standIn.app.webhook.settled();
    expect(entries().filter(({ standby }) => standby)).toHaveLength(2);
    expect(client.conversation.owner).toBe(pageInbox);
  });

  it('are repeated when they fail, and end the subscription after an hour', async () => {
    answer = 500;
    client.sendText('Hi');
    await standIn.app.webhook.passTime(10 * 60_000);
    await standIn.app.webhook.passTime(10 * 60_000);
    expect(got).toHaveLength(3);
    expect(new Set(got.map(({ body }) => body)).size).toBe(1);
    expect(page.isSubscribed).toBe(true);
    await standIn.app.webhook.passTime(41 * 60_000);
    expect(page.isSubscribed).toBe(false);
    answer = 200;
    client.sendText('lost');
    await standIn.app.webhook.settled();
    expect(got).toHaveLength(3);
    await subscribe('messages');
    client.sendText('brought');
    await standIn.app.webhook.settled();
    expect(got).toHaveLength(4);
  });
});

describe('Facebook’s stand-in: login', () => {
  const redirectUri = 'https://parley.example/api/facebook/callback';

  async function codeFor(): Promise<string> {
    const query = {
      client_id: standIn.app.id,
      redirect_uri: redirectUri,
      state: 's',
      response_type: 'code',
      scope: 'pages_messaging',
    };
    const response = await fetch(`${standIn.root}/v25.0/dialog/oauth?${new URLSearchParams(query)}`, {
      redirect: 'manual',
    });
    const target = new URL(response.headers.get('location') ?? '');
    expect(target.searchParams.get('state')).toBe('s');
    return target.searchParams.get('code') ?? '';
  }

  const exchange = (changes: Record<string, string>) => {
    const query = {
      client_id: standIn.app.id,
      client_secret: standIn.app.secret,
      redirect_uri: redirectUri,
      ...changes,
    };
    return call('GET', `/v25.0/oauth/access_token?${new URLSearchParams(query)}`, { token: null });
  };

  it('takes a code once, at its own address, with the app’s secret', async () => {
    const code = await codeFor();
    expect(codes(await exchange({ code, redirect_uri: `${redirectUri}/` }))).toEqual([400, 100, 36008]);
    expect(codes(await exchange({ code, client_secret: 'x' }))).toEqual([400, 1, undefined]);
    expect((await exchange({ code })).body).toMatchObject({ expires_in: 3600 });
    expect(codes(await exchange({ code }))).toEqual([400, 100, 36009]);
  });

  it('lists pages with their tasks, some at a time', async () => {
    standIn.createPage({ name: 'Second', tasks: ['ANALYZE'] });
    const { body } = await exchange({ code: await codeFor() });
    const token = String(body.access_token);
    const first = await call('GET', '/v25.0/me/accounts?fields=id,tasks&limit=1', { token });
    const { after } = (first.body.paging as { cursors: { after: string } }).cursors;
    const second = await call('GET', `/v25.0/me/accounts?fields=id,tasks&limit=1&after=${after}`, { token });
    expect(first.body.data).toEqual([{ id: page.id, tasks: expect.arrayContaining(['MESSAGING']) }]);
    expect(second.body.data).toMatchObject([{ tasks: ['ANALYZE'] }]);
    expect(second.body.paging).not.toHaveProperty('next');
  });
});
