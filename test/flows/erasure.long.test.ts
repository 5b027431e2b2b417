import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../support/api-client';
import { beginErasure } from '../support/begin-erasure';
import { createTeam, createTelegramChannel, createWebchatChannel, Visitor } from '../support/builders';
import { runToItsEnd } from '../support/chat-actions';
import { eventually } from '../support/eventually';
import { createFakeMessenger, fakeChannel, fakeClient } from '../support/fake-messenger';
import { processOf } from '../support/held-process';
import { type Parley, startParley } from '../support/parley';
import { chatsOf, clientWrites, only, untilOffered, untilStatus } from '../support/routing-scenes';
import type { StandInClient } from '../support/telegram/stand-in-client';
import { historiesOf, tracesOf } from '../support/traces';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley({ providers: [createFakeMessenger().provider] });
  await parley.startWorker();
});

afterAll(() => parley.stop());

const linkOf = ({ outcome }: { outcome: { link: string | null } | null }) => outcome?.link ?? '';

/** Words that stand nowhere but where a client or his operator wrote them. */
const word = (what: string) => `${what}${randomUUID().replace(/-/g, '')}`;

async function telegramDesk() {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const bot = parley.telegram.createBot();
  const channel = await createTelegramChannel(parley, { bot, queueId: queue.id });
  return { queue, operator: only(operators), bot, channel };
}

const newestOf = async (channelId: string) => (await chatsOf(parley, channelId)).at(-1);

/** His next chat, taken by the operator. */
async function inWork(operator: ApiClient, channelId: string, headers: Record<string, string> = {}) {
  const chat = await eventually('the chat is offered', async () => {
    const newest = await newestOf(channelId);
    return newest !== undefined && (await operator.mine()).offered.find(({ id }) => id === newest.id);
  });
  await operator.ok('POST', `/api/chats/${chat.id}/accept`, undefined, headers);
  return chat;
}

const erase = (contactId: string) => parley.admin.call('DELETE', `/api/contacts/${contactId}`);

/** His conversation's workflow has nothing left to do. */
async function untilOver(chatId: string): Promise<void> {
  const chat = await parley.storage.chats.get(chatId);
  const handle = parley.temporal.workflow.getHandle(chat?.workflowId ?? '');
  await eventually('the workflow is over', async () => (await handle.describe()).status.name === 'COMPLETED');
}

/** Where the words stand once nothing changes there any more. */
async function tracesAtLast(words: string[]): Promise<string[]> {
  return eventually('the erasure is through', async () => {
    const open = await parley.storage.erasures.model.exists({ isEmptied: false });
    return open === null && tracesOf(parley, words);
  });
}

test('neither text nor file nor name remains in any collection, nor was it ever in a history', async () => {
  const { operator, bot, channel, queue } = await telegramDesk();
  const key = (what: string) => ({ 'Idempotency-Key': word(what) });
  const [first, last, said, answered, noted, poll, page, filed] = [
    word('First'),
    word('Last'),
    word('said'),
    word('answered'),
    word('noted'),
    word('poll'),
    word('page'),
    word('filed'),
  ];
  const [sent, fileName, upload, uploadName] = [word('sent'), word('name'), word('upload'), word('uploadname')];
  const [ad, link] = [word('ad'), word('link')];
  const client = bot.client({ firstName: first, lastName: last, photo: Buffer.from('a photo') });
  client.sendText(said);
  const former = await inWork(operator, channel.id, key('accept'));
  await operator.ok('POST', `/api/chats/${former.id}/messages`, { text: answered }, key('say'));
  await operator.ok('POST', `/api/chats/${former.id}/close`, undefined, key('close'));

  client.sendText(`/start ${ad}`);
  client.sendPoll(poll, ['yes', 'no']);
  client.sendAny({
    text: 'here',
    entities: [{ type: 'text_link', offset: 0, length: 4, url: `https://a.example/${link}` }],
  });
  const bytes = Buffer.from(sent);
  client.sendDocument({ bytes, fileName: `${fileName}.pdf`, caption: said });
  const chat = await inWork(operator, channel.id, key('accept'));
  const form = new FormData();
  form.append('file', new Blob([upload], { type: 'application/pdf' }), `${uploadName}.pdf`);
  const { id: fileId } = await operator.ok<{ id: string }>('POST', '/api/files', form, key('upload'));
  await operator.ok('POST', `/api/chats/${chat.id}/messages`, { text: '', fileIds: [fileId] }, key('say'));
  await eventually('all of it is stored and sent', async () => {
    const messages = await operator.conversation(chat.id);
    const files = messages.flatMap(({ attachments }) => attachments);
    return files.length === 2 && files.every(({ status }) => status === 'stored') && client.received.length === 2;
  });
  await eventually('his photo is there', async () => (await operator.chat(chat.id)).contact.photoUrl);

  const webchat = await createWebchatChannel(parley, queue.id);
  const visitor = await Visitor.arrive(parley, webchat.id, page);
  await visitor.write(said);
  const other = await inWork(operator, webchat.id);
  const matter = linkOf(await runToItsEnd(parley, { operator, chatId: other.id, queue }, 'CreateCaseFromChat'));
  await operator.ok('PATCH', matter, { notes: filed });
  const contactId = chat.contact.id;
  await parley.admin.ok('PATCH', `/api/contacts/${contactId}`, { phone: '+4930123456789012' });
  await parley.admin.ok('POST', `/api/contacts/${contactId}/merge`, { contactId: other.contact.id }, key('merge'));
  await operator.ok('PATCH', `/api/contacts/${contactId}`, { lastName: noted });

  const webClientId = (await parley.storage.chats.get(other.id))?.clientId ?? '';
  const words = [first, last, said, answered, noted, poll, page, filed, sent, fileName, upload, uploadName];
  words.push(ad, link);
  words.push('4930123456789012', webClientId, String(client.id));
  // Each of them stands somewhere now: the look at the database finds what it should.
  for (const one of words) expect([one, (await tracesOf(parley, [one])).length > 0]).toEqual([one, true]);
  expect(await tracesOf(parley, words)).toEqual(
    expect.arrayContaining(['idempotency_keys reply', 'file_contents.chunks data (content)', 'merges from name']),
  );

  const photoId = (await parley.storage.contacts.get(contactId))?.photoFileId ?? '';
  expect(await parley.storage.files.open(photoId)).not.toBeNull();

  expect((await erase(contactId)).status).toBe(204);
  expect(await tracesOf(parley, words)).toEqual([]);
  expect(await parley.storage.files.open(photoId)).toBeNull();
  for (const id of [former.id, chat.id, other.id]) await untilStatus(parley, id, 'completed');
  await untilOver(chat.id);
  expect(await tracesAtLast(words)).toEqual([]);
  const histories = await historiesOf(parley);
  expect(histories.includes(chat.id)).toBe(true);
  expect(words.filter((one) => histories.includes(one))).toEqual([]);

  expect((await parley.admin.call('GET', `/api/contacts/${contactId}`)).status).toBe(404);
  expect((await erase(contactId)).status).toBe(404);
  expect(await operator.ok('GET', matter)).toMatchObject({ subject: '', notes: '', history: [] });
  const left = await parley.admin.chat(former.id);
  expect(left).toMatchObject({ completedBy: 'operator', contact: { name: '' }, lastMessage: null });
  expect(left.routingLog.map(({ event }) => event)).toEqual(['offered', 'accepted', 'completed']);
  expect(await parley.admin.conversation(former.id)).toEqual([]);
});

describe('while a chat is running', () => {
  test('it is completed by erasure, its place is free, and its operator’s page hears of it', async () => {
    const { operator, channel, bot } = await telegramDesk();
    await parley.admin.ok('PUT', '/api/settings/SimultaneousChats', { value: 1 });
    bot.client({ firstName: 'Ada' }).sendText('Hello');
    const chat = await inWork(operator, channel.id);
    bot.client({ firstName: 'Grace' }).sendText('I wait');
    const waiting = await eventually('the second waits', async () => {
      const newest = await newestOf(channel.id);
      return newest?.id !== chat.id && newest;
    });
    expect((await erase(chat.contact.id)).status).toBe(204);
    expect(await parley.admin.chat(chat.id)).toMatchObject({
      status: 'completed',
      completedBy: 'erasure',
      operator: { id: operator.userId },
    });
    await untilOffered(operator, [waiting]);
    await untilOver(chat.id);
    await parley.admin.ok('PUT', '/api/settings/SimultaneousChats', { value: 5 });
  });

  test.each(['offered', 'waiting'])('also one that is %s', async (status) => {
    const { queue, operators } = await createTeam(parley, { size: 1, active: status === 'offered' });
    const channel = await createWebchatChannel(parley, queue.id);
    const { chat } = await clientWrites(parley, channel.id);
    await untilStatus(parley, chat.id, status);
    await erase(chat.contact.id);
    expect(await parley.admin.chat(chat.id)).toMatchObject({
      status: 'completed',
      completedBy: 'erasure',
      offer: null,
    });
    expect(await only(operators).status()).toMatchObject({ load: 0 });
    await untilOver(chat.id);
  });

  test('answers that were not sent yet never are', async () => {
    const { operator, channel, bot } = await telegramDesk();
    const client = bot.client({ firstName: 'Ada' });
    client.sendText('Hello');
    const chat = await inWork(operator, channel.id);
    await operator.say(chat.id, 'One');
    await eventually('the first has arrived', async () => client.received.length === 1);
    const release = bot.holdNext('sendMessage');
    await operator.say(chat.id, 'Two');
    await release.arrived;
    const third = word('three');
    await operator.say(chat.id, third);
    // Only asked for: it must be enough that nothing goes out any more.
    await beginErasure(processOf(parley), chat.contact.id);
    release();
    await untilOver(chat.id);
    expect(client.received.map(({ text }) => text)).not.toContain(third);
    await processOf(parley).erasing.goOn(chat.contact.id, 10_000);
    expect(await tracesOf(parley, [third])).toEqual([]);
    expect(await parley.admin.conversation(chat.id)).toEqual([]);
    const late = await operator.call('POST', `/api/chats/${chat.id}/messages`, { text: 'Four' });
    expect(late).toMatchObject({ status: 409, body: { code: 'chat_completed' } });
  });

  test('a file that is just being loaded is dropped', async () => {
    const { channel, bot } = await telegramDesk();
    const content = word('content');
    const client = bot.client({ firstName: 'Ada' });
    const release = bot.holdNext('downloadFile');
    client.sendDocument({ bytes: Buffer.from(content), fileName: `${content}.pdf` });
    await release.arrived;
    const chat = await eventually('the chat is there', () => newestOf(channel.id));
    expect((await erase(chat.contact.id)).status).toBe(204);
    release();
    await untilOver(chat.id);
    expect(await tracesOf(parley, [content])).toEqual([]);
  });

  test('what he writes after it is a new contact’s, in a new chat', async () => {
    const { operator, channel, bot } = await telegramDesk();
    const client = bot.client({ firstName: 'Ada' });
    client.sendText('Forget me');
    const chat = await inWork(operator, channel.id);
    await erase(chat.contact.id);
    client.sendText('It is me again');
    const next = await eventually('a new chat is there', async () => {
      const newest = await newestOf(channel.id);
      return newest?.id !== chat.id && newest;
    });
    expect(next.contact.id).not.toBe(chat.contact.id);
    expect((await parley.admin.conversation(next.id)).map(({ text }) => text)).toEqual(['It is me again']);
    expect(
      (await parley.admin.ok<{ identities: object[] }>('GET', `/api/contacts/${next.contact.id}`)).identities,
    ).toEqual([{ provider: 'telegram', clientId: String(client.id) }]);
  });
});

test('messages that the messenger delivers again are not taken in again, nor are answers that it lists', async () => {
  const { channelId, operator } = await fakeChannel(parley);
  const client = fakeClient(parley, channelId);
  const [said, echoed] = [word('said'), word('echoed')];
  const base = { clientId: client.clientId, type: 'text' as const, sequence: 0, attachments: [] };
  const message = { ...base, externalId: 'm1', text: said, timestamp: new Date() };
  const echo = { ...base, externalId: 'm2', text: echoed, timestamp: new Date(), authorName: 'Page inbox' };
  const deliver = () => client.tell({ kind: 'message', message }, { kind: 'echo', message: echo });
  await client.tell({ kind: 'message', message });
  const chat = await inWork(operator, channelId);
  await deliver();
  await eventually('both are there', async () => (await operator.conversation(chat.id)).length === 2);
  await client.tell({ kind: 'edit', message: { ...message, text: 'Never mind' }, editedAt: new Date() });
  expect((await erase(chat.contact.id)).status).toBe(204);
  await deliver();
  await client.tell({ kind: 'edit', message: { ...message, text: `${said} indeed` }, editedAt: new Date() });
  await client.write('Something new');
  const next = await eventually('a new chat is there', async () => {
    const newest = await newestOf(channelId);
    return newest?.id !== chat.id && newest;
  });
  expect((await parley.admin.conversation(next.id)).map(({ text }) => text)).toEqual(['Something new']);
  expect(await tracesOf(parley, [said, echoed])).toEqual([]);
});

test('a file that was sent to others as well stays theirs', async () => {
  const { operator, bot } = await telegramDesk();
  const clients: StandInClient[] = [];
  const chats: Array<{ id: string; contact: { id: string } }> = [];
  for (const firstName of ['Ada', 'Grace']) {
    const client = bot.client({ firstName });
    client.sendText('Hello');
    const known = new Set(chats.map(({ id }) => id));
    const { id } = await eventually('it is offered', async () =>
      (await operator.mine()).offered.find((chat) => !known.has(chat.id)),
    );
    await operator.accept(id);
    clients.push(client);
    chats.push(await operator.chat(id));
  }
  const form = new FormData();
  form.append('file', new Blob(['price list'], { type: 'application/pdf' }), 'prices.pdf');
  const { id: fileId } = await operator.ok<{ id: string }>('POST', '/api/files', form);
  for (const { id } of chats) await operator.ok('POST', `/api/chats/${id}/messages`, { fileIds: [fileId] });
  await eventually('both have it', async () => clients.every(({ received }) => received.length === 1));
  const [ada, grace] = chats;
  await erase(ada?.contact.id ?? '');
  expect(await parley.storage.files.open(fileId)).not.toBeNull();
  await erase(grace?.contact.id ?? '');
  expect(await parley.storage.files.open(fileId)).toBeNull();
});
