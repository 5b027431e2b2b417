import { createHmac } from 'node:crypto';
import type { ProviderResponse } from '../../channels/contract';
import { createWhatsAppProvider } from '../../channels/whatsapp/provider';
import type { OpenedChannel } from '../../domain/channel';
import { callRoute, jsonOf, siteUrl } from '../support/call-route';
import { FakeDesk, openedChannel } from '../support/provider-desk';
import { channelNumber } from './whatsapp-bench';
import { messageForm } from './whatsapp-forms';

const authToken = 'whatsapp-test-token';
const accountSid = `AC${'a'.repeat(32)}`;
const provider = createWhatsAppProvider({ apiRoot: 'http://127.0.0.1:9' });
const formType = 'application/x-www-form-urlencoded';

let channel: OpenedChannel;
let desk: FakeDesk;

beforeEach(() => {
  const settings = { phoneNumber: channelNumber, confirmationPhoneNumber: '+4915100000001', accountSid, authToken };
  channel = openedChannel({ provider: 'whatsapp', source: channelNumber, settings });
  desk = new FakeDesk([channel]);
});

type Fields = Array<[name: string, value: string]>;

/** Twilio's rule, written down anew: the address, then each name with its value, sorted by name. */
function signed(url: string, fields: Fields, token = authToken): string {
  const data = [...fields].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map((field) => field.join(''));
  return createHmac('sha1', token)
    .update(url + data.join(''))
    .digest('base64');
}

interface Sending {
  path?: string;
  /** The address that Twilio was given. */
  url?: string;
  token?: string;
  signature?: string;
  type?: string;
}

function post(fields: Fields, sending: Sending = {}): Promise<ProviderResponse> {
  const { path = '', url = `${siteUrl}/webhooks/whatsapp${path}`, token, type = formType } = sending;
  const { signature = signed(url, fields, token) } = sending;
  const body = new URLSearchParams(fields).toString();
  return callRoute(provider, desk, { path, body, headers: { 'content-type': type, 'X-Twilio-Signature': signature } });
}

const fieldsOf = (changes: Record<string, string> = {}) => Object.entries(messageForm(changes));

describe('a message that Twilio posts', () => {
  test('is taken in, and Twilio told to do nothing', async () => {
    const response = await post(fieldsOf({ Body: 'Grüße 👋 & =+', ProfileName: 'Zoë Müller' }));
    expect(response).toEqual({
      status: 200,
      headers: { 'content-type': 'text/xml; charset=utf-8' },
      body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
    });
    expect(desk.received).toHaveLength(1);
    expect(desk.messages).toMatchObject([{ channelId: channel.id, clientId: '+4915112345678', text: 'Grüße 👋 & =+' }]);
  });

  test('may have fields that nobody knows yet: all of them are signed', async () => {
    expect((await post(fieldsOf({ Körper: 'ü', ZNewField: '1', 'A new one': '' }))).status).toBe(200);
  });

  test('may have a field several times', async () => {
    const fields: Fields = [...fieldsOf(), ['Tag', 'b'], ['Tag', 'a']];
    const url = `${siteUrl}/webhooks/whatsapp`;
    const signature = signed(url, [...fieldsOf(), ['Tag', 'aTagb']]);
    expect((await post(fields, { signature })).status).toBe(200);
    expect((await post(fields, { signature: signed(url, fieldsOf()) })).status).toBe(403);
  });

  test('may be signed with the port in the address, or without', async () => {
    expect((await post(fieldsOf(), { url: 'https://parley.example:443/webhooks/whatsapp' })).status).toBe(200);
  });

  test('twice is one message', async () => {
    await post(fieldsOf());
    await post(fieldsOf());
    expect(desk.messages).toHaveLength(1);
  });

  test('one after the other has an order, also within a millisecond', async () => {
    const sids = Array.from({ length: 50 }, (_, index) => `SM${index}`);
    for (const sid of sids) await post(fieldsOf({ MessageSid: sid, SmsMessageSid: sid }));
    const byKeys = [...desk.messages]
      .reverse()
      .sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime() || a.sequence - b.sequence);
    expect(byKeys.map(({ externalId }) => externalId)).toEqual(sids);
  });

  test('to a channel that takes no part is no error for Twilio', async () => {
    channel.active = false;
    expect((await post(fieldsOf())).status).toBe(200);
  });

  test('is not acknowledged while it cannot be stored', async () => {
    desk.receiveFailure = new Error('the store is away');
    await expect(post(fieldsOf())).rejects.toThrow('the store is away');
  });
});

describe('what is not signed by Twilio', () => {
  const flawed: Array<[string, () => Promise<ProviderResponse>]> = [
    ['with another token', () => post(fieldsOf(), { token: 'another' })],
    ['for another address', () => post(fieldsOf(), { url: 'https://evil.example/webhooks/whatsapp' })],
    ['for another path', () => post(fieldsOf(), { url: `${siteUrl}/webhooks/whatsapp/status` })],
    ['for other words', () => post(fieldsOf({ Body: 'b' }), { signature: signed(siteUrl, fieldsOf({ Body: 'a' })) })],
    ['at all', () => post(fieldsOf(), { signature: '' })],
    ['but just so', () => post(fieldsOf(), { signature: 'AAAA' })],
    ['for a number of ours', () => post(fieldsOf({ To: 'whatsapp:+19995550100' }))],
    ['for WhatsApp', () => post(fieldsOf({ To: channelNumber }))],
  ];

  test.each(flawed)('%s is refused, and leaves nothing', async (_name, send) => {
    const response = await send();
    expect(response.status).toBe(403);
    expect(jsonOf(response)).toMatchObject({ code: 'forbidden', detail: expect.stringMatching(/SiteUrl/) });
    expect(desk.received).toEqual([]);
  });

  test('is refused in the same words, whether there is such a channel or not', async () => {
    const [known, unknown] = [
      await post(fieldsOf(), { token: 'x' }),
      await post(fieldsOf({ To: 'whatsapp:+19995550100' })),
    ];
    expect(known).toEqual(unknown);
  });
});

describe('a hostile body', () => {
  test.each([
    ['JSON', 'application/json', 415],
    ['of no type', '', 415],
    ['a multipart form', 'multipart/form-data; boundary=x', 415],
  ])('that is %s is refused', async (_name, type, status) => {
    expect((await post(fieldsOf(), { type })).status).toBe(status);
    expect(desk.received).toEqual([]);
  });

  test('with thousands of fields is refused before it is looked at', async () => {
    const fields: Fields = Array.from({ length: 5_000 }, (_, index) => [`f${index}`, '1']);
    expect((await post([...fieldsOf(), ...fields])).status).toBe(400);
  });

  test('of megabytes is refused', async () => {
    expect((await post(fieldsOf({ Body: 'x'.repeat(1_000_000) }))).status).toBe(413);
    expect((await post(fieldsOf({ Body: 'x'.repeat(100_000) }), { path: '/status' })).status).toBe(413);
  });

  test.each(['%', '%zz=%', '&&&=', '__proto__=x&constructor=y', '\u0000\u0001', '%ff%fe=%c3%28'])(
    'such as %p is refused and harms nothing',
    async (body) => {
      const headers = { 'content-type': formType, 'x-twilio-signature': 'x' };
      expect((await callRoute(provider, desk, { path: '', body, headers })).status).toBe(403);
      expect(({} as Record<string, unknown>).x).toBeUndefined();
    },
  );

  test('with names of the language itself is signed and read like any other', async () => {
    expect((await post([...fieldsOf(), ['__proto__', 'x'], ['toString', 'y']])).status).toBe(200);
  });
});

describe('a report that Twilio posts', () => {
  const report = (changes: Record<string, string>): Fields =>
    Object.entries({
      ...{ MessageSid: 'SM9', MessageStatus: 'delivered', AccountSid: accountSid, ApiVersion: '2010-04-01' },
      ...{ From: `whatsapp:${channelNumber}`, To: 'whatsapp:+4915112345678', ...changes },
    });

  test('moves the message that it names in its address', async () => {
    const response = await post(report({}), { path: '/status?message=our-id' });
    expect(response.status).toBe(204);
    expect(desk.events).toEqual([
      { kind: 'delivery', clientId: '+4915112345678', externalId: 'SM9', messageId: 'our-id', status: 'delivered' },
    ]);
  });

  test('is refused when the address was changed: the message’s id is signed, too', async () => {
    const url = `${siteUrl}/webhooks/whatsapp/status?message=our-id`;
    expect((await post(report({}), { path: '/status?message=another', url })).status).toBe(403);
    expect(desk.events).toEqual([]);
  });

  test.each([
    ['delivered', {}, { verified: true, status: 'ok', detail: /arrived/ }],
    ['read', {}, { verified: true, status: 'ok', detail: /arrived/ }],
    [
      'undelivered',
      { ErrorCode: '63016' },
      { verified: false, status: 'failing', detail: /from the confirmation number/ },
    ],
    ['failed', { ErrorCode: '63015' }, { verified: false, status: 'failing', detail: /“join”/ }],
  ])('that the confirmation is %s settles the connection', async (word, fields, settled) => {
    channel.verified = false;
    await post(report({ MessageStatus: word, ...fields }), { path: `/status?connect=${channel.id}` });
    const { verified, health } = channel;
    expect({ verified, status: health.status }).toEqual({ verified: settled.verified, status: settled.status });
    expect(health.detail).toMatch(settled.detail);
    expect(desk.events).toEqual([]);
  });

  test('that the confirmation is sent settles nothing: it may come after its refusal', async () => {
    channel.verified = false;
    await post(report({ MessageStatus: 'failed', ErrorCode: '63015' }), { path: `/status?connect=${channel.id}` });
    await post(report({ MessageStatus: 'sent' }), { path: `/status?connect=${channel.id}` });
    expect(channel).toMatchObject({ verified: false, health: { status: 'failing' } });
  });

  test('on another channel’s confirmation settles nothing', async () => {
    channel.verified = false;
    expect((await post(report({}), { path: '/status?connect=another' })).status).toBe(204);
    expect(channel.verified).toBe(false);
  });
});
