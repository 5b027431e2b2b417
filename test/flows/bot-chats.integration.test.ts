import { expectRestAfterEach } from '../support/at-rest';
import { eventually } from '../support/eventually';
import { createFakeMessenger, fakeChannel, fakeClient } from '../support/fake-messenger';
import { chatsOf, onlyChatOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { moveCompletion, storyOf, untilOffered, untilStatus } from '../support/routing-scenes';

const messenger = createFakeMessenger();
let parley: Parley;
let endWorker: () => Promise<void>;

beforeAll(async () => {
  parley = await startParley({ providers: [messenger.provider] });
  endWorker = await parley.startWorker();
});

expectRestAfterEach(() => parley);
afterEach(() => {
  messenger.answers.thread = async () => ({ kind: 'done' });
});
afterAll(() => parley.stop());

const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1_000);

/** A client talks to a bot. */
async function withBot() {
  const scene = await fakeChannel(parley);
  const client = fakeClient(parley, scene.channelId);
  await client.writeToBot('Hello, bot', secondsAgo(60));
  const chat = await onlyChatOf(parley, scene.channelId);
  return { ...scene, client, chatId: chat.id };
}

/** A client's chat is in work with the only operator. */
async function inWork() {
  const scene = await fakeChannel(parley);
  const client = fakeClient(parley, scene.channelId);
  await client.write('Hello', secondsAgo(60));
  const chat = await onlyChatOf(parley, scene.channelId);
  await untilOffered(scene.operator, [chat]);
  await scene.operator.accept(chat.id);
  return { ...scene, client, chatId: chat.id };
}

test('a chat that a bot has is shown in the chats section with no operator, and offered to nobody', async () => {
  const { operator, channelId, chatId } = await withBot();
  expect(await operator.chat(chatId)).toMatchObject({ status: 'bot', operator: null, offer: null });
  expect((await chatsOf(parley, channelId)).map(({ status }) => status)).toEqual(['bot']);
  expect(await operator.mine()).toEqual({ offered: [], available: [], active: [] });
  expect(await operator.accept(chatId)).toMatchObject({ status: 409, body: { code: 'offer_expired' } });
});

test('handed to us it is routed, with all that was said before', async () => {
  const { operator, client, chatId } = await withBot();
  await client.answeredElsewhere('I am a bot');
  await client.handOver('ours');
  await untilOffered(operator, [{ id: chatId }]);
  await operator.accept(chatId);
  await operator.say(chatId, 'I am a person');
  await eventually('the answer is sent', async () => messenger.sent.some(({ text }) => text === 'I am a person'));
  const conversation = await eventually('all of it is there', async () => {
    const messages = await operator.conversation(chatId);
    return messages.length >= 3 && messages;
  });
  expect(conversation.map(({ text, direction, answeredBy }) => ({ text, direction, answeredBy }))).toEqual([
    { text: 'Hello, bot', direction: 'incoming', answeredBy: null },
    { text: 'I am a bot', direction: 'outgoing', answeredBy: 'Page inbox' },
    { text: 'I am a person', direction: 'outgoing', answeredBy: null },
  ]);
  expect(storyOf(await operator.chat(chatId))).toEqual([
    'given_to_operators',
    'offered Operator 0',
    'accepted Operator 0',
  ]);
});

test('an operator hands his chat back to the bot, and has room for the next', async () => {
  const { operator, client, channelId, chatId } = await inWork();
  const handedBack = await operator.call('POST', `/api/chats/${chatId}/hand-back`);
  expect(handedBack).toMatchObject({ status: 200, body: { status: 'bot', operator: null } });
  expect(messenger.asked).toContain(`hand back ${client.clientId}`);
  expect(await operator.status()).toMatchObject({ load: 0 });
  await client.writeToBot('And now?');
  await eventually('the bot’s chat has the message', async () => (await operator.chat(chatId)).unreadCount === 2);
  expect(await chatsOf(parley, channelId)).toHaveLength(1);
  await client.handOver('ours');
  await untilOffered(operator, [{ id: chatId }]);
});

test('what the messenger refuses leaves the chat where it is, and says why', async () => {
  const { operator, chatId } = await inWork();
  messenger.answers.thread = async () => ({ kind: 'refused', reason: 'The page has no bot.' });
  const refused = await operator.call('POST', `/api/chats/${chatId}/hand-back`);
  expect(refused).toMatchObject({ status: 422, body: { code: 'messenger_refused', detail: 'The page has no bot.' } });
  messenger.answers.thread = async () => ({ kind: 'unreachable', reason: 'The messenger does not answer.' });
  const unreachable = await operator.call('POST', `/api/chats/${chatId}/hand-back`);
  expect(unreachable).toMatchObject({ status: 503, body: { code: 'messenger_unreachable' } });
  expect(await operator.chat(chatId)).toMatchObject({ status: 'active', operator: { id: operator.userId } });
});

test('a chat is taken from the bot at once, or when the bot agrees', async () => {
  const { operator, client, chatId } = await withBot();
  messenger.answers.thread = async () => ({ kind: 'requested', detail: 'The bot was asked.' });
  const requested = await operator.call('POST', `/api/chats/${chatId}/take-over`);
  expect(requested).toMatchObject({ status: 200, body: { status: 'bot' } });
  messenger.answers.thread = async () => ({ kind: 'done' });
  expect((await operator.call('POST', `/api/chats/${chatId}/take-over`)).status).toBe(200);
  expect(messenger.asked.filter((what) => what === `take over ${client.clientId}`)).toHaveLength(2);
  await untilOffered(operator, [{ id: chatId }]);
  const again = await operator.call('POST', `/api/chats/${chatId}/take-over`);
  expect(again).toMatchObject({ status: 409, body: { code: 'chat_not_with_bot' } });
});

test('only who has the chat in work, or an administrator, hands it back; another queue’s operator does not see it', async () => {
  const { chatId } = await inWork();
  const stranger = (await fakeChannel(parley)).operator;
  for (const command of ['hand-back', 'take-over'])
    expect((await stranger.call('POST', `/api/chats/${chatId}/${command}`)).status).toBe(404);
  expect((await parley.admin.call('POST', `/api/chats/${chatId}/hand-back`)).status).toBe(200);
  await untilStatus(parley, chatId, 'bot');
});

test('word of a thread that comes late changes nothing', async () => {
  const { operator, client, chatId } = await withBot();
  await client.handOver('ours', secondsAgo(10));
  await untilOffered(operator, [{ id: chatId }]);
  await client.handOver('elsewhere', secondsAgo(30));
  expect(await operator.chat(chatId)).toMatchObject({ status: 'offered' });
});

test('a bot that takes an offered chat frees the operator’s place, and he is told', async () => {
  const { operator, client, chatId } = await inWork();
  const other = fakeClient(
    parley,
    ((await operator.chat(chatId)) as unknown as { channel: { id: string } }).channel.id,
  );
  await other.write('Me too', secondsAgo(50));
  const offered = await eventually('the second chat is offered', async () => (await operator.mine()).offered[0]);
  await other.handOver('elsewhere');
  await untilOffered(operator, []);
  expect(await operator.chat(offered.id)).toMatchObject({ status: 'bot', offer: null });
  expect(await operator.status()).toMatchObject({ load: 1 });
  await client.handOver('elsewhere');
  await untilStatus(parley, chatId, 'bot');
});

test('a bot that takes the conversation before its chat is opened has the chat', async () => {
  const { operator, channelId } = await fakeChannel(parley);
  const client = fakeClient(parley, channelId);
  await endWorker();
  await client.write('Hello', secondsAgo(60));
  await client.handOver('elsewhere');
  endWorker = await parley.startWorker();
  const chat = await onlyChatOf(parley, channelId);
  expect(await untilStatus(parley, chat.id, 'bot')).toMatchObject({ operator: null });
  expect((await operator.mine()).offered).toEqual([]);
});

test('a chat in which nobody has written to the bot for a day is completed', async () => {
  const { client, channelId, chatId } = await withBot();
  const { completesAt } = await parley.admin.chat(chatId);
  expect(Date.parse(completesAt ?? '')).toBeGreaterThan(Date.now() + 23 * 60 * 60_000);

  // A day passes.
  await moveCompletion(parley, chatId, new Date());
  expect(await untilStatus(parley, chatId, 'completed')).toMatchObject({ completedBy: 'bot' });
  await client.writeToBot('Still there?');
  await eventually(
    'the next chat is the bot’s too',
    async () => (await chatsOf(parley, channelId)).map(({ status }) => status).join() === 'bot,completed',
  );
});
