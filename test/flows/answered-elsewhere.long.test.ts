import { expectRestAfterEach } from '../support/at-rest';
import { eventually } from '../support/eventually';
import { createFakeMessenger, fakeChannel, fakeClient } from '../support/fake-messenger';
import { createGate } from '../support/gate';
import { chatsOf, onlyChatOf, textsOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { untilOffered, untilStatus } from '../support/routing-scenes';

const messenger = createFakeMessenger();
let parley: Parley;

beforeAll(async () => {
  parley = await startParley({ providers: [messenger.provider] });
  await parley.startWorker();
});

expectRestAfterEach(() => parley);
const send = messenger.answers.send;
afterEach(() => {
  messenger.answers.send = send;
});
afterAll(() => parley.stop());

async function inWork(queueFields: Record<string, unknown> = {}) {
  const scene = await fakeChannel(parley, 1, queueFields);
  const client = fakeClient(parley, scene.channelId);
  await client.write('Hello');
  const chat = await onlyChatOf(parley, scene.channelId);
  await untilOffered(scene.operator, [chat]);
  await scene.operator.accept(chat.id);
  return { ...scene, client, chatId: chat.id };
}

test('an answer given in the messenger’s own inbox appears in the chat once, unread by nobody', async () => {
  const { operator, client, chatId } = await inWork();
  await operator.call('POST', `/api/chats/${chatId}/read`);
  await client.answeredElsewhere('From the inbox', 'mid-1');
  await client.answeredElsewhere('From the inbox', 'mid-1');
  const [, answer, ...more] = await eventually('the answer is in the chat', async () => {
    const seen = await operator.conversation(chatId);
    return seen.length > 1 && seen;
  });
  expect(more).toEqual([]);
  expect(answer).toMatchObject({
    ...{ direction: 'outgoing', author: null, answeredBy: 'Page inbox', deliveryStatus: 'sent', externalId: 'mid-1' },
  });
  expect(await operator.chat(chatId)).toMatchObject({ unreadCount: 0, lastMessage: { text: 'From the inbox' } });
});

test('the completion timeout counts from it', async () => {
  const { client, chatId } = await inWork({ completionTimeoutMinutes: 0.02 });
  expect(await parley.admin.chat(chatId)).toMatchObject({ status: 'active', completesAt: null });
  await client.answeredElsewhere('Solved');
  expect(await untilStatus(parley, chatId, 'completed')).toMatchObject({ completedBy: 'timeout' });
});

test('it opens no chat; it stands before what the client writes next', async () => {
  const { channelId } = await fakeChannel(parley);
  const client = fakeClient(parley, channelId);
  await client.answeredElsewhere('We have news for you');
  await client.write('Which?');
  const chat = await onlyChatOf(parley, channelId);
  expect((await parley.admin.conversation(chat.id)).map(({ text }) => text)).toEqual([
    'We have news for you',
    'Which?',
  ]);
  expect(await parley.admin.chat(chat.id)).toMatchObject({ unreadCount: 1 });
});

test('of a bot that answers at once nothing stays behind, although the chat is just being opened', async () => {
  const { channelId } = await fakeChannel(parley);
  const clients = Array.from({ length: 5 }, () => fakeClient(parley, channelId));
  await Promise.all(
    clients.map(async (client) => {
      await client.writeToBot('Hello');
      await client.answeredElsewhere('Hello, I am a bot');
    }),
  );
  const texts = ['Hello', 'Hello, I am a bot'];
  await eventually('every chat has the bot’s answer', async () => {
    const chats = await chatsOf(parley, channelId);
    const told = await Promise.all(chats.map(async ({ id }) => textsOf(await parley.admin.conversation(id))));
    return chats.length === clients.length && told.every((own) => own.join() === texts.join());
  });
});

test('nobody’s chat comes of it alone', async () => {
  const { channelId } = await fakeChannel(parley);
  await fakeClient(parley, channelId).answeredElsewhere('To nobody’s chat');
  const other = fakeClient(parley, channelId);
  await other.write('Hello');
  await onlyChatOf(parley, channelId);
  expect(await chatsOf(parley, channelId)).toHaveLength(1);
});

test('our own answer, told of before the call was answered, is not a second one', async () => {
  const { operator, client, chatId } = await inWork();
  const gate = createGate();
  messenger.answers.send = async () => {
    await gate.pass();
    return { kind: 'sent', externalId: 'mid-2' };
  };
  await operator.say(chatId, 'On my way');
  await gate.arrived;
  await client.answeredElsewhere('On my way', 'mid-2');
  gate.open();
  const answer = await eventually('the answer is sent', async () => {
    const [, sent] = await operator.conversation(chatId);
    return sent?.deliveryStatus === 'sent' && sent;
  });
  expect(answer).toMatchObject({ externalId: 'mid-2', author: { name: 'Operator 0' } });
  expect(await operator.conversation(chatId)).toHaveLength(2);
});

test('a report by our own id that comes before the call was answered is not lost, nor taken back', async () => {
  const { operator, client, chatId } = await inWork();
  const gate = createGate();
  messenger.answers.send = async () => {
    await gate.pass();
    return { kind: 'sent', externalId: 'mid-3' };
  };
  const { id: messageId } = await operator.say(chatId, 'Done');
  await gate.arrived;
  const of = { kind: 'delivery', clientId: client.clientId, externalId: 'mid-3', messageId } as const;
  await client.tell({ ...of, status: 'delivered' });
  await client.tell({ ...of, status: 'sent' });
  gate.open();
  await client.tell({ kind: 'delivery', clientId: client.clientId, externalId: 'mid-3', status: 'read' });
  expect((await operator.conversation(chatId)).at(-1)).toMatchObject({ deliveryStatus: 'read', externalId: 'mid-3' });
});

test('what the client has read is read up to the messenger’s mark, and no later answer', async () => {
  const { operator, client, chatId } = await inWork();
  const sentTexts = async () => (await operator.conversation(chatId)).map(({ deliveryStatus }) => deliveryStatus);
  await operator.say(chatId, 'One');
  const { timestamp } = await operator.say(chatId, 'Two');
  await eventually('both are sent', async () => (await sentTexts()).join() === ',sent,sent');
  await client.tell({ kind: 'watermark', clientId: client.clientId, until: new Date(timestamp), status: 'read' });
  await operator.say(chatId, 'Three');
  await eventually('the third is sent', async () => (await sentTexts()).at(-1) === 'sent');
  await client.tell({ kind: 'watermark', clientId: client.clientId, until: new Date(timestamp), status: 'delivered' });
  expect(await sentTexts()).toEqual([null, 'read', 'read', 'sent']);
});

test('the client’s reaction is on the message, and a late one does not replace it', async () => {
  const { operator, client, chatId } = await inWork();
  await operator.say(chatId, 'Done');
  const externalId = await eventually(
    'the answer is sent',
    async () => (await operator.conversation(chatId)).at(-1)?.externalId,
  );
  const at = Date.now();
  const react = (emoji: string | null, ms: number) =>
    client.tell({ kind: 'reaction', clientId: client.clientId, externalId, emoji, at: new Date(at + ms) });
  await react('👍', 10);
  await react('👎', 5);
  expect((await operator.conversation(chatId)).at(-1)).toMatchObject({ reaction: '👍' });
  await react(null, 20);
  expect((await operator.conversation(chatId)).at(-1)).toMatchObject({ reaction: null });
});
