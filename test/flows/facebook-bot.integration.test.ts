import { expectRestAfterEach } from '../support/at-rest';
import { createTeam } from '../support/builders';
import { eventually } from '../support/eventually';
import { facebookChannel } from '../support/facebook/scene';
import { pageInbox } from '../support/facebook/stand-in-page';
import { chatsOf, onlyChatOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { only, untilOffered, untilStatus } from '../support/routing-scenes';

const bot = '555000555000555';
let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
});

expectRestAfterEach(() => parley);
afterAll(() => parley.stop());

/** A page whose default app is a bot, and a client who has talked to it. */
async function withBot() {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const scene = await facebookChannel(parley, { queueId: queue.id });
  scene.page.defaultApp = bot;
  const client = scene.page.client({ firstName: 'Ada' });
  client.sendText('Hello, bot');
  const chat = await onlyChatOf(parley, scene.channelId);
  scene.page.appSays(client, bot, 'I am a bot');
  const operator = only(operators);
  await eventually('the bot’s answer is there', async () => (await parley.admin.conversation(chat.id)).length === 2);
  return { ...scene, client, operator, chatId: chat.id };
}

async function handedToUs() {
  const scene = await withBot();
  scene.page.pass(scene.client, parley.facebook.app.id);
  await untilOffered(scene.operator, [{ id: scene.chatId }]);
  await scene.operator.accept(scene.chatId);
  return scene;
}

test('what a bot and a client say to each other is a chat with no operator, until the bot hands it to us', async () => {
  const { operator, client, chatId, page } = await withBot();
  expect(await operator.chat(chatId)).toMatchObject({ status: 'bot', operator: null });
  expect(await operator.mine()).toEqual({ offered: [], available: [], active: [] });
  page.pass(client, parley.facebook.app.id);
  await untilOffered(operator, [{ id: chatId }]);
  await operator.accept(chatId);
  await operator.say(chatId, 'I am a person');
  await eventually('the client has it', async () => client.received.some(({ text }) => text === 'I am a person'));
  const conversation = await operator.conversation(chatId);
  expect(conversation.map(({ text, answeredBy }) => [text, answeredBy])).toEqual([
    ['Hello, bot', null],
    ['I am a bot', `Another app (${bot})`],
    ['I am a person', null],
  ]);
});

test('an operator hands the chat back to the bot, and the bot goes on in it', async () => {
  const { operator, client, chatId, channelId, page } = await handedToUs();
  expect(await operator.call('POST', `/api/chats/${chatId}/hand-back`)).toMatchObject({ status: 200 });
  expect(client.conversation.owner).toBe(bot);
  client.sendText('And now?');
  page.appSays(client, bot, 'Me again');
  await eventually('both are there', async () => (await operator.conversation(chatId)).length === 4);
  expect(await operator.chat(chatId)).toMatchObject({ status: 'bot', operator: null });
  expect(await chatsOf(parley, channelId)).toHaveLength(1);
});

test('a chat is asked back from the bot, and comes when the bot gives it', async () => {
  const { operator, client, chatId, page } = await withBot();
  expect(await operator.call('POST', `/api/chats/${chatId}/take-over`)).toMatchObject({ status: 200 });
  expect(parley.facebook.app.threadRequests).toContain(client.id);
  expect(await operator.chat(chatId)).toMatchObject({ status: 'bot' });
  page.pass(client, parley.facebook.app.id);
  await untilOffered(operator, [{ id: chatId }]);
});

test('a person who answers in the page’s own inbox takes the chat from the operator', async () => {
  const { operator, client, chatId, page } = await handedToUs();
  page.inboxSays(client, 'I know him, let me');
  await untilStatus(parley, chatId, 'bot');
  const last = await eventually('his answer is there', async () =>
    (await parley.admin.conversation(chatId)).find(({ text }) => text.startsWith('I know him')),
  );
  expect(last).toMatchObject({ answeredBy: 'Page inbox', direction: 'outgoing' });
  expect(client.conversation.owner).toBe(pageInbox);
  expect(await operator.status()).toMatchObject({ load: 0 });
});

test('after a day of rest a conversation goes to the default app again, and with us as that to the operators', async () => {
  const { client, chatId, page, operator } = await withBot();
  page.defaultApp = parley.facebook.app.id;
  for (const message of client.conversation.messages) message.at -= 25 * 60 * 60_000;
  client.sendText('Good morning');
  await untilOffered(operator, [{ id: chatId }]);
});

test('on a page without a default app every chat is ours', async () => {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const { page, channelId } = await facebookChannel(parley, { queueId: queue.id });
  const client = page.client();
  client.sendText('Hello');
  page.appSays(client, bot, 'I am a bot');
  await untilOffered(only(operators), [await onlyChatOf(parley, channelId)]);
});
