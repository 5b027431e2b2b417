import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { createStrayFiles, strayAfterMs } from '../../messaging/stray-files';
import type { ApiMessage } from '../support/api-client';
import { createQueue, createWebchatChannel, Visitor } from '../support/builders';
import { onlyChatOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { sampleFiles } from '../support/sample-files';

let parley: Parley;
let queueId: string;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
  queueId = (await createQueue(parley)).id;
});

afterAll(() => parley.stop());

async function arrive() {
  const channel = await createWebchatChannel(parley, queueId);
  const visitor = await Visitor.arrive(parley, channel.id);
  const base = `${parley.base}/webhooks/webchat/${channel.id}`;
  const bring = (messageId: string, body: Buffer | Readable, token = visitor.token) =>
    fetch(`${base}/files?messageId=${messageId}&index=0`, {
      method: 'POST',
      headers: { 'X-Visitor-Token': token, 'X-File-Name': 'plan.png', 'Content-Type': 'image/png' },
      body: Buffer.isBuffer(body) ? new Uint8Array(body) : (Readable.toWeb(body) as ReadableStream<Uint8Array>),
      duplex: 'half',
    } as RequestInit);
  const send = async (messageId: string) => {
    const body = { visitorToken: visitor.token, messageId, files: 1 };
    return (await parley.anonymous.call('POST', `/webhooks/webchat/${channel.id}/receive`, body)).status;
  };
  const messages = async (): Promise<ApiMessage[]> =>
    parley.admin.conversation((await onlyChatOf(parley, channel.id)).id);
  return { channel, bring, send, messages };
}

const filesThere = () => parley.storage.files.model.countDocuments();
/** As the relay does, a moment after the files' day. */
const sweep = () => createStrayFiles(parley).deleteSome(new Date(Date.now() + strayAfterMs + 60_000));

test('a visitor’s file is read by operators as he sent it, also when both calls were repeated', async () => {
  const { bring, send, messages } = await arrive();
  const { bytes } = sampleFiles.png;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    expect((await bring('first', bytes)).status).toBe(200);
    expect(await send('first')).toBe(200);
  }
  const [message, ...more] = await messages();
  expect(more).toEqual([]);
  expect(message?.attachments).toMatchObject([{ fileName: 'plan.png', status: 'stored', size: bytes.length }]);
  const stored = await fetch(`${parley.base}${message?.attachments[0]?.url}`);
  expect(Buffer.from(await stored.arrayBuffer()).equals(bytes)).toBe(true);
});

test('what no message has a day later is deleted, and nothing else', async () => {
  const { bring, send, messages } = await arrive();
  await bring('written', sampleFiles.png.bytes);
  await send('written');
  const before = await filesThere();
  await bring('never-written', sampleFiles.png.bytes);
  expect(await filesThere()).toBe(before + 1);
  await createStrayFiles(parley).deleteSome();
  expect(await filesThere()).toBe(before + 1);
  await sweep();
  await sweep();
  expect(await filesThere()).toBe(before);
  expect(await send('never-written')).toBe(400);
  const [message] = await messages();
  expect((await fetch(`${parley.base}${message?.attachments[0]?.url}`)).status).toBe(200);
});

test('of a stranger’s file nothing is stored', async () => {
  const { bring } = await arrive();
  const before = await filesThere();
  expect((await bring('first', sampleFiles.png.bytes, 'made.up')).status).toBe(403);
  expect(await filesThere()).toBe(before);
});

/** The last: its connection is cut while it still sends. */
test('what is larger than it may be is refused with the first byte too many, and leaves nothing', async () => {
  const { bring } = await arrive();
  const before = await filesThere();
  const megabyte = Buffer.alloc(1024 * 1024);
  async function* endless() {
    for (let sent = 0; sent < 25; sent += 1) yield megabyte;
  }
  const response = await bring('large', Readable.from(endless()));
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ code: 'payload_too_large', detail: expect.stringContaining('20 MB') });
  expect(await filesThere()).toBe(before);
});
