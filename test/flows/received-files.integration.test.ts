import type { ApiMessage } from '../support/api-client';
import { createQueue, createTelegramChannel, createWebchatChannel, Visitor } from '../support/builders';
import { eventually } from '../support/eventually';
import { onlyChatOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { grownTo, sampleFiles } from '../support/sample-files';
import { telegramMessage } from '../support/telegram-updates';

let parley: Parley;
let queueId: string;
let failsToAttach = false;

beforeAll(async () => {
  parley = await startParley();
  const { storage } = parley;
  const messages: typeof storage.messages = {
    ...storage.messages,
    async attach(...asked) {
      if (failsToAttach) {
        failsToAttach = false;
        throw new Error('the store fails once, as a test told it to');
      }
      return storage.messages.attach(...asked);
    },
  };
  await parley.startWorker({ storage: { ...storage, messages } });
  queueId = (await createQueue(parley)).id;
});

afterAll(() => parley.stop());

async function telegramChannel() {
  const bot = parley.telegram.createBot();
  return { bot, channel: await createTelegramChannel(parley, { bot, queueId, name: 'Support' }) };
}

type Attachment = ApiMessage['attachments'][number];

/** The first attachment of the channel's only chat, once it stands as wanted. */
async function attachmentOnce(channelId: string, status: string): Promise<Attachment> {
  const { id } = await onlyChatOf(parley, channelId);
  return eventually(`the attachment is ${status}`, async () => {
    const [message] = await parley.admin.conversation(id);
    return message?.attachments.find((attachment) => attachment.status === status);
  });
}

async function download(url: string | null) {
  const response = await fetch(`${parley.base}${url}`);
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers };
}

test('a file of the client’s is stored, and can be had by its address with every byte', async () => {
  const { bot, channel } = await telegramChannel();
  const big = grownTo(sampleFiles.pdf, 3_000_000);
  bot.client({ firstName: 'Ada' }).sendDocument({ ...big, fileName: 'order 7 – copy.pdf', caption: 'My order' });

  const stored = await attachmentOnce(channel.id, 'stored');
  expect(stored).toMatchObject({
    fileName: 'order 7 – copy.pdf',
    mediaType: 'application/pdf',
    size: 3_000_000,
    failure: null,
  });
  const got = await download(stored.url);
  expect({ status: got.status, same: got.bytes.equals(big.bytes) }).toEqual({ status: 200, same: true });
  expect(got.headers.get('content-type')).toBe('application/pdf');

  const forged = stored.url?.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) ?? null;
  expect((await download(forged)).status).toBe(403);
});

test('the message is shown at once, its file when it is there', async () => {
  const { bot, channel } = await telegramChannel();
  const release = bot.holdNext('downloadFile');
  bot.client({ firstName: 'Ada' }).sendPhoto({ caption: 'Look' });
  await release.arrived;
  expect(await attachmentOnce(channel.id, 'pending')).toMatchObject({ url: null });
  release();
  const { url } = await attachmentOnce(channel.id, 'stored');
  expect((await download(url)).bytes.equals(sampleFiles.jpeg.bytes)).toBe(true);
});

test('a file whose download breaks off when its chat is closed is there later all the same', async () => {
  const { bot, channel } = await telegramChannel();
  bot.failNext('downloadFile', { kind: 'dropAfter' });
  const release = bot.holdNext('downloadFile');
  bot.client({ firstName: 'Ada' }).sendPhoto({ caption: 'Look' });
  await release.arrived;
  const { id } = await onlyChatOf(parley, channel.id);
  expect(await parley.admin.close(id)).toMatchObject({ status: 200, body: { status: 'completed' } });
  release();
  const { url } = await attachmentOnce(channel.id, 'stored');
  expect((await download(url)).bytes.equals(sampleFiles.jpeg.bytes)).toBe(true);
});

test('a file that cannot be had for good is shown as such, with the reason', async () => {
  const { bot, channel } = await telegramChannel();
  bot.failNext('getFile', { kind: 'status', code: 400, description: 'Bad Request: file is too big' });
  bot.client({ firstName: 'Ada' }).sendVideo();
  const failed = await attachmentOnce(channel.id, 'failed');
  expect(failed).toMatchObject({
    url: null,
    failure: { code: 'file_too_big', reason: expect.stringContaining('20 MB') },
  });
});

test('a file whose download fails for a while, or breaks off half-way, is there later, whole', async () => {
  const { bot, channel } = await telegramChannel();
  const bytes = grownTo(sampleFiles.mp4, 600_000).bytes;
  bot.failNext('getFile', { kind: 'status', code: 502 });
  bot.failNext('downloadFile', { kind: 'dropAfter' });
  bot.client({ firstName: 'Ada' }).sendVideo({ bytes });

  const { url, size } = await attachmentOnce(channel.id, 'stored');
  const got = await download(url);
  expect({ size, same: got.bytes.equals(bytes) }).toEqual({ size: bytes.length, same: true });
});

test('a HEIC is shown by a preview that a worker makes, and stays as it was sent', async () => {
  const { bot, channel } = await telegramChannel();
  const { bytes } = sampleFiles.heic;
  bot.client({ firstName: 'Ada' }).sendDocument(sampleFiles.heic);
  const { id } = await onlyChatOf(parley, channel.id);
  const { url, previewUrl } = await eventually('the preview is there', async () => {
    const [message] = await parley.admin.conversation(id);
    return message?.attachments.find((attachment) => attachment.previewUrl !== null);
  });
  expect((await download(previewUrl)).headers.get('content-type')).toBe('image/jpeg');
  expect((await download(url)).bytes.equals(bytes)).toBe(true);
});

test('the profile’s photo becomes the contact’s', async () => {
  const { bot, channel } = await telegramChannel();
  const photo = Buffer.concat([sampleFiles.jpeg.bytes, Buffer.from('Ada')]);
  bot.client({ firstName: 'Ada', lastName: 'Lovelace', photo }).sendText('Hello');
  const chat = await onlyChatOf(parley, channel.id);
  const contact = await eventually('the contact has a photo', async () => {
    const known = (await parley.admin.chat(chat.id)).contact;
    return known.photoUrl !== null && known;
  });
  expect(contact).toMatchObject({ name: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace' });
  const got = await download(contact.photoUrl);
  expect(got.bytes.subarray(0, 100).equals(sampleFiles.jpeg.bytes.subarray(0, 100))).toBe(true);
});

test('the photo comes also when the first attempt opened the chat and died before the message had joined it', async () => {
  const { bot, channel } = await telegramChannel();
  failsToAttach = true;
  bot.client({ firstName: 'Ada', photo: sampleFiles.jpeg.bytes }).sendText('Hello');
  const { id } = await onlyChatOf(parley, channel.id);
  await eventually('the message has joined', async () => (await parley.admin.conversation(id)).length === 1);
  expect(failsToAttach).toBe(false);
  await eventually('the contact has a photo', async () => (await parley.admin.chat(id)).contact.photoUrl !== null);
});

test('a contact of whom the messenger tells nothing is named after the channel, in its language, and the client’s id', async () => {
  const { bot, channel } = await telegramChannel();
  const client = bot.client({ firstName: 'Hidden', stranger: true });
  const { message } = telegramMessage(client.id, { message_id: 1, text: 'Hello' });
  bot.pushUpdate({ message: { ...message, from: undefined, chat: { id: client.id, type: 'private' } } });
  const telegramChat = await onlyChatOf(parley, channel.id);
  expect(telegramChat.contact.name).toBe(`New contact Support-${client.id}`);

  const webchat = await createWebchatChannel(parley, queueId);
  await parley.admin.ok('PATCH', `/api/channels/${webchat.id}`, { language: 'ru' });
  await (await Visitor.arrive(parley, webchat.id)).write('Hello');
  const { id, contact } = await onlyChatOf(parley, webchat.id);
  const clientId = (await parley.storage.chats.get(id))?.clientId;
  expect(contact).toMatchObject({ name: `Новый контакт Website-${clientId}`, firstName: null, lastName: null });
});
