import twilio from 'twilio';
import { grownTo, sampleFiles } from '../support/sample-files';
import type { StandInAccount } from '../support/twilio/account';
import type { StandInPerson } from '../support/twilio/person';
import type { StandInSender } from '../support/twilio/sender';
import { rowsOf, setUpTwilio, startSite, type TwilioBench } from './twilio-bench';

let bench: TwilioBench;
let account: StandInAccount;
let sender: StandInSender;
let anna: StandInPerson;

beforeEach(async () => {
  bench = await setUpTwilio();
  ({ account, sender, anna } = bench);
});

afterEach(() => bench.standIn.stop());

describe('what becomes of a message', () => {
  const fate = async (form: Record<string, string> = {}) => {
    const { body } = await bench.create(form);
    await account.changes.until(
      () => account.sent.some(({ sid, status }) => sid === body.sid && !/queued|^sent/.test(status)),
      () => 'it',
    );
    const { status, errorCode } = account.sent.find(({ sid }) => sid === body.sid) ?? {};
    return [status, errorCode];
  };

  test('is decided after it was taken: by the window, the sandbox, and the recipient', async () => {
    expect(await fate()).toEqual(['undelivered', 63016]);
    await anna.write(sender, 'Hello');
    expect(await fate()).toEqual(['delivered', null]);
    await anna.write(sender, 'Hello', { at: new Date(Date.now() - 25 * 3_600_000) });
    expect(await fate()).toEqual(['undelivered', 63016]);
    const { sid: approved } = account.createTemplate({ body: 'Hi' });
    const { sid: pending } = account.createTemplate({ body: 'Hi', status: 'pending' });
    const { sid: paused } = account.createTemplate({ body: 'Hi', status: 'paused' });
    expect(await fate({ ContentSid: approved })).toEqual(['delivered', null]);
    expect(await fate({ ContentSid: pending })).toEqual(['undelivered', 63016]);
    expect(await fate({ ContentSid: paused })).toEqual(['undelivered', 63041]);
    anna.hasBlocked = true;
    expect(await fate()).toEqual(['undelivered', 63032]);
    expect(await fate({ To: 'whatsapp:+4915199999999' })).toEqual(['undelivered', 63024]);
    sender.isSandbox = true;
    expect(await fate()).toEqual(['undelivered', 63015]);
  });

  test('depends on its file, which is fetched, and has to be what it says', async () => {
    await anna.write(sender, 'Hello');
    const { pdf, gif, png, docx } = sampleFiles;
    for (const [file, said, becomes] of [
      [pdf.bytes, 'application/pdf', ['delivered', null]],
      [docx.bytes, docx.mediaType, ['delivered', null]],
      [docx.bytes, 'application/octet-stream', ['undelivered', 63019]],
      [grownTo(png, 5 * 1024 * 1024).bytes, 'image/png', ['delivered', null]],
      [grownTo(png, 5 * 1024 * 1024 + 1).bytes, 'image/png', ['undelivered', 63019]],
      [pdf.bytes, 'image/png', ['undelivered', 63019]],
      [gif.bytes, 'image/gif', ['undelivered', 63019]],
      [Buffer.concat([pdf.bytes, Buffer.alloc(16 * 1024 * 1024)]), 'application/pdf', ['undelivered', 63019]],
    ] as const) {
      const site = await startSite((_request, answer) => answer(200, said, file));
      expect(await fate({ MediaUrl: site.base })).toEqual(becomes);
      await site.stop();
    }
  });

  test('is shown without its text beside a file that WhatsApp has no caption for', async () => {
    await anna.write(sender, 'Hello');
    for (const [{ bytes, mediaType }, shown] of [
      [sampleFiles.png, 'See there'],
      [sampleFiles.mp4, 'See there'],
      [sampleFiles.pdf, ''],
      [sampleFiles.ogg, ''],
      [sampleFiles.vcf, ''],
    ] as const) {
      const site = await startSite((_request, answer) => answer(200, mediaType, bytes));
      await fate({ MediaUrl: site.base, Body: 'See there' });
      expect(account.sent.at(-1)?.shownText).toBe(shown);
      await site.stop();
    }
  });

  test('is reported, signed, in any order that a test asks for, and more than once', async () => {
    const site = await startSite();
    await anna.write(sender, 'Hello');
    account.reporting = 'backwards';
    account.repeatsReports = true;
    const url = `${site.base}/status?message=1`;
    await bench.create({ StatusCallback: url });
    await account.changes.until(
      () => account.deliveries.length === 4,
      () => 'the reports',
    );
    const forms = site.calls.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
    expect(forms.map(({ MessageStatus }) => MessageStatus)).toEqual(['delivered', 'delivered', 'sent', 'sent']);
    expect(forms[0]).toMatchObject({ From: sender.address, To: anna.address, AccountSid: account.sid });
    for (const { headers, body } of site.calls) {
      const form = Object.fromEntries(new URLSearchParams(body));
      expect(twilio.validateRequest(account.authToken, String(headers['x-twilio-signature']), url, form)).toBe(true);
    }
    await site.stop();
  });
});

describe('a client’s message', () => {
  test('is posted as a form, signed', async () => {
    const site = await startSite();
    sender.webhookUrl = `${site.base}/webhooks/whatsapp`;
    const { message } = await anna.write(sender, 'Grüße 👋 & =+', { files: [sampleFiles.png] });
    const [call] = site.calls;
    const form = Object.fromEntries(new URLSearchParams(call?.body));
    expect(form).toMatchObject({
      ...{ MessageSid: message.sid, AccountSid: account.sid, From: anna.address, To: sender.address },
      ...{
        Body: 'Grüße 👋 & =+',
        NumMedia: '1',
        MediaContentType0: 'image/png',
        ProfileName: 'Anna',
        MessageType: 'image',
      },
    });
    const signature = String(call?.headers['x-twilio-signature']);
    expect(twilio.validateRequest(account.authToken, signature, sender.webhookUrl, form)).toBe(true);
    await site.stop();
  });

  test('is posted once more when the connection breaks, as the same, and not when the answer is an error', async () => {
    const site = await startSite((call, answer) => (call === 0 ? null : answer(200)));
    sender.webhookUrl = site.base;
    expect((await anna.write(sender, 'Hello')).delivery).toMatchObject({ status: 200, attempts: 2 });
    const tokens = site.calls.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(tokens[0]).toMatch(/./);
    expect(tokens[1]).toBe(tokens[0]);
    await site.stop();

    const failing = await startSite((_call, answer) => answer(500));
    sender.webhookUrl = failing.base;
    expect((await anna.write(sender, 'Hello')).delivery).toMatchObject({ status: 500, attempts: 1 });
    await failing.stop();
  });

  test('leads by its file to a store, which turns credentials away', async () => {
    const { form } = await anna.write(sender, '', { files: [sampleFiles.png] });
    const path = new URL(form.find(([name]) => name === 'MediaUrl0')?.[1] ?? '').pathname;
    const { status, headers } = await bench.ask(path);
    const store = headers.get('location') ?? '';
    expect(status).toBe(307);
    expect(new URL(store).origin).not.toBe(bench.standIn.root);
    expect((await fetch(store)).status).toBe(200);
    expect((await fetch(store, { headers: { authorization: 'Basic x' } })).status).toBe(400);
    expect((await fetch(bench.standIn.root + path)).status).toBe(401);
  });
});

test('faults come as planned, and are over then', async () => {
  account.failNext('listMessages', { kind: '429', retryAfter: 3 });
  account.failNext('listMessages', { kind: 'gateway', status: 502 });
  account.failNext('listMessages', { kind: 'dropBefore' });
  const path = `${bench.messagesPath}.json`;
  const limited = await bench.ask(path);
  expect(limited).toMatchObject({ status: 429, body: { code: 20429 } });
  expect(limited.headers.get('retry-after')).toBe('3');
  expect((await bench.ask(path)).status).toBe(502);
  await expect(bench.ask(path)).rejects.toThrow();
  expect((await bench.ask(path)).status).toBe(200);

  const answer = { status: 503, body: { code: 20503, message: 'Service is unavailable', status: 503 } };
  account.failNext('createMessage', { kind: 'spoilt', answer, taken: false });
  expect(await bench.create({})).toMatchObject({ status: 503, body: { code: 20503 } });
  expect(account.sent).toEqual([]);
  account.failNext('createMessage', { kind: 'spoilt', answer, taken: true });
  expect(await bench.create({})).toMatchObject({ status: 503 });
  expect(account.sent).toHaveLength(1);
  account.messages.length = 0;

  account.failNext('createMessage', { kind: 'dropAfter' });
  await expect(bench.create({})).rejects.toThrow();
  expect(account.sent).toHaveLength(1);
  await bench.standIn.goDown();
  await expect(bench.ask(path)).rejects.toThrow();
  await bench.standIn.comeUp();
  expect(rowsOf(await bench.ask(path))).toHaveLength(1);
});
