import { sampleFiles } from '../support/sample-files';
import type { StandInAccount } from '../support/twilio/account';
import type { StandInPerson } from '../support/twilio/person';
import type { StandInSender } from '../support/twilio/sender';
import { rowsOf, setUpTwilio, type TwilioBench } from './twilio-bench';

let bench: TwilioBench;
let account: StandInAccount;
let sender: StandInSender;
let anna: StandInPerson;

beforeEach(async () => {
  bench = await setUpTwilio();
  ({ account, sender, anna } = bench);
});

afterEach(() => bench.standIn.stop());

describe('what it shows is of the form that Twilio publishes', () => {
  const rfc2822 = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/;
  const messageForm = () => ({
    account_sid: account.sid,
    api_version: '2010-04-01',
    body: expect.any(String),
    date_created: expect.stringMatching(rfc2822),
    date_sent: null,
    date_updated: expect.stringMatching(rfc2822),
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: sender.address,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: '1',
    price: null,
    price_unit: null,
    sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
    status: 'queued',
    subresource_uris: { media: expect.stringMatching(/^\/2010-04-01\/.*\/Media\.json$/) },
    to: anna.address,
    uri: expect.stringMatching(/^\/2010-04-01\/Accounts\/AC[0-9a-f]{32}\/Messages\/SM[0-9a-f]{32}\.json$/),
  });

  test('a message', async () => {
    account.reporting = 'held';
    const made = await bench.create({});
    expect(made).toMatchObject({ status: 201, body: messageForm() });
    expect(Object.keys(made.body).sort()).toEqual(Object.keys(messageForm()).sort());
    expect(await bench.ask(`${bench.messagesPath}/${made.body.sid}.json`)).toMatchObject({
      status: 200,
      body: made.body,
    });
  });

  test('a list, with pages that lead to each other', async () => {
    for (let index = 0; index < 5; index += 1) await anna.write(sender, `${index}`);
    let path: unknown = `${bench.messagesPath}.json?To=${encodeURIComponent(sender.address)}&PageSize=2`;
    const seen: unknown[] = [];
    for (let page = 0; typeof path === 'string'; page += 1) {
      const answer = await bench.ask(path);
      expect(Object.keys(answer.body).sort()).toEqual(
        'end first_page_uri messages next_page_uri page page_size previous_page_uri start uri'.split(' '),
      );
      expect(answer.body).toMatchObject({ page, page_size: 2 });
      seen.push(...rowsOf(answer).map(({ body }) => body));
      path = answer.body.next_page_uri;
    }
    expect(seen).toEqual(['4', '3', '2', '1', '0']);
  });

  test('a page that begins where nobody led to is refused', async () => {
    expect((await bench.ask(`${bench.messagesPath}.json?Page=1`)).status).toBe(400);
    expect((await bench.ask(`${bench.messagesPath}.json?PageToken=PAnowhere&Page=1`)).status).toBe(400);
  });

  test('the files of a message', async () => {
    const { message } = await anna.write(sender, '', { files: [sampleFiles.png] });
    const answer = await bench.ask(`${bench.messagesPath}/${message.sid}/Media.json`);
    expect(rowsOf(answer, 'media_list')).toEqual([
      {
        account_sid: account.sid,
        content_type: 'image/png',
        date_created: expect.stringMatching(rfc2822),
        date_updated: expect.stringMatching(rfc2822),
        parent_sid: message.sid,
        sid: expect.stringMatching(/^ME[0-9a-f]{32}$/),
        uri: expect.stringMatching(/\/Media\/ME[0-9a-f]{32}\.json$/),
      },
    ]);
  });

  test('lists are narrowed by number, and by time in whole seconds', async () => {
    const at = new Date('2027-01-15T08:00:00.900Z');
    await anna.write(sender, 'then', { at });
    await anna.write(sender, 'a second later', { at: new Date(at.getTime() + 1000) });
    account.reporting = 'held';
    await bench.create({});
    const find = async (query: Record<string, string>) =>
      rowsOf(await bench.ask(`${bench.messagesPath}.json?${new URLSearchParams(query)}`)).map(({ body }) => body);
    expect(await find({ 'DateSent>': '2027-01-15T08:00:00Z', 'DateSent<': '2027-01-15T08:00:00Z' })).toEqual(['then']);
    expect(await find({ 'DateSent>': '2027-01-15T08:00:01Z' })).toEqual(['a second later']);
    expect(await find({ From: anna.address })).toEqual(['a second later', 'then']);
    expect(await find({ From: sender.address })).toEqual(['Hello']);
  });
});

describe('where it tells that messages go', () => {
  const senders = '/v2/Channels/Senders?Channel=whatsapp';

  test('a sender has its webhook, and the sandbox stands among the senders without one', async () => {
    sender.webhookUrl = 'https://parley.example/webhooks/whatsapp';
    account.createSender('+14155238886', { isSandbox: true, webhookUrl: 'https://parley.example/' });
    const listed = await bench.ask(senders);
    expect(rowsOf(listed, 'senders')).toMatchObject([
      {
        ...{ sid: expect.stringMatching(/^XE[0-9a-f]{32}$/), sender_id: sender.address, status: 'ONLINE' },
        webhook: { callback_url: sender.webhookUrl, callback_method: 'POST', fallback_url: null },
      },
      { sender_id: 'whatsapp:+14155238886', status: 'OFFLINE', webhook: { callback_url: null } },
    ]);
    expect(listed.body.meta).toMatchObject({ key: 'senders', page: 0, page_size: 20, next_page_url: null });
  });

  test('a list leads from page to page, at Twilio’s own host', async () => {
    for (let index = 0; index < 24; index += 1) account.createSender(`+1415777${String(index).padStart(4, '0')}`);
    const { body } = await bench.ask(senders);
    const next = new URL(String((body.meta as Record<string, unknown>).next_page_url));
    expect(next.origin).toBe('https://messaging.twilio.com');
    expect(rowsOf(await bench.ask(next.pathname + next.search), 'senders')).toHaveLength(5);
    expect((await bench.ask(`${senders}&Page=1`)).status).toBe(400);
  });

  test('a Messaging Service has its own address, its senders, and may leave all to them', async () => {
    sender.webhookUrl = 'https://parley.example/';
    const service = account.createService({ senders: [sender], inboundRequestUrl: 'https://other.example/' });
    expect(rowsOf(await bench.ask('/v1/Services'), 'services')).toMatchObject([
      {
        ...{ sid: service.sid, account_sid: account.sid, inbound_request_url: 'https://other.example/' },
        use_inbound_webhook_on_number: false,
      },
    ]);
    expect(rowsOf(await bench.ask(`/v1/Services/${service.sid}/ChannelSenders`), 'senders')).toMatchObject([
      { sender: sender.address, messaging_service_sid: service.sid, sender_type: 'WhatsApp' },
    ]);
    expect(account.webhookOf(sender)).toBe('https://other.example/');
    service.defersToSender = true;
    expect(account.webhookOf(sender)).toBe('https://parley.example/');
  });

  test.each([
    ['a list of no channel', '/v2/Channels/Senders', 400, 20001],
    ['a list of another channel', '/v2/Channels/Senders?Channel=rcs', 400, 20001],
    ['a question that it does not know', `${senders}&SenderId=x`, 400, 20001],
    ['another spelling', '/v2/channels/senders?Channel=whatsapp', 404, 20404],
    ['a service that is not there', `/v1/Services/MG${'0'.repeat(32)}/ChannelSenders`, 404, 20404],
  ])('it refuses %s', async (_, path, status, code) => {
    expect(await bench.ask(path)).toMatchObject({ status, body: { code } });
  });

  test('it tells nobody else', async () => {
    for (const path of [senders, '/v1/Services', `/v1/Services/${account.createService().sid}/ChannelSenders`])
      expect((await bench.ask(path, undefined, 'wrong')).status).toBe(401);
  });
});

describe('what it refuses', () => {
  test('is a wrong token, and another account, with Twilio’s error', async () => {
    const refusal = {
      code: 20003,
      message: 'Authenticate',
      more_info: 'https://www.twilio.com/docs/errors/20003',
      status: 401,
    };
    expect(await bench.ask(`${bench.messagesPath}.json`, undefined, 'wrong')).toMatchObject({
      status: 401,
      body: refusal,
    });
    expect((await bench.ask(`/2010-04-01/Accounts/AC${'0'.repeat(32)}/Messages.json`)).status).toBe(401);
    expect((await fetch(`${bench.standIn.root}/v1/ContentAndApprovals`)).status).toBe(401);
  });

  test.each<[string, Record<string, string>, number]>([
    ['no recipient', { To: '' }, 21604],
    ['no sender', { From: '' }, 21603],
    ['no number', { To: 'whatsapp:12345' }, 21211],
    ['a recipient by SMS', { To: '+4915112345678' }, 21211],
    ['a number that is not the account’s', { From: 'whatsapp:+14155550199' }, 63007],
    ['no text', { Body: '' }, 21619],
    ['1,601 characters', { Body: 'x'.repeat(1601) }, 21617],
    ['a template that is none', { ContentSid: 'HX1' }, 21655],
    ['variables without a template', { ContentVariables: '{}' }, 21655],
    ['a file at no address', { MediaUrl: 'contract.pdf' }, 21620],
    ['a callback at no address', { StatusCallback: '/status' }, 21609],
    ['a callback whose host has an underscore', { StatusCallback: 'https://a_b.example/status' }, 21609],
    ['a field that Twilio does not have', { Text: 'Hello' }, 20001],
  ])('is %s', async (_name, form, code) => {
    expect(await bench.create(form)).toMatchObject({ status: 400, body: { code, status: 400 } });
    expect(account.sent).toEqual([]);
  });

  test.each(['x', '[]', '{"1":2}', '{"1":""}', '{"1":"a\\nb"}'])(
    'are variables such as %s',
    async (ContentVariables) => {
      const { sid: ContentSid } = account.createTemplate({ body: '{{1}}' });
      expect(await bench.create({ ContentSid, ContentVariables })).toMatchObject({ body: { code: 21656 } });
    },
  );
});
