import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createWhatsAppProvider } from '../../channels/whatsapp/provider';
import { sampleFiles } from '../support/sample-files';
import { channelOf, setUpWhatsApp, type WhatsAppBench } from './whatsapp-bench';

let bench: WhatsAppBench;

beforeEach(async () => {
  bench = await setUpWhatsApp();
});

afterEach(() => bench.standIn.stop());

async function referenceOf(bytes: Buffer, mediaType: string, fileName?: string): Promise<string> {
  const { form } = await bench.client.write(bench.sender, '', { files: [{ bytes, mediaType, fileName }] });
  return form.find(([name]) => name === 'MediaUrl0')?.[1] ?? '';
}

const load = (reference: string, channel = bench.channel) => bench.provider.loadAttachment(channel, reference);

async function loaded(reference: string) {
  const outcome = await load(reference);
  if (outcome.kind !== 'loaded') throw new Error(JSON.stringify(outcome));
  return { ...outcome, content: await buffer(outcome.content) };
}

test('a file is fetched from the store that Twilio leads to, without the credentials', async () => {
  const { png } = sampleFiles;
  // The store turns away who comes with credentials, and Twilio who comes without.
  const file = await loaded(await referenceOf(png.bytes, 'image/png', 'über.png'));
  expect(file.content.equals(png.bytes)).toBe(true);
  expect(file).toMatchObject({ mediaType: 'image/png', fileName: 'über.png' });
});

test('a file of several megabytes comes whole', async () => {
  const bytes = Buffer.concat([sampleFiles.mp4.bytes, Buffer.alloc(12_000_000, 7)]);
  expect((await loaded(await referenceOf(bytes, 'video/mp4'))).content.equals(bytes)).toBe(true);
});

test('an empty file is an empty file', async () => {
  expect((await loaded(await referenceOf(Buffer.alloc(0), 'text/plain'))).content).toHaveLength(0);
});

test('a file is what is in it, not what it is said to be', async () => {
  const { pdf, text } = sampleFiles;
  expect((await loaded(await referenceOf(pdf.bytes, 'image/jpeg'))).mediaType).toBe('application/pdf');
  const page = Buffer.from('<script>alert(1)</script>');
  expect((await loaded(await referenceOf(page, 'image/png'))).mediaType).toBe('application/octet-stream');
  expect((await loaded(await referenceOf(text.bytes, 'text/plain; charset=utf-8'))).mediaType).toBe('text/plain');
});

test('of a document whose beginning others have as well, what is said of it is believed if it can be true', async () => {
  const { docx, xlsx, doc, zip, vcf, aac, webp } = sampleFiles;
  const typeOf = async (bytes: Buffer, said: string) => (await loaded(await referenceOf(bytes, said))).mediaType;
  for (const { bytes, mediaType } of [docx, xlsx, doc, vcf, aac, webp])
    expect(await typeOf(bytes, mediaType)).toBe(mediaType);
  expect(await typeOf(zip.bytes, docx.mediaType)).toBe('application/octet-stream');
  expect(await typeOf(xlsx.bytes, docx.mediaType)).toBe('application/octet-stream');
  expect(await typeOf(zip.bytes, zip.mediaType)).toBe(zip.mediaType);
  expect(await typeOf(doc.bytes, 'application/vnd.ms-excel')).toBe('application/vnd.ms-excel');
});

test.each([
  ['at another host', () => 'https://evil.example/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1'],
  [
    'at a host that looks like Twilio’s',
    () => 'https://api.twilio.com.evil.example/2010-04-01/Accounts/A/Messages/M/Media/ME',
  ],
  ['at another of Twilio’s resources', () => `${bench.standIn.root}/2010-04-01/Accounts/AC1/Messages.json`],
  ['in our own files', () => 'file:///etc/passwd'],
])('an address %s is refused, and nobody is asked', async (_name, reference) => {
  expect(await load(reference())).toMatchObject({ kind: 'refused', failure: { code: 'file_unknown' } });
  expect(bench.account.calls).toEqual([]);
});

test('an address of Twilio’s own is asked for where Twilio is configured to be', async () => {
  const reference = await referenceOf(Buffer.from('hello'), 'text/plain');
  const told = reference.replace(bench.standIn.root, 'https://api.twilio.com');
  expect((await loaded(told)).content.toString()).toBe('hello');
});

test('a file that Twilio has deleted is gone for good', async () => {
  const reference = await referenceOf(Buffer.from('x'), 'text/plain');
  bench.account.messages.length = 0;
  expect(await load(reference)).toMatchObject({ kind: 'refused', failure: { code: 'file_gone' } });
});

test.each([
  ['Twilio asks to wait', () => bench.account.failNext('fetchMedia', { kind: '429', retryAfter: 5 }), 5_000],
  [
    'Twilio has a fault',
    () => bench.account.failNext('fetchMedia', { kind: 'refusal', code: 20500, status: 500 }),
    null,
  ],
  ['the connection breaks', () => bench.account.failNext('fetchMedia', { kind: 'dropBefore' }), null],
  ['the store has a fault', () => bench.account.failNext('fetchFile', { kind: 'gateway', status: 503 }), null],
  [
    'the store’s address has expired',
    () => bench.account.failNext('fetchFile', { kind: 'gateway', status: 403 }),
    null,
  ],
])('a file that cannot be had because %s is left for later, and is there then', async (_name, spoil, afterMs) => {
  const reference = await referenceOf(Buffer.from('hello'), 'text/plain');
  spoil();
  expect(await load(reference)).toMatchObject({ kind: 'later', afterMs });
  expect((await loaded(reference)).content.toString()).toBe('hello');
});

test('with a token that was rotated, files wait for the new one', async () => {
  const reference = await referenceOf(Buffer.from('hello'), 'text/plain');
  bench.account.rotateToken();
  const outcome = await load(reference);
  expect(outcome).toMatchObject({ kind: 'later', reason: expect.stringMatching(/auth token/) });
  expect(JSON.stringify(outcome)).not.toContain(bench.channel.settings.authToken);
  expect(await load(reference, channelOf(bench.account))).toMatchObject({ kind: 'loaded' });
});

test('a circle of redirects comes to an end, and the credentials stay at Twilio', async () => {
  const seen: Array<string | undefined> = [];
  const elsewhere = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(302, { location: '/again' }).end();
  });
  const twilio = createServer((_request, response) => {
    const { port } = elsewhere.address() as AddressInfo;
    response.writeHead(302, { location: `http://127.0.0.1:${port}/file` }).end();
  });
  for (const server of [elsewhere, twilio])
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const apiRoot = `http://127.0.0.1:${(twilio.address() as AddressInfo).port}`;
  const reference = `${apiRoot}/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1`;
  const outcome = await createWhatsAppProvider({ apiRoot }).loadAttachment(bench.channel, reference);
  expect(outcome).toMatchObject({ kind: 'refused' });
  expect(seen).toEqual([undefined, undefined, undefined]);
  for (const server of [elsewhere, twilio]) {
    server.close();
    server.closeAllConnections();
  }
});
