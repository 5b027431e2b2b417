import { expectRestAfterEach } from '../support/at-rest';
import { createQueue, createTelegramChannel, createWebchatChannel, Visitor } from '../support/builders';
import { eventually } from '../support/eventually';
import { telegramInWork } from '../support/in-work';
import { chatsOf, onlyChatOf, textsOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
});

expectRestAfterEach(() => parley);
afterAll(() => parley.stop());

const patch = (channelId: string, fields: object) => parley.admin.ok('PATCH', `/api/channels/${channelId}`, fields);
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000);

const longAgo = () => ({ first: 'before', date: secondsAgo(600) });

test('what clients write while a channel is off is not taken in when it is on again; what they write then is', async () => {
  const { bot, channel, client, chatId } = await telegramInWork(parley, longAgo());
  await patch(channel.id, { active: false });
  await eventually('nobody polls any more', async () => bot.openPollers === 0);

  // Written well before the channel is on again: Telegram stamps whole seconds.
  client.sendText('meanwhile', { date: secondsAgo(60) });
  await patch(channel.id, { active: true });
  const after = client.sendText('afterwards');

  await bot.waitForConfirmed(after.update_id);
  const texts = await eventually('the later message is there', async () => {
    const seen = textsOf(await parley.admin.conversation(chatId));
    return seen.includes('afterwards') && seen;
  });
  expect(texts).toEqual(['before', 'afterwards']);
});

test('a change made while the channel is on reaches a message from before it was off; one made meanwhile does not', async () => {
  const { bot, channel, client, chatId } = await telegramInWork(parley, longAgo());
  const before = Number((await parley.admin.conversation(chatId))[0]?.externalId);
  const other = client.sendText('other', { date: secondsAgo(500) });
  await eventually('both are there', async () => (await parley.admin.conversation(chatId)).length === 2);
  await patch(channel.id, { active: false });
  await eventually('nobody polls any more', async () => bot.openPollers === 0);
  client.edit(other.message.message_id, 'other, changed meanwhile', { date: secondsAgo(60) });

  await patch(channel.id, { active: true });
  client.edit(before, 'before, changed afterwards');
  const texts = await eventually('the later change is there', async () => {
    const seen = textsOf(await parley.admin.conversation(chatId));
    return seen.includes('before, changed afterwards') && seen;
  });
  expect(texts).toEqual(['before, changed afterwards', 'other']);
});

test('while a channel is off, its chats can be read and closed, and sending is refused', async () => {
  const { operator, channel, chatId } = await telegramInWork(parley, longAgo());
  await patch(channel.id, { active: false });

  const refused = await operator.call<{ code: string }>('POST', `/api/chats/${chatId}/messages`, { text: 'Hello?' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'channel_inactive' } });
  expect(textsOf(await operator.conversation(chatId))).toEqual(['before']);
  expect((await operator.close(chatId)).body).toMatchObject({ status: 'completed' });
});

test('a channel without a queue takes part in nothing', async () => {
  const bot = parley.telegram.createBot();
  const channel = await createTelegramChannel(parley, { bot, queueId: null });
  expect(channel.health.status).toBe('inactive');
  bot.client({ firstName: 'Ada' }).sendText('Anybody?', { date: secondsAgo(60) });

  const queue = await createQueue(parley);
  const webchat = await createWebchatChannel(parley, queue.id);
  const visitor = await Visitor.arrive(parley, webchat.id);
  await patch(webchat.id, { queueId: null });
  expect(await visitor.write('Anybody?')).toBe(404);

  // A channel that takes part shows that a poller would long have come by.
  const witness = parley.telegram.createBot();
  const witnessed = await createTelegramChannel(parley, { bot: witness, queueId: queue.id });
  witness.client({ firstName: 'Grace' }).sendText('Hello');
  await onlyChatOf(parley, witnessed.id);
  expect(bot.getUpdatesCalls).toEqual([]);
  expect(await chatsOf(parley, channel.id)).toEqual([]);

  await patch(channel.id, { queueId: queue.id });
  const chat = await onlyChatOf(parley, channel.id);
  expect(chat.lastMessage === null || chat.lastMessage.text === 'Anybody?').toBe(true);
});
