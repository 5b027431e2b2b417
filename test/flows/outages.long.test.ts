import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../launch/embedded-mongo';
import { type EmbeddedTemporal, startEmbeddedTemporal } from '../../launch/embedded-temporal';
import { createTeam, createTelegramChannel, createWebchatChannel, Visitor } from '../support/builders';
import { eventually } from '../support/eventually';
import { telegramInWork } from '../support/in-work';
import { chatsOf, onlyChatOf, textsOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { only } from '../support/routing-scenes';

/** Whoever called a server that was away tries again after pauses that grow, and Temporal repeats a lost step after ten seconds. */
const backWithinMs = 240_000;

const log = () => {};
let dataDir: string;
let parley: Parley;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'parley-outage-'));
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

describe('Temporal is away', () => {
  let temporal: EmbeddedTemporal;
  const start = (port?: number) => startEmbeddedTemporal({ dataDir, log, ...(port === undefined ? {} : { port }) });

  beforeEach(async () => {
    temporal = await start();
    parley = await startParley({ temporalAddress: temporal.address });
    await parley.startWorker();
  });

  afterEach(async () => {
    await parley.stop();
    await temporal.stop();
  });

  test('messages are acknowledged and kept, answers accepted; when it is back, all are routed and sent, in order and once', async () => {
    const { operator, bot, client, chatId } = await telegramInWork(parley);
    const { queue } = await createTeam(parley, { size: 1 });
    const webchat = await createWebchatChannel(parley, queue.id);
    const visitor = await Visitor.arrive(parley, webchat.id, 'Grace');
    await bot.waitForPoller();

    await temporal.stop();
    for (const text of ['one', 'two', 'three']) expect(await visitor.write(text, text)).toBe(200);
    expect(await visitor.write('one', 'one')).toBe(200);
    for (const text of ['answer one', 'answer two'])
      expect(await operator.say(chatId, text)).toMatchObject({ deliveryStatus: 'pending' });
    client.sendText('Are you there?');
    expect(await parley.storage.messages.model.countDocuments({ channelId: webchat.id, chatId: null })).toBe(3);
    expect(bot.sent).toEqual([]);

    temporal = await start(temporal.port);
    const chat = await eventually(
      'the messages are in a chat',
      async () => (await chatsOf(parley, webchat.id)).find(({ unreadCount }) => unreadCount === 3),
      backWithinMs,
    );
    expect(textsOf(await parley.admin.conversation(chat.id))).toEqual(['one', 'two', 'three']);
    await eventually('it is offered', async () => (await parley.admin.chat(chat.id)).status === 'offered');
    await bot.waitForSent(2, backWithinMs);
    expect(bot.sent.map(({ params }) => params.text)).toEqual(['answer one', 'answer two']);
    await eventually(
      'what was written in Telegram has come too',
      async () => textsOf(await operator.conversation(chatId)).includes('Are you there?'),
      backWithinMs,
    );
    expect(await chatsOf(parley, webchat.id)).toHaveLength(1);
  });

  test('an operator goes on reading what the client of his open chat writes', async () => {
    const { queue, operators } = await createTeam(parley, { size: 1 });
    const operator = only(operators);
    const visitor = await Visitor.arrive(parley, (await createWebchatChannel(parley, queue.id)).id, 'Grace');
    await visitor.write('before');
    const { id } = await eventually('the chat is offered', async () => (await operator.mine()).offered[0]);
    await operator.accept(id);
    await temporal.stop();

    expect(await visitor.write('meanwhile')).toBe(200);
    await eventually('the operator sees it', async () =>
      textsOf(await operator.conversation(id)).includes('meanwhile'),
    );
    expect(await operator.chat(id)).toMatchObject({ status: 'active', lastMessage: { text: 'meanwhile' } });

    temporal = await start(temporal.port);
    expect(await operator.close(id)).toMatchObject({ status: 200, body: { status: 'completed' } });
  });
});

describe('MongoDB is away', () => {
  let mongo: EmbeddedMongo;
  const start = (port?: number) => startEmbeddedMongo({ dataDir, log, ...(port === undefined ? {} : { port }) });

  beforeEach(async () => {
    mongo = await start();
    parley = await startParley({ mongodbUri: mongo.uri });
    await parley.startWorker();
  });

  afterEach(async () => {
    await parley.stop();
    await mongo.stop();
  });

  test('the messenger is told to come again, Telegram’s offset stays, and nothing is lost or doubled when it is back', async () => {
    const { operator, bot, client, chatId } = await telegramInWork(parley);
    const { queue } = await createTeam(parley, { size: 1 });
    const webchat = await createWebchatChannel(parley, queue.id);
    const visitor = await Visitor.arrive(parley, webchat.id, 'Grace');
    expect(await visitor.write('one', 'one')).toBe(200);
    await bot.waitForPoller();

    await mongo.stop();
    const { update_id } = client.sendText('Are you there?');
    const refused = await Promise.all(['one', 'two'].map((text) => visitor.write(text, text)));
    expect(refused).toEqual([503, 503]);
    const unsaid = await operator.call('POST', `/api/chats/${chatId}/messages`, { text: 'Not now' });
    expect(unsaid).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
    expect(bot.confirmedOffset).toBeLessThanOrEqual(update_id);

    mongo = await start(mongo.port);
    await eventually(
      'the redelivery is acknowledged',
      async () => (await visitor.write('two', 'two')) === 200,
      backWithinMs,
    );
    expect(await visitor.write('one', 'one')).toBe(200);
    await bot.waitForConfirmed(update_id, backWithinMs);
    await eventually(
      'both have joined their chats',
      async () => {
        const seen = textsOf(await parley.admin.conversation((await onlyChatOf(parley, webchat.id)).id));
        return seen.length >= 2 && textsOf(await operator.conversation(chatId)).length >= 2;
      },
      backWithinMs,
    );
    const { id } = await onlyChatOf(parley, webchat.id);
    expect(textsOf(await parley.admin.conversation(id))).toEqual(['one', 'two']);
    expect(textsOf(await operator.conversation(chatId))).toEqual(['Hello', 'Are you there?']);

    await operator.say(chatId, 'Now');
    await bot.waitForSent(1);
    expect(bot.sent.map(({ params }) => params.text)).toEqual(['Now']);
  });

  test('a mongod that is killed outright has every message that was acknowledged', async () => {
    const { queue } = await createTeam(parley, { size: 0 });
    const webchat = await createWebchatChannel(parley, queue.id);
    const visitor = await Visitor.arrive(parley, webchat.id, 'Grace');
    const acknowledged: string[] = [];
    const writing = Array.from({ length: 40 }, async (_, index) => {
      const text = `message ${index}`;
      if ((await visitor.write(text, text).catch(() => 0)) !== 200) return;
      acknowledged.push(text);
      if (acknowledged.length === 10) mongo.kill();
    });
    await Promise.all(writing);
    await mongo.exited;

    mongo = await start(mongo.port);
    const kept = await eventually(
      'MongoDB answers again',
      async () => parley.storage.messages.model.find({ channelId: webchat.id }, { text: 1 }).lean(),
      backWithinMs,
    );
    expect(kept.map(({ text }) => text)).toEqual(expect.arrayContaining(acknowledged));
  });
});

test('Telegram is away: the channel says so, and what was written meanwhile comes when it is back', async () => {
  parley = await startParley();
  await parley.startWorker();
  const { queue } = await createTeam(parley, { size: 0 });
  const bot = parley.telegram.createBot();
  const channel = await createTelegramChannel(parley, { bot, queueId: queue.id });
  await bot.waitForPoller();
  const healthIs = (status: string) =>
    eventually(`the channel is ${status}`, async () => {
      const { health } = await parley.admin.ok<typeof channel>('GET', `/api/channels/${channel.id}`);
      return health.status === status;
    });

  await parley.telegram.goDown();
  bot.client({ firstName: 'Ada' }).sendText('Hello');
  await healthIs('unreachable');
  await parley.telegram.comeUp();
  const chat = await onlyChatOf(parley, channel.id);
  await eventually('the message is there', async () => (await parley.admin.conversation(chat.id)).length === 1);
  await healthIs('ok');
  await parley.stop();
});
