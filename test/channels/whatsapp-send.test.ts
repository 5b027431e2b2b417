import { Readable } from 'node:stream';
import type { OutgoingAttachment } from '../../channels/contract';
import { createWhatsAppProvider } from '../../channels/whatsapp/provider';
import { siteUrl } from '../support/call-route';
import { type SampleFile, sampleFiles } from '../support/sample-files';
import { answerTo, attachmentOf, channelNumber, setUpWhatsApp, type WhatsAppBench } from './whatsapp-bench';

let bench: WhatsAppBench;

beforeEach(async () => {
  bench = await setUpWhatsApp();
  bench.account.reporting = 'held';
  await bench.client.write(bench.sender, 'Hello');
});

afterEach(() => bench.standIn.stop());

type Changes = Parameters<typeof answerTo>[1];

const send = (changes?: Changes) => bench.provider.send(bench.channel, answerTo(bench.client.id, changes));
const lastForm = () => Object.fromEntries(bench.account.calls.at(-1)?.form ?? []);

describe('an answer', () => {
  test('goes to the client with the address to report to, which has our id in it', async () => {
    const outcome = await send({ id: 'a b/c', text: 'Grüße 👋' });
    expect(outcome).toEqual({ kind: 'sent', externalId: bench.account.sent[0]?.sid });
    expect(lastForm()).toEqual({
      From: `whatsapp:${channelNumber}`,
      To: bench.client.address,
      Body: 'Grüße 👋',
      StatusCallback: `${siteUrl}/webhooks/whatsapp/status?message=a%20b%2Fc`,
    });
  });

  test('that is refused in the answer to it is known by its id all the same', async () => {
    bench.account.refusesAtOnce = 63032;
    expect(await send()).toEqual({
      kind: 'refused',
      externalId: bench.account.sent[0]?.sid,
      failure: { code: 'blocked_by_client', reason: expect.stringMatching(/blocked/) },
    });
  });

  test('goes without a report while nobody can reach us', async () => {
    await send({ site: { webhooksUrl: null } });
    expect(lastForm()).toEqual({ From: `whatsapp:${channelNumber}`, To: bench.client.address, Body: 'Good morning' });
  });

  test('goes to somebody whom WhatsApp shows by an id', async () => {
    const person = bench.account.person('US.13491208655302741918');
    expect(await bench.provider.send(bench.channel, answerTo(person.id))).toMatchObject({ kind: 'sent' });
    expect(lastForm().To).toBe('whatsapp:US.13491208655302741918');
  });

  test('that is a template goes as its id with what is filled in, and no text', async () => {
    const template = bench.account.createTemplate({ body: 'Your order {{1}} is on its way.' });
    const variables = { 1: '4711' };
    const outcome = await send({ text: 'Your order 4711 is on its way.', template: { id: template.sid, variables } });
    expect(outcome).toMatchObject({ kind: 'sent' });
    expect(lastForm()).toMatchObject({ ContentSid: template.sid, ContentVariables: '{"1":"4711"}' });
    expect(lastForm()).not.toHaveProperty('Body');
    expect(bench.account.sent[0]?.body).toBe('Your order 4711 is on its way.');
  });

  test('that is a template without variables has none', async () => {
    const template = bench.account.createTemplate({ body: 'Are you still there?' });
    await send({ template: { id: template.sid, variables: {} } });
    expect(lastForm()).not.toHaveProperty('ContentVariables');
  });
});

test('outside the window, free text is refused before Twilio is asked', async () => {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  expect(await send({ lastIncomingAt: hoursAgo(25) })).toEqual({
    kind: 'refused',
    failure: { code: 'window_closed', reason: expect.stringMatching(/24 hours/) },
  });
  expect(bench.account.calls).toEqual([]);
  expect(await send({ lastIncomingAt: hoursAgo(23) })).toMatchObject({ kind: 'sent' });
  const template = { id: bench.account.createTemplate({ body: 'Hi' }).sid, variables: {} };
  expect(await send({ lastIncomingAt: hoursAgo(25), template })).toMatchObject({ kind: 'sent' });
});

describe('a file', () => {
  const sendFile = (file: SampleFile & { url?: string | null }, text = '') =>
    send({ type: 'file', text, attachments: [attachmentOf(file)] });

  const { png, jpeg, webp, mp3, ogg, amr, aac, threeGpp, pdf, doc, docx, pptx, xlsx, mp4, vcf } = sampleFiles;
  const { gif, text, zip } = sampleFiles;
  const megabyte = 1024 * 1024;

  test.each([
    { file: png, most: 5 * megabyte },
    { file: jpeg, most: 5 * megabyte },
    { file: mp4, most: 16 * megabyte },
  ])('$file.fileName is sent by its address, with its caption', async ({ file, most }) => {
    expect(bench.provider.outgoing.maxAttachmentBytes(file.mediaType)).toBe(most);
    expect(await sendFile(file, 'As promised')).toMatchObject({ kind: 'sent' });
    expect(lastForm()).toMatchObject({ MediaUrl: `${siteUrl}/files/1`, Body: 'As promised' });
  });

  test.each([webp, mp3, ogg, amr, aac, threeGpp, pdf, doc, docx, pptx, xlsx, vcf])(
    '$fileName is sent by its address, and never with a text, which WhatsApp would not show',
    async (file) => {
      const isPicture = file === webp;
      expect(bench.provider.outgoing.maxAttachmentBytes(file.mediaType)).toBe((isPicture ? 5 : 16) * megabyte);
      expect(await sendFile(file)).toMatchObject({ kind: 'sent' });
      expect(lastForm()).toMatchObject({ MediaUrl: `${siteUrl}/files/1` });
      expect(lastForm()).not.toHaveProperty('Body');
      expect(await sendFile(file, 'As promised')).toMatchObject({
        ...{ kind: 'refused', failure: { code: 'text_with_file' } },
      });
      expect(bench.account.sent).toHaveLength(1);
    },
  );

  test('3GP is sound or a film, and some telephones call it MP4', async () => {
    for (const mediaType of ['audio/3gpp', 'video/3gpp', 'video/mp4'])
      expect(await sendFile({ ...threeGpp, mediaType })).toMatchObject({ kind: 'sent' });
  });

  test.each([gif, text, zip])('$fileName is refused before anything is stored or sent', async (file) => {
    expect(bench.provider.outgoing.maxAttachmentBytes(file.mediaType)).toEqual({
      refused: expect.stringMatching(/JPG, PNG or WEBP.*MP3, OGG, AMR, AAC or 3GP.*DOC, DOCX, PPTX or XLSX.*MP4.*VCF/),
    });
    expect(await sendFile(file)).toMatchObject({ kind: 'refused', failure: { code: 'file_type_refused' } });
    expect(bench.account.sent).toEqual([]);
  });

  test('is what is in it, not what its name says', async () => {
    const outcome = await sendFile({ ...pdf, fileName: 'photo.png', mediaType: 'image/png' });
    expect(outcome).toMatchObject({
      kind: 'refused',
      failure: {
        code: 'file_type_false',
        reason: expect.stringMatching(/says that it is image\/png.*is application\/pdf/),
      },
    });
    for (const [file, said] of [
      [text, pdf],
      [zip, docx],
      [xlsx, docx],
      [docx, doc],
      [pdf, vcf],
      [mp3, aac],
    ] as const)
      expect(await sendFile({ ...file, mediaType: said.mediaType })).toMatchObject({ kind: 'refused' });
    expect(bench.account.sent).toEqual([]);
  });

  test('is told in several pieces just the same', async () => {
    const whole = attachmentOf(pdf);
    const inPieces: OutgoingAttachment = {
      ...whole,
      open: () => Readable.from([...pdf.bytes].map((byte) => Buffer.of(byte))),
    };
    expect(await send({ text: '', attachments: [inPieces] })).toMatchObject({ kind: 'sent' });
  });

  test('cannot be sent while Parley has no public address, and it is said what to set', async () => {
    expect(await sendFile({ ...pdf, url: null })).toMatchObject({
      kind: 'refused',
      failure: { code: 'site_url_missing', reason: expect.stringMatching(/SiteUrl/) },
    });
  });

  test('that our store does not hand out now waits', async () => {
    const broken: OutgoingAttachment = {
      ...attachmentOf(pdf),
      open: () =>
        new Readable({
          read() {
            this.destroy(new Error('the store is away'));
          },
        }),
    };
    expect(await send({ text: '', attachments: [broken] })).toMatchObject({ kind: 'later' });
  });

  test('comes alone', async () => {
    expect(await send({ attachments: [attachmentOf(pdf), attachmentOf(png)] })).toMatchObject({
      kind: 'refused',
      failure: { code: 'too_many_attachments' },
    });
  });
});

describe('what Twilio refuses', () => {
  test.each([
    [21211, 400, 'client_not_found', /no number/],
    [21610, 400, 'opted_out', /STOP/],
    [21617, 400, 'text_too_long', /1,600/],
    [21655, 400, 'template_unknown', /no such template/],
    [21656, 400, 'template_variables', /variables/],
    [21609, 400, 'site_not_reachable', /SiteUrl/],
    [63007, 400, 'sender_not_enabled', /WhatsApp Senders/],
    [21660, 400, 'sender_not_enabled', /WhatsApp Senders/],
    [63031, 400, 'same_number', /itself/],
    [21608, 400, 'trial_account', /trial/],
    [21999, 400, 'refused_by_twilio', /error 21999/],
  ])('with error %i is told in words', async (code, status, word, reason) => {
    bench.account.failNext('createMessage', { kind: 'refusal', code, status });
    expect(await send()).toEqual({ kind: 'refused', failure: { code: word, reason: expect.stringMatching(reason) } });
  });

  test.each([
    ['a wrong token', () => bench.account.rotateToken()],
    ['a suspended account', () => (bench.account.state = 'suspended')],
  ])('for %s is told with the channel’s health', async (_name, spoil) => {
    spoil();
    expect(await send()).toMatchObject({
      kind: 'refused',
      failure: { code: 'channel_unauthorized', reason: expect.stringMatching(/auth token/) },
      health: { status: 'unauthorized' },
    });
  });

  test.each([
    ['429, which says for how long', { kind: '429', retryAfter: 7 }, 7_000],
    ['20429, which does not', { kind: 'refusal', code: 20429, status: 429 }, null],
    ['63018', { kind: 'refusal', code: 63018, status: 400 }, null],
    ['21611, when its queue is full', { kind: 'refusal', code: 21611, status: 400 }, null],
    ['21730, when it is maintained', { kind: 'refusal', code: 21730, status: 400 }, null],
    ['404 of a gateway', { kind: 'gateway', status: 404 }, null],
  ] as const)('for now with %s, waits', async (_name, fault, afterMs) => {
    bench.account.failNext('createMessage', fault);
    expect(await send()).toMatchObject({ kind: 'later', afterMs, reason: expect.stringMatching(/\.$/) });
  });

  test.each([
    ['the connection breaks', { kind: 'dropBefore' }],
    ['the connection breaks after it was taken', { kind: 'dropAfter' }],
    ['it has a fault of its own', { kind: 'refusal', code: 20500, status: 500 }],
    ['a gateway answers in its place', { kind: 'gateway', status: 502 }],
    ['a gateway has waited in vain', { kind: 'gateway', status: 504 }],
  ] as const)('nobody knows when %s', async (_name, fault) => {
    bench.account.failNext('createMessage', fault);
    expect(await send()).toEqual({ kind: 'unknown', reason: expect.stringMatching(/\.$/) });
    expect(bench.account.calls.filter(({ operation }) => operation === 'createMessage')).toHaveLength(1);
  });

  test('is surely not sent when there is no connection', async () => {
    await bench.standIn.goDown();
    expect(await send()).toMatchObject({ kind: 'later', reason: expect.stringMatching(/cannot be reached/) });
  });

  test('what answers and is not Twilio leaves it unknown', async () => {
    bench.account.failNext('createMessage', { kind: 'gateway', status: 200 });
    expect(await send()).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(/TWILIO_API_ROOT/) });
  });

  test('no outcome has the token or the account in it', async () => {
    bench.account.failNext('createMessage', { kind: 'dropBefore' });
    const outcomes = [await send()];
    bench.account.rotateToken();
    outcomes.push(await send());
    await bench.standIn.goDown();
    outcomes.push(await send());
    const { authToken, accountSid } = bench.channel.settings;
    for (const secret of [authToken, accountSid]) expect(JSON.stringify(outcomes)).not.toContain(secret);
  });
});

describe('a message of which nobody knows whether it was taken', () => {
  const since = new Date(Date.now() - 5_000);
  const find = (known: string[] = [], changes?: Changes) =>
    bench.provider.findSent?.(bench.channel, answerTo(bench.client.id, changes), {
      since,
      isKnown: async (externalId) => known.includes(externalId),
    });

  test('is found among what Twilio sent, though it still waits there', async () => {
    bench.account.failNext('createMessage', { kind: 'dropAfter' });
    expect(await send()).toMatchObject({ kind: 'unknown' });
    expect(await find()).toEqual({ kind: 'sent', externalId: bench.account.sent[0]?.sid });
  });

  test('is not there when it was not taken', async () => {
    bench.account.failNext('createMessage', { kind: 'dropBefore' });
    await send();
    expect(await find()).toEqual({ kind: 'not_found' });
  });

  test('is not mistaken for another of the same words that is known', async () => {
    const first = await send();
    const known = first.kind === 'sent' ? [first.externalId] : [];
    expect(await find(known)).toEqual({ kind: 'not_found' });
    bench.account.failNext('createMessage', { kind: 'dropAfter' });
    await send();
    expect(await find(known)).toEqual({ kind: 'sent', externalId: bench.account.sent[1]?.sid });
  });

  test('is not mistaken for one of other words, to another client, with a file, or of an earlier time', async () => {
    await send({ text: 'Something else' });
    const other = bench.account.person('+4915112345679');
    await bench.provider.send(bench.channel, answerTo(other.id));
    await send({ attachments: [attachmentOf(sampleFiles.png)] });
    await send();
    const [earlier] = bench.account.sent.slice(-1);
    if (earlier) earlier.createdAt = new Date(since.getTime() - 120_000);
    expect(await find()).toEqual({ kind: 'not_found' });
  });

  test('is the first of several of the same words that nobody knows', async () => {
    for (const _ of ['first', 'second']) await send();
    expect(await find()).toEqual({ kind: 'sent', externalId: bench.account.sent[0]?.sid });
  });

  test('is found by its file', async () => {
    const attachments = [attachmentOf(sampleFiles.pdf)];
    bench.account.failNext('createMessage', { kind: 'dropAfter' });
    await send({ text: '', attachments });
    expect(await find([], { text: '', attachments })).toMatchObject({ kind: 'sent' });
  });

  test('cannot be looked for where Twilio refuses, now or later', async () => {
    bench.account.failNext('listMessages', { kind: 'refusal', code: 20403, status: 403 });
    expect(await find()).toEqual({ kind: 'not_found' });
  });

  test('is looked for later when Twilio does not tell now', async () => {
    bench.account.failNext('listMessages', { kind: '429', retryAfter: 3 });
    expect(await find()).toMatchObject({ kind: 'later', afterMs: 3_000 });
  });
});

test('a channel whose settings are spoilt sends nothing', async () => {
  const channel = { ...bench.channel, settings: {} };
  expect(await createWhatsAppProvider({ apiRoot: bench.standIn.root }).send(channel, answerTo('+49'))).toMatchObject({
    kind: 'refused',
    health: { status: 'unauthorized' },
  });
});
