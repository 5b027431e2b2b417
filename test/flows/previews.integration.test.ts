import { Readable } from 'node:stream';
import { decode } from 'jpeg-js';
import { createPreviews, type PreviewsDeps } from '../../messaging/previews';
import type { ApiClient, ApiMessage } from '../support/api-client';
import { createTeam, createTelegramChannel, createWebchatChannel, Visitor } from '../support/builders';
import { EventStream } from '../support/event-stream';
import { eventually } from '../support/eventually';
import { heldProcess, overtaken, type ProcessByHand, processOf } from '../support/held-process';
import { onlyChatOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { only, untilOffered } from '../support/routing-scenes';
import { type SampleFile, sampleFiles } from '../support/sample-files';
import { whatsAppInWork } from '../support/twilio/whatsapp-scenes';

let parley: Parley;
const { heic } = sampleFiles;
const broken = { ...heic, fileName: 'broken.heic', bytes: heic.bytes.subarray(0, 300) };
const untilEnded = new AbortController().signal;

beforeAll(async () => {
  parley = await startParley();
  // Previews are made by the tests themselves.
  await parley.startWorker({}, { makesPreviews: false });
});

afterAll(() => parley.stop());

type Attachment = ApiMessage['attachments'][number];

interface Scene {
  chatId: string;
  operator: ApiClient;
  sendFile(file: SampleFile): Promise<unknown>;
}

async function byTelegram(): Promise<Scene> {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const bot = parley.telegram.createBot();
  const channel = await createTelegramChannel(parley, { bot, queueId: queue.id });
  const client = bot.client({ firstName: 'Vera' });
  client.sendText('Hello');
  const chatId = await inWork(only(operators), channel.id);
  return { chatId, operator: only(operators), sendFile: async (file) => client.sendDocument(file) };
}

async function byWhatsApp(): Promise<Scene> {
  const { client, sender, operator, chatId } = await whatsAppInWork(parley);
  return { chatId, operator, sendFile: (file) => client.write(sender, '', { files: [file] }) };
}

async function byWebchat(): Promise<Scene & { visitor: Visitor }> {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const channel = await createWebchatChannel(parley, queue.id);
  const visitor = await Visitor.arrive(parley, channel.id);
  await visitor.write('Hello');
  const chatId = await inWork(only(operators), channel.id);
  const path = `/webhooks/webchat/${channel.id}`;
  const sendFile = async ({ bytes, fileName }: SampleFile) => {
    const messageId = fileName;
    await fetch(`${parley.base}${path}/files?messageId=${messageId}&index=0`, {
      method: 'POST',
      // Browsers that don't know the kind say nothing of it.
      headers: {
        'X-Visitor-Token': visitor.token,
        'X-File-Name': fileName,
        'Content-Type': 'application/octet-stream',
      },
      body: new Uint8Array(bytes),
    });
    return parley.anonymous.ok('POST', `${path}/receive`, { visitorToken: visitor.token, messageId, files: 1 });
  };
  return { chatId, operator: only(operators), sendFile, visitor };
}

async function inWork(operator: ApiClient, channelId: string): Promise<string> {
  const chat = await onlyChatOf(parley, channelId);
  await untilOffered(operator, [chat]);
  await operator.accept(chat.id);
  return chat.id;
}

/** The chat's only file, once it stands as wanted. */
function fileOnce({ operator, chatId }: Scene, what: string, is: (file: Attachment) => boolean): Promise<Attachment> {
  return eventually(what, async () => {
    const file = (await operator.conversation(chatId)).flatMap(({ attachments }) => attachments).at(-1);
    return file !== undefined && is(file) && file;
  });
}

const storedFile = (scene: Scene) => fileOnce(scene, 'the file is stored', ({ status }) => status === 'stored');

async function received(scene: Scene, file: SampleFile): Promise<Attachment> {
  await scene.sendFile(file);
  return storedFile(scene);
}

/** As a worker does, until there is none to make. */
async function makeAll({ previews }: Pick<ProcessByHand, 'previews'> = processOf(parley)): Promise<void> {
  while (await previews.next(untilEnded));
}

async function download(url: string | null, headers: Record<string, string> = {}) {
  const response = await fetch(`${parley.base}${url}`, { headers });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

const dueAnew = () =>
  parley.storage.chores.model.updateMany({ slowDueAt: { $exists: true } }, { slowDueAt: new Date() });
const slowChores = () => parley.storage.chores.model.find({ slowDueAt: { $exists: true } }).lean();
const filesCalled = (fileName: string) => parley.storage.files.model.countDocuments({ fileName });

async function contactOf({ operator, chatId }: Scene): Promise<string> {
  return (await operator.ok<{ contact: { id: string } }>('GET', `/api/chats/${chatId}`)).contact.id;
}

async function erase(chat: Scene): Promise<void> {
  expect((await parley.admin.call('DELETE', `/api/contacts/${await contactOf(chat)}`)).status).toBeLessThan(300);
}

test.each([
  ['Telegram', byTelegram],
  ['WhatsApp', byWhatsApp],
  ['the web chat', byWebchat],
])('a HEIC by %s has a preview as soon as it is made, and stays as it is', async (_, scene) => {
  const chat: Scene = await scene();
  const sent = await received(chat, heic);
  expect(sent).toMatchObject({ fileName: 'IMG_0001.HEIC', mediaType: 'image/heic', previewUrl: null });

  const events = await EventStream.open(chat.operator);
  await makeAll();
  const { data } = await events.untilOfChat('message.updated', chat.chatId);
  events.cut();
  expect(data.message?.attachments).toMatchObject([{ id: sent.id, previewUrl: expect.any(String) }]);
  const file = await storedFile(chat);
  const preview = await download(file.previewUrl);
  expect(preview.headers.get('content-type')).toBe('image/jpeg');
  expect(preview.headers.get('content-disposition')).toBe('inline; filename=IMG_0001.jpg');
  expect(decode(preview.bytes)).toMatchObject({ width: 64, height: 48 });
  expect(await download(file.previewUrl, { range: 'bytes=0-1' })).toMatchObject({ status: 206 });
  expect((await download(file.previewUrl?.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) ?? null)).status).toBe(
    403,
  );

  expect(file).toMatchObject({ fileName: 'IMG_0001.HEIC', mediaType: 'image/heic', size: heic.bytes.length });
  expect((await download(file.url)).bytes.equals(heic.bytes)).toBe(true);
});

test('a visitor sees his photo by its preview', async () => {
  const chat = await byWebchat();
  await received(chat, heic);
  await makeAll();
  const seen = (await chat.visitor.sees()).at(-1);
  expect(seen).toMatchObject({ attachments: [{ fileName: 'IMG_0001.HEIC', previewUrl: expect.any(String) }] });
});

test('an operator sees the HEIC that he has sent, in every chat that he has sent it to', async () => {
  const chat = await byTelegram();
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(heic.bytes)]), heic.fileName);
  const { id } = await chat.operator.ok<{ id: string }>('POST', '/api/files', form);
  for (const text of ['For you', 'Once more']) {
    await chat.operator.ok('POST', `/api/chats/${chat.chatId}/messages`, { text, fileIds: [id] });
    await makeAll();
    expect(await storedFile(chat)).toMatchObject({ previewUrl: expect.any(String) });
  }
});

test('in exports the preview stands with its message, by a whole address, and the list of a person’s files has the originals alone', async () => {
  const chat = await byTelegram();
  await received(chat, { ...heic, fileName: 'exported.heic' });
  await makeAll();
  type Exported = { messages: ApiMessage[] };
  const { messages } = await parley.admin.ok<Exported>('GET', `/api/chats/${chat.chatId}/export?format=json`);
  const [exported] = messages.flatMap(({ attachments }) => attachments);
  const response = await fetch(exported?.previewUrl ?? '');
  expect(response.headers.get('content-type')).toBe('image/jpeg');

  const path = `/api/contacts/${await contactOf(chat)}/export`;
  const person = await parley.admin.ok<{ files: Attachment[]; chats: Exported[] }>('GET', path);
  expect(person.files.map(({ fileName }) => fileName)).toEqual(['exported.heic']);
  const told = person.chats.flatMap((one) => one.messages).flatMap(({ attachments }) => attachments);
  expect(told).toMatchObject([{ previewUrl: expect.any(String) }]);
});

test('a broken HEIC has none, is not tried again, and can be saved all the same', async () => {
  const chat = await byTelegram();
  const file = await received(chat, broken);
  await makeAll();
  expect(await slowChores()).toEqual([]);
  expect(await storedFile(chat)).toMatchObject({ previewUrl: null, failure: null });
  expect((await download(file.url)).bytes.equals(broken.bytes)).toBe(true);
});

test('a preview that two make, or one twice, is there once and told of once', async () => {
  const chat = await byTelegram();
  const fileName = 'twice.heic';
  await received(chat, { ...heic, fileName });
  const events = await EventStream.open(chat.operator);
  const slow = heldProcess(parley, 'messages', 'setPreview');
  await overtaken(slow, slow.previews.next(untilEnded), async () => {
    await dueAnew();
    await makeAll();
  });
  await chat.operator.say(chat.chatId, 'Thank you.');
  await events.untilOfChat('message.created', chat.chatId);
  events.cut();
  const told = events.events.filter(({ type, data }) => type === 'message.updated' && data.message?.attachments.length);
  expect(told).toHaveLength(1);
  expect(await filesCalled('twice.jpg')).toBe(1);
  expect(await slowChores()).toEqual([]);
});

test('a preview is erased with its contact, also when it is just being made', async () => {
  const made = await byTelegram();
  await received(made, { ...heic, fileName: 'made.heic' });
  await makeAll();
  expect(await filesCalled('made.jpg')).toBe(1);
  const late = await byTelegram();
  await received(late, { ...heic, fileName: 'late.heic' });
  const slow = heldProcess(parley, 'files', 'save', 'after');
  await overtaken(slow, slow.previews.next(untilEnded), async () => {
    for (const chat of [made, late]) await erase(chat);
    await eventually(
      'the files are gone',
      async () => (await filesCalled('late.heic')) + (await filesCalled('made.heic')) === 0,
    );
  });
  expect((await filesCalled('made.jpg')) + (await filesCalled('late.jpg'))).toBe(0);
});

test('what died between storing a preview and telling of it leaves nothing of a file that was erased meanwhile', async () => {
  const chat = await byTelegram();
  await received(chat, { ...heic, fileName: 'died.heic' });
  const [due] = await slowChores();
  await parley.storage.files.save({
    id: `preview.${due?.slow?.fileId}`,
    fileName: 'died.jpg',
    mediaType: 'image/jpeg',
    content: Readable.from(['x']),
  });
  await parley.storage.files.model.deleteOne({ fileName: 'died.heic' });
  await makeAll();
  expect(await filesCalled('died.jpg')).toBe(0);
});

/** A process that has this come of every picture. */
const processWith = (previewOf: PreviewsDeps['previewOf']) => createPreviews({ ...parley.deps, previewOf });

test('a picture that is never done in time, or ends whoever tries, is left alone at last', async () => {
  const chat = await byTelegram();
  await received(chat, { ...heic, fileName: 'endless.heic' });
  const previewOf = jest.fn(async () => ({ kind: 'unfinished' as const }));
  const { next } = processWith(previewOf);
  for (let turn = 0; turn < 5; turn += 1) {
    await next(untilEnded);
    // Until then nobody else takes it up.
    expect(await next(untilEnded)).toBe(false);
    await dueAnew();
  }
  expect(previewOf).toHaveBeenCalledTimes(3);
  expect(await slowChores()).toEqual([]);
  expect(await storedFile(chat)).toMatchObject({ previewUrl: null });
});

test('a worker that is told to end leaves its picture to the next one, at once', async () => {
  const chat = await byTelegram();
  await received(chat, { ...heic, fileName: 'ended.heic' });
  const ending = new AbortController();
  const leaving = processWith(async () => {
    ending.abort();
    return { kind: 'unfinished' };
  });
  await leaving.run(ending.signal);
  await makeAll();
  expect(await storedFile(chat)).toMatchObject({ previewUrl: expect.any(String) });
});

test('pictures that wait for their previews are nothing that chats wait for', async () => {
  const chat = await byTelegram();
  await received(chat, { ...heic, fileName: 'waiting.heic' });
  expect(await slowChores()).toHaveLength(1);
  const hasQuickChore = () => parley.storage.chores.model.exists({ dueAt: { $exists: true } });
  await eventually('the relay has done what was due', async () => (await hasQuickChore()) === null);
  expect(await parley.storage.chores.takeDue(1_000)).toBeNull();
  expect(await slowChores()).toHaveLength(1);
  await makeAll();
});
