import { randomUUID } from 'node:crypto';
import { expectRestAfterEach } from '../support/at-rest';
import { createQueue, createTeam, createTelegramChannel, createWebchatChannel, Visitor } from '../support/builders';
import { createDigitsProvider, writeDigits } from '../support/digits-provider';
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

type Refusal = { code: string; detail: string };

const path = ({ id }: { id: string }) => `/api/channels/${id}`;
const refusal = (method: string, address: string, body?: object) => parley.admin.call<Refusal>(method, address, body);

test('a source is in one channel, whoever adds it and whether the channel takes part, until that is deleted', async () => {
  const { id: queueId } = await createQueue(parley);
  const bot = parley.telegram.createBot();
  const channel = await createTelegramChannel(parley, { bot, queueId });
  const again = { provider: 'telegram', settings: { token: bot.token } };
  const taken = { status: 409, body: { code: 'channel_source_taken', detail: expect.stringMatching(/\w+\./) } };
  expect(await refusal('POST', '/api/channels', again)).toMatchObject(taken);

  await parley.admin.ok('PATCH', path(channel), { active: false });
  expect(await refusal('POST', '/api/channels', again)).toMatchObject(taken);

  const other = await createTelegramChannel(parley, { bot: parley.telegram.createBot(), queueId });
  expect(await refusal('PATCH', path(other), { settings: { token: bot.token } })).toMatchObject(taken);

  await parley.admin.ok('DELETE', path(channel));
  expect((await createTelegramChannel(parley, { bot, queueId })).source).toBe(channel.source);
});

test('a channel that ever had a chat is deactivated, never deleted; one without is deleted and asked no more', async () => {
  const { channel, operator, chatId } = await telegramInWork(parley);
  const hasChats = { status: 409, body: { code: 'channel_has_chats', detail: expect.stringMatching(/\w+\./) } };
  expect(await refusal('DELETE', path(channel))).toMatchObject(hasChats);
  await operator.close(chatId);
  await parley.admin.ok('PATCH', path(channel), { active: false });
  expect(await refusal('DELETE', path(channel))).toMatchObject(hasChats);

  const bot = parley.telegram.createBot();
  const unused = await createTelegramChannel(parley, { bot, queueId: (await createQueue(parley)).id });
  await bot.waitForPoller();
  await parley.admin.ok('DELETE', path(unused));
  await eventually('nobody asks for the bot’s messages', async () => bot.openPollers === 0);
});

test('a channel that is deactivated takes nothing in and sends nothing, and says so to either side', async () => {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const operator = operators[0] ?? parley.admin;
  const channel = await createWebchatChannel(parley, queue.id);
  const visitor = await Visitor.arrive(parley, channel.id);
  await visitor.write('before');
  const { id: chatId } = await eventually('the chat is offered', async () => (await operator.mine()).offered[0]);
  await operator.accept(chatId);
  await parley.admin.ok('PATCH', path(channel), { active: false });

  expect(await visitor.write('meanwhile')).toBe(404);
  const answer = await operator.call<Refusal>('POST', `/api/chats/${chatId}/messages`, { text: 'Hello?' });
  expect(answer).toMatchObject({
    status: 409,
    body: { code: 'channel_inactive', detail: expect.stringMatching(/channel/) },
  });
  const shown = await parley.admin.ok<{ health: { status: string; detail: string } }>('GET', path(channel));
  expect(shown.health).toMatchObject({ status: 'inactive', detail: expect.stringMatching(/active/) });

  await parley.admin.ok('PATCH', path(channel), { active: true });
  expect(await visitor.write('afterwards')).toBe(200);
  await operator.say(chatId, 'Here we are');
  await eventually('both sides are heard again', async () => {
    const texts = (await operator.conversation(chatId)).map(({ text }) => text);
    return texts.join() === 'before,afterwards,Here we are';
  });
});

test('a channel that moves to another queue takes its new chats there, and leaves its open ones where they are', async () => {
  const first = await createTeam(parley, { size: 1 });
  const second = await createTeam(parley, { size: 1 });
  const [before, after] = [first.operators[0] ?? parley.admin, second.operators[0] ?? parley.admin];
  const bot = parley.telegram.createBot();
  const channel = await createTelegramChannel(parley, { bot, queueId: first.queue.id });
  const [known, newcomer] = [bot.client({ firstName: 'Ada' }), bot.client({ firstName: 'Grace' })];
  known.sendText('I was there before');
  const { id: chatId } = await eventually('it is offered', async () => (await before.mine()).offered[0]);
  await before.accept(chatId);

  await parley.admin.ok('PATCH', path(channel), { queueId: second.queue.id });
  newcomer.sendText('I am new');
  known.sendText('And go on');

  const offered = await eventually('the new one is offered there', async () => (await after.mine()).offered[0]);
  expect(offered.contact.name).toBe('Grace');
  await eventually('the old one goes on here', async () => (await before.conversation(chatId)).length === 2);
  expect((await before.mine()).active.map(({ id }) => id)).toEqual([chatId]);
  expect(await parley.admin.chat(chatId)).toMatchObject({ queue: { id: first.queue.id } });

  await before.close(chatId);
  known.sendText('Another matter');
  const next = await eventually('his next chat is offered there', async () =>
    (await after.mine()).offered.find(({ contact }) => contact.name === 'Ada'),
  );
  expect(await parley.admin.chat(next.id)).toMatchObject({ queue: { id: second.queue.id } });
});

test('the language of a channel picks the quick replies of its chats', async () => {
  const { operator, channel, chatId } = await telegramInWork(parley);
  for (const [language, text] of [
    ['de', 'Guten Tag {{contact.firstName}}'],
    ['de-AT', 'Servus {{contact.firstName}}'],
    ['en', 'Good day {{contact.firstName}}'],
  ])
    await parley.admin.ok('POST', '/api/quick-replies', { title: 'Greeting', text, language });
  const shown = async () => {
    const page = await operator.ok<{ items: Array<{ text: string }> }>('GET', `/api/chats/${chatId}/quick-replies`);
    return page.items.map(({ text }) => text);
  };
  expect(await shown()).toEqual(['Good day Ada']);
  await parley.admin.ok('PATCH', path(channel), { language: 'de-AT' });
  expect(await shown()).toEqual(['Servus Ada', 'Guten Tag Ada']);
});

test('a client id is one contact on all channels of its provider, and another on another provider', async () => {
  const queue = await createQueue(parley);
  const id = 700_123_456;
  const bots = [parley.telegram.createBot(), parley.telegram.createBot()];
  const telegrams = [];
  for (const bot of bots) {
    telegrams.push(await createTelegramChannel(parley, { bot, queueId: queue.id }));
    bot.client({ id, firstName: 'Ada' }).sendText('Hello');
  }
  parley.deps.providers.push(createDigitsProvider());
  const base = await parley.startApi();
  const elsewhere = await parley.admin.ok<{ id: string }>('POST', '/api/channels', {
    ...{ provider: 'digits', settings: { source: randomUUID() } },
    ...{ active: true, queueId: queue.id, language: 'en' },
  });
  expect(await writeDigits(base, { channelId: elsewhere.id, clientId: String(id), firstName: 'Ada' })).toBe(200);

  const [one, same, other] = [
    await onlyChatOf(parley, telegrams[0]?.id ?? ''),
    await onlyChatOf(parley, telegrams[1]?.id ?? ''),
    await onlyChatOf(parley, elsewhere.id),
  ];
  expect([one.contact.name, other.contact.name]).toEqual(['Ada', 'Ada']);
  expect(same.contact.id).toBe(one.contact.id);
  expect(same.id).not.toBe(one.id);
  expect(other.contact.id).not.toBe(one.contact.id);
  expect((await chatsOf(parley, elsewhere.id)).map(({ id: chatId }) => chatId)).toEqual([other.id]);
});

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
  bot.client({ firstName: 'Ada' }).sendText('Anybody?');

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
