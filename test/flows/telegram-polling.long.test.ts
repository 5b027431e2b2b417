import { createQueue, createTelegramChannel } from '../support/builders';
import { eventually } from '../support/eventually';
import { chatsOf, onlyChatOf, textsOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import type { StandInBot } from '../support/telegram/stand-in-bot';

interface Channel {
  id: string;
  name: string;
  health: { status: string; detail: string };
}

let parley: Parley;
let queueId: string;

async function channelOf(bot: StandInBot, fields: object = {}): Promise<Channel> {
  return createTelegramChannel(parley, { bot, queueId, ...fields });
}

const channelNow = (id: string) => parley.admin.ok<Channel>('GET', `/api/channels/${id}`);

function healthOnce(id: string, status: string, detail: RegExp): Promise<Channel> {
  return eventually(`the channel is ${status}, because ${detail}`, async () => {
    const channel = await channelNow(id);
    return channel.health.status === status && detail.test(channel.health.detail) && channel;
  });
}

/** More often than is polled before the test has seen what it looks for. */
const untilCleared = 1_000;

const isPolled = (bot: StandInBot) => eventually('the bot is polled', async () => bot.openPollers === 1);
const conflicts = (bot: StandInBot) =>
  bot.calls.filter(({ method, status }) => method === 'getUpdates' && status === 409).length;

/** The texts of the one chat of a channel, once there are so many. */
async function textsOnce(channelId: string, count: number): Promise<string[]> {
  const chat = await onlyChatOf(parley, channelId);
  return eventually(`the chat has ${count} messages`, async () => {
    const texts = textsOf(await parley.admin.conversation(chat.id));
    return texts.length >= count && texts;
  });
}

let endFirst: () => Promise<void>;
let refuses = false;

/** Two workers over a store that refuses messages when it is told to. */
beforeAll(async () => {
  parley = await startParley();
  const { storage } = parley;
  const receive: typeof storage.messages.receive = async (deliveries) => {
    if (refuses) throw new Error('the store refuses, as a test told it to');
    return storage.messages.receive(deliveries);
  };
  const refusing = { ...storage, messages: { ...storage.messages, receive } };
  endFirst = await parley.startWorker({ storage: refusing });
  await parley.startWorker({ storage: refusing });
  queueId = (await createQueue(parley)).id;
});

afterAll(() => parley.stop());

describe('with two workers', () => {
  test('bots that are added, switched off, switched on and removed over the API are polled or not, without a restart', async () => {
    const bots = [1, 2, 3].map(() => parley.telegram.createBot());
    const channels = await Promise.all(bots.map((bot) => channelOf(bot)));
    await Promise.all(bots.map(isPolled));
    const [bot, , removed] = bots;
    const [channel, , gone] = channels;
    if (!bot || !removed || !channel || !gone) throw new Error('there are three bots');

    await parley.admin.ok('PATCH', `/api/channels/${channel.id}`, { active: false });
    await parley.admin.ok('DELETE', `/api/channels/${gone.id}`);
    await eventually('neither is polled', async () => bot.openPollers + removed.openPollers === 0);
    await parley.admin.ok('PATCH', `/api/channels/${channel.id}`, { active: true });
    await isPolled(bot);
    expect(removed.openPollers).toBe(0);
    bot.client({ firstName: 'Ada' }).sendText('Hello');
    expect(await textsOnce(channel.id, 1)).toEqual(['Hello']);
  });

  test('a bot has one poller, whatever the number of workers: none of its polls ends another', async () => {
    const bot = parley.telegram.createBot();
    const channel = await channelOf(bot);
    const client = bot.client({ firstName: 'Ada' });
    for (let index = 0; index < 10; index += 1) {
      const { update_id } = client.sendText(`message ${index}`);
      await bot.waitForConfirmed(update_id);
    }
    expect(await textsOnce(channel.id, 10)).toHaveLength(10);
    expect(conflicts(bot)).toBe(0);
  });

  test('a new token takes effect at once: the revoked one is asked no more', async () => {
    const bot = parley.telegram.createBot();
    const channel = await channelOf(bot);
    await isPolled(bot);
    const renewed = parley.telegram.createBot({ token: `${bot.id}:AB${'x'.repeat(32)}` });
    bot.revokeToken();
    await healthOnce(channel.id, 'unauthorized', /token/);

    await parley.admin.ok('PATCH', `/api/channels/${channel.id}`, { settings: { token: renewed.token } });
    await isPolled(renewed);
    const asked = bot.calls.length;
    renewed.client({ firstName: 'Ada' }).sendText('Hello again');
    expect(await textsOnce(channel.id, 1)).toEqual(['Hello again']);
    await healthOnce(channel.id, 'ok', /./);
    expect(bot.calls).toHaveLength(asked);
  });

  test('what is wrong is told in words, and is over when it is over', async () => {
    const bot = parley.telegram.createBot();
    const channel = await channelOf(bot);
    await isPolled(bot);

    bot.failNext('getUpdates', { kind: '429', retryAfter: 2 }, untilCleared);
    bot.client({ firstName: 'Ada' }).sendText('one');
    await healthOnce(channel.id, 'rate_limited', /waits 2 seconds/);
    bot.clearFaults();
    await healthOnce(channel.id, 'ok', /./);

    bot.failNext('getUpdates', { kind: 'status', code: 502 }, untilCleared);
    bot.client({ firstName: 'Grace' }).sendText('two');
    await healthOnce(channel.id, 'failing', /502/);
    bot.clearFaults();
    await healthOnce(channel.id, 'ok', /./);

    bot.setWebhook();
    await healthOnce(channel.id, 'conflict', /webhook/);
  });

  test('a rival that polls the same bot is reported', async () => {
    const bot = parley.telegram.createBot();
    const channel = await channelOf(bot);
    await isPolled(bot);
    bot.startForeignPoller();
    await healthOnce(channel.id, 'conflict', /another program/i);
    await bot.stopForeignPollers();
    bot.client({ firstName: 'Ada' }).sendText('Hello');
    await healthOnce(channel.id, 'ok', /./);
    expect(await textsOnce(channel.id, 1)).toEqual(['Hello']);
  });

  test('a bot that was added while Telegram was away gets its own name afterwards, unless it was given one', async () => {
    const bot = parley.telegram.createBot({ firstName: 'Acme Support' });
    const named = parley.telegram.createBot({ firstName: 'Acme Sales' });
    await parley.telegram.goDown();
    const channel = await channelOf(bot);
    const other = await channelOf(named, { name: 'Sales' });
    expect(channel).toMatchObject({ name: `Telegram bot ${bot.id}`, health: { status: 'unreachable' } });

    await parley.telegram.comeUp();
    bot.client({ firstName: 'Ada' }).sendText('Hello');
    named.client({ firstName: 'Ada' }).sendText('Hello');
    await eventually(
      'the channel has the bot’s name',
      async () => (await channelNow(channel.id)).name === 'Acme Support',
    );
    await onlyChatOf(parley, other.id);
    expect((await channelNow(other.id)).name).toBe('Sales');
  });

  test('a worker that ends hands its bots to the other', async () => {
    const bots = [1, 2, 3, 4].map(() => parley.telegram.createBot());
    const channels = await Promise.all(bots.map((bot) => channelOf(bot)));
    await Promise.all(bots.map(isPolled));
    await endFirst();
    bots.forEach((bot, index) => void bot.client({ firstName: 'Ada' }).sendText(`Hello ${index}`));
    for (const [index, channel] of channels.entries())
      expect(await textsOnce(channel.id, 1)).toEqual([`Hello ${index}`]);
  });
});

describe('with a store that refuses', () => {
  test('an update that could not be stored stays unconfirmed, and is taken in once the store is back', async () => {
    const bot = parley.telegram.createBot();
    const channel = await channelOf(bot);
    const client = bot.client({ firstName: 'Ada' });
    const { update_id: stored } = client.sendText('stored');
    await bot.waitForConfirmed(stored);

    refuses = true;
    const { update_id: refused } = client.sendText('refused at first');
    const polls = bot.getUpdatesCalls.length;
    await bot.waitUntil(() => bot.getUpdatesCalls.length >= polls + 3, 'three more polls');
    expect(bot.confirmedOffset).toBeLessThanOrEqual(refused);
    expect(bot.pendingUpdates.map(({ update_id }) => update_id)).toContain(refused);

    refuses = false;
    await bot.waitForConfirmed(refused);
    expect(await textsOnce(channel.id, 2)).toEqual(['stored', 'refused at first']);
    expect(await chatsOf(parley, channel.id)).toHaveLength(1);
  });
});
