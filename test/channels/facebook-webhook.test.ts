import { createHmac } from 'node:crypto';
import { createFacebookProvider } from '../../channels/facebook/provider';
import { isSigned } from '../../channels/facebook/signature';
import { callRoute } from '../support/call-route';
import { escapedJson } from '../support/facebook/webhook';
import { FakeDesk, openedChannel } from '../support/provider-desk';
import { appId, at, fromClient, pageId, textEntry } from './facebook-payloads';

const appSecret = 'the secret of the app';
const verifyToken = 'the agreed word';
const provider = createFacebookProvider({ graphRoot: 'https://graph.facebook.com', appId, appSecret, verifyToken });
const channel = openedChannel({ provider: 'facebook', source: pageId });

const hmac = (body: string | Buffer) => `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;

/** A delivery as Facebook makes it, signed over its bytes. */
function deliver(desk: FakeDesk, body: string, signature = hmac(body)) {
  return callRoute(provider, desk, { path: '', method: 'POST', body, headers: { 'X-Hub-Signature-256': signature } });
}

const page = (...entry: unknown[]) => escapedJson({ object: 'page', entry });

const textsIn = (desk: FakeDesk) => desk.messages.map(({ text }) => text);

describe('the question whether this address is ours', () => {
  const ask = (query: Record<string, string>) =>
    callRoute(provider, new FakeDesk(), { path: `?${new URLSearchParams(query)}`, method: 'GET' });
  const right = { 'hub.mode': 'subscribe', 'hub.verify_token': verifyToken, 'hub.challenge': '<b>1158201444</b>' };

  it('is answered with the challenge as it came, as plain text', async () => {
    const answer = await ask(right);
    expect(answer).toMatchObject({ status: 200, body: '<b>1158201444</b>' });
    expect(answer.headers?.['content-type']).toMatch(/^text\/plain/);
  });

  it.each([
    { 'hub.verify_token': 'another' },
    { 'hub.verify_token': `${verifyToken} ` },
    { 'hub.mode': 'unsubscribe' },
    { 'hub.mode': '' },
  ])('is refused with %j', async (wrong) => {
    expect((await ask({ ...right, ...wrong })).status).toBe(403);
  });

  it('is refused by an installation that has agreed on no word', async () => {
    const bare = createFacebookProvider({
      ...{ graphRoot: 'https://graph.facebook.com', appId, appSecret, verifyToken: undefined },
    });
    for (const word of ['', 'undefined']) {
      const path = `?${new URLSearchParams({ ...right, 'hub.verify_token': word })}`;
      expect((await callRoute(bare, new FakeDesk(), { path, method: 'GET' })).status).toBe(403);
    }
  });
});

describe('a signature', () => {
  it('is over the bytes as they came, with their escapes', () => {
    const body = escapedJson({ text: 'äöå 👋 https://x.example/a' });
    expect(body).toContain('\\u00e4');
    expect(body).toContain('\\ud83d\\udc4b https:\\/\\/x.example\\/a');
    expect(isSigned(Buffer.from(body), hmac(body), appSecret)).toBe(true);
    const written = JSON.stringify(JSON.parse(body));
    expect(isSigned(Buffer.from(written), hmac(body), appSecret)).toBe(false);
  });

  it('is that of RFC 4231’s second case', () => {
    const signature = 'sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    expect(isSigned(Buffer.from('what do ya want for nothing?'), signature, 'Jefe')).toBe(true);
  });

  it.each([undefined, '', 'sha256=', 'sha256=00', `sha256=${'0'.repeat(64)}`, `sha256=${'z'.repeat(64)}`, 'sha1=00'])(
    'is not: %s',
    (header) => expect(isSigned(Buffer.from('x'), header, appSecret)).toBe(false),
  );
});

describe('a delivery', () => {
  it('is taken in with its escaped letters', async () => {
    const desk = new FakeDesk([channel]);
    expect((await deliver(desk, page(textEntry('Grüße 👋 https://x.example/a')))).status).toBe(200);
    expect(textsIn(desk)).toEqual(['Grüße 👋 https://x.example/a']);
  });

  it('leaves nothing when its signature is wrong', async () => {
    const desk = new FakeDesk([channel]);
    const body = page(textEntry('Hello'));
    const changed = body.replace('Hello', 'Pay 1');
    for (const [sent, signature] of [
      [changed, hmac(body)],
      [body, hmac(changed)],
      ['not JSON', hmac(body)],
    ] as const)
      expect((await deliver(desk, sent, signature)).status).toBe(403);
    expect(desk.received).toEqual([]);
  });

  it('brings several pages, those that are no channel too, and of one page all in one', async () => {
    const other = openedChannel({ provider: 'facebook', source: '777' });
    const desk = new FakeDesk([channel, other]);
    const body = page(
      textEntry('one', { mid: 'm_1' }),
      { ...textEntry('to another', { mid: 'm_2' }), id: '777' },
      { ...textEntry('to nobody', { mid: 'm_3' }), id: '888' },
      textEntry('two', { mid: 'm_4' }),
    );
    expect((await deliver(desk, body)).status).toBe(200);
    expect(desk.received.map(({ channel: { source } }) => source)).toEqual([pageId, '777']);
    const own = desk.messages.filter(({ channelId }) => channelId === channel.id);
    expect(own.map(({ text, sequence }) => [text, sequence])).toEqual([
      ['one', 5_000_000],
      ['two', 5_000_001],
    ]);
  });

  it('is acknowledged with what nobody understands in it, and the rest of it is taken in', async () => {
    const desk = new FakeDesk([channel]);
    const odd = [null, 5, {}, { id: pageId }, { id: pageId, messaging: 'odd' }, { id: pageId, changes: [{}] }];
    const mixed = {
      id: pageId,
      time: at,
      messaging: [null, 'odd', {}, fromClient({ message: { mid: 'm', text: 'Hello' } })],
    };
    expect((await deliver(desk, page(...odd, mixed))).status).toBe(200);
    expect(textsIn(desk)).toEqual(['Hello']);
  });

  it('is acknowledged when it is of something else than pages', async () => {
    const desk = new FakeDesk([channel]);
    const body = escapedJson({ object: 'instagram', entry: [textEntry('Hello')] });
    expect((await deliver(desk, body)).status).toBe(200);
    expect(desk.received).toEqual([]);
  });

  it.each(['', 'null', '[]', '{}', '{"object":"page"}', '{"object":"page","entry":{}}', `{"a":${'['.repeat(100_000)}`])(
    'is refused as unreadable when it is none: %.40s',
    async (body) => {
      await expect(deliver(new FakeDesk([channel]), body)).rejects.toMatchObject({ name: 'UnreadablePayload' });
    },
  );

  it('is not acknowledged when it could not be stored, so that Facebook brings it again', async () => {
    const desk = new FakeDesk([channel]);
    desk.receiveFailure = new Error('the store is away');
    await expect(deliver(desk, page(textEntry('Hello')))).rejects.toThrow('the store is away');
  });

  it('has a limit', async () => {
    const body = page(textEntry('x'.repeat(4 * 1024 * 1024)));
    expect((await deliver(new FakeDesk([channel]), body)).status).toBe(413);
  });
});
