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
