import { randomUUID } from 'node:crypto';
import type { ApiClient, ApiMessage } from '../support/api-client';
import { expectRestAfterEach } from '../support/at-rest';
import { createTeam } from '../support/builders';
import { eventually } from '../support/eventually';
import { facebookChannel } from '../support/facebook/scene';
import { createFakeMessenger, fakeChannel, fakeClient } from '../support/fake-messenger';
import { createGate } from '../support/gate';
import { telegramInWork } from '../support/in-work';
import { chatsOf, onlyChatOf, textsOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { only, untilOffered } from '../support/routing-scenes';
import { whatsAppInWork } from '../support/twilio/whatsapp-scenes';

const minuteMs = 60_000;

let parley: Parley;
const messenger = createFakeMessenger();

beforeAll(async () => {
  parley = await startParley({ providers: [messenger.provider] });
  await parley.startWorker();
});

expectRestAfterEach(() => parley);
afterAll(() => parley.stop());

/** A chat in work: how its client writes, and what it takes to look at it. */
interface InWork {
  operator: ApiClient;
  channelId: string;
  chatId: string;
  write(text: string): unknown;
}

async function telegram(): Promise<InWork> {
  const { operator, channel, client, chatId } = await telegramInWork(parley);
  return { operator, channelId: channel.id, chatId, write: (text) => client.sendText(text) };
}

async function facebook(): Promise<InWork & { reads(): void }> {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const operator = only(operators);
  const { page, channelId } = await facebookChannel(parley, { queueId: queue.id });
  await untilPolled(channelId);
  const client = page.client();
  client.sendText('Hello');
  const chat = await onlyChatOf(parley, channelId);
  await untilOffered(operator, [chat]);
  await operator.accept(chat.id);
  const write = (text: string) => client.sendText(text);
  return { operator, channelId, chatId: chat.id, write, reads: () => client.reads() };
}

async function whatsApp(): Promise<InWork & { writeUnheard(text: string): Promise<unknown> }> {
  const { operator, channelId, chatId, client, sender } = await whatsAppInWork(parley);
  await untilPolled(channelId);
  return {
    ...{ operator, channelId, chatId },
    write: (text) => client.write(sender, text),
    async writeUnheard(text) {
      const { webhookUrl } = sender;
      sender.webhookUrl = null;
      await client.write(sender, text);
      sender.webhookUrl = webhookUrl;
    },
  };
}

const untilPolled = (channelId: string) =>
  eventually('the messenger was asked', async () => {
    const { health } = await parley.admin.ok<{ health: { status: string } }>('GET', `/api/channels/${channelId}`);
    return health.status === 'ok';
  });

const patch = (channelId: string, fields: object) => parley.admin.ok('PATCH', `/api/channels/${channelId}`, fields);

async function once(
  { operator, chatId }: Pick<InWork, 'operator' | 'chatId'>,
  what: string,
  fits: (message: ApiMessage) => boolean,
): Promise<void> {
  await eventually(what, async () => (await operator.conversation(chatId)).some(fits));
}

/** The operator asks, and the client, who has read it, answers. */
async function ask(work: InWork, question: string, answer: (text: string) => unknown = work.write): Promise<void> {
  await work.operator.say(work.chatId, question);
  const isTaken = ({ text, deliveryStatus }: ApiMessage) =>
    text === question && ['sent', 'delivered', 'read'].includes(deliveryStatus ?? '');
  await once(work, 'it is sent', isTaken);
  await answer(`${question} Yes.`);
}

const clocks: Array<[string, number]> = [
  ['two minutes behind ours', -2 * minuteMs],
  ['two minutes ahead of ours', 2 * minuteMs],
];

describe.each(clocks)('with the messenger’s clock %s', (_how, ms) => {
  beforeAll(() => {
    for (const { clock } of [parley.telegram, parley.twilio, parley.facebook.app]) clock.setAhead(ms);
  });
  afterAll(() => {
    for (const { clock } of [parley.telegram, parley.twilio, parley.facebook.app]) clock.setAhead(0);
  });

  test.each([
    ['Telegram', telegram],
    ['Facebook', facebook],
    ['WhatsApp', whatsApp],
  ])('a conversation stands as it was said: %s', async (_messenger, begin) => {
    const work = await begin();
    const all = ['Hello'];
    for (const question of ['One?', 'Two?', 'Three?']) {
      await ask(work, question);
      all.push(question, `${question} Yes.`);
      await once(work, 'the answer is there', ({ text }) => text === all.at(-1));
    }
    await work.operator.say(work.chatId, 'Thank you');
    all.push('Thank you');
    expect(textsOf(await work.operator.conversation(work.chatId))).toEqual(all);
    expect(await work.operator.chat(work.chatId)).toMatchObject({ lastMessage: { text: 'Thank you' } });
  });

  test('an answer that Twilio’s list brought stands behind its question, and before what came later', async () => {
    const work = await whatsApp();
    await ask(work, 'One?', work.writeUnheard);
    // A channel that was changed is looked at anew, at once.
    await patch(work.channelId, { name: `Renamed ${randomUUID()}` });
    await once(work, 'the list was read', ({ text }) => text === 'One? Yes.');
    await ask(work, 'Two?');
    await once(work, 'the answer is there', ({ text }) => text === 'Two? Yes.');
    const texts = textsOf(await work.operator.conversation(work.chatId));
    expect(texts).toEqual(['Hello', 'One?', 'One? Yes.', 'Two?', 'Two? Yes.']);
  });

  test('what the operator has read is read, and what came behind it is not', async () => {
    const work = await telegram();
    await ask(work, 'One?');
    await once(work, 'the answer is there', ({ text }) => text === 'One? Yes.');
    const [, question, answer] = await work.operator.conversation(work.chatId);
    const read = (messageId?: string) =>
      work.operator.ok<{ unreadCount: number }>('POST', `/api/chats/${work.chatId}/read`, { messageId });
    expect(await read(question?.id)).toMatchObject({ unreadCount: 1 });
    expect(await read(answer?.id)).toMatchObject({ unreadCount: 0 });
  });

  test('the client’s own mark of what he has read counts for all that he had, and for nothing later', async () => {
    const work = await facebook();
    for (const text of ['One', 'Two']) await work.operator.say(work.chatId, text);
    const statuses = async () =>
      (await work.operator.conversation(work.chatId)).flatMap(({ deliveryStatus }) => deliveryStatus ?? []).join();
    await eventually('both are sent', async () => (await statuses()) === 'sent,sent');
    work.reads();
    await eventually('both are read', async () => (await statuses()) === 'read,read');
    await work.operator.say(work.chatId, 'Three');
    await eventually('the third is sent', async () => (await statuses()) === 'read,read,sent');
  });

  test('what a client writes right after a channel was switched on is taken in, and nothing from before', async () => {
    const { bot, channel, client, ...work } = await telegramInWork(parley);
    await patch(channel.id, { active: false });
    await eventually('nobody polls any more', async () => bot.openPollers === 0);
    client.sendText('while it was off', { date: new Date(parley.telegram.clock.now().getTime() - minuteMs) });
    await patch(channel.id, { active: true });
    client.sendText('right after');
    await once(work, 'it is there', ({ text }) => text === 'right after');
    expect(textsOf(await work.operator.conversation(work.chatId))).toEqual(['Hello', 'right after']);
    expect(await leftOut(channel.id, 'before_switched_on')).toBeGreaterThanOrEqual(1);
  });

  test('the same where the messenger calls us', async () => {
    const work = await facebook();
    await patch(work.channelId, { active: false });
    work.write('while it was off');
    await eventually('that left a trace', async () => (await leftOut(work.channelId, 'channel_inactive')) === 1);
    await patch(work.channelId, { active: true });
    work.write('right after');
    await once(work, 'it is there', ({ text }) => text === 'right after');
  });
});

/** How many messages the metrics say were left out. */
async function leftOut(channelId: string, reason: string): Promise<number> {
  const text = await (await fetch(`${parley.base}/metrics`)).text();
  const line = text
    .split('\n')
    .find((one) => one.startsWith('parley_messages_left_out_total') && one.includes(channelId) && one.includes(reason));
  return Number(line?.split(' ').at(-1) ?? 0);
}

describe('a messenger that was added as a plug-in', () => {
  const work = async () => {
    const { operator, channelId } = await fakeChannel(parley);
    const client = fakeClient(parley, channelId);
    await client.write('Hello');
    const { id: chatId } = await eventually('the chat is offered', async () => (await operator.mine()).offered[0]);
    await operator.accept(chatId);
    return { operator, channelId, client, chatId };
  };
  const taken = messenger.answers.send;
  afterEach(() => {
    messenger.answers.send = taken;
  });

  test('times that cannot be are those of receipt, and what is said later stands behind', async () => {
    const { operator, client, chatId } = await work();
    const before = Date.now();
    await client.write('from the year 58883', new Date(Date.now() * 1000));
    await client.write('from 1970', new Date(Date.now() / 1000));
    await client.write('from no time', new Date(Number.NaN));
    await eventually('all are there', async () => (await operator.conversation(chatId)).length === 4);
    await operator.say(chatId, 'Answered');
    await client.write('And again');
    await eventually('that, too', async () => (await operator.conversation(chatId)).length === 6);
    const messages = await operator.conversation(chatId);
    const last = ['from the year 58883', 'from 1970', 'from no time', 'Answered', 'And again'];
    expect(textsOf(messages)).toEqual(['Hello', ...last]);
    for (const { timestamp } of messages.slice(1)) {
      expect(Date.parse(timestamp)).toBeGreaterThanOrEqual(before);
      expect(Date.parse(timestamp)).toBeLessThanOrEqual(Date.now());
    }
  });

  test('an answer that waited goes behind what was said meanwhile, and what was written after it goes with it', async () => {
    const { operator, client, chatId } = await work();
    const gate = createGate();
    messenger.answers.send = async (message) => {
      await gate.pass();
      return { kind: 'sent', externalId: `sent-${message.id}`, acceptedAt: new Date() };
    };
    await operator.say(chatId, 'One');
    await gate.arrived;
    await operator.say(chatId, 'Two');
    await client.write('Are you there?');
    const texts = async () => textsOf(await operator.conversation(chatId));
    await eventually('it stands where it was said', async () => (await texts()).at(-1) === 'Are you there?');
    expect(await texts()).toEqual(['Hello', 'One', 'Two', 'Are you there?']);
    expect(await operator.chat(chatId)).toMatchObject({ lastMessage: { text: 'Are you there?' } });

    gate.open();
    await eventually('both are sent', async () => {
      const answers = (await operator.conversation(chatId)).filter(({ direction }) => direction === 'outgoing');
      return answers.every(({ deliveryStatus }) => deliveryStatus === 'sent');
    });
    expect(await texts()).toEqual(['Hello', 'Are you there?', 'One', 'Two']);
    expect(await operator.chat(chatId)).toMatchObject({ lastMessage: { text: 'Two' } });
  });

  test('an echo that comes late moves nothing that was said after it', async () => {
    const { operator, channelId, client, chatId } = await work();
    const sentAt = Date.now();
    const { id: messageId } = await operator.say(chatId, 'One');
    const isSent = ({ id, deliveryStatus }: ApiMessage) => id === messageId && deliveryStatus === 'sent';
    await eventually('it is sent', async () => (await operator.conversation(chatId)).some(isSent));
    await operator.say(chatId, 'Two');
    await client.write('Yes', new Date(sentAt + 60_000));
    await eventually('the answer is there', async () => (await operator.conversation(chatId)).length === 4);
    const accepted = { at: new Date(sentAt + 1_000), sequence: 0 };
    const of = { clientId: client.clientId, externalId: `sent-${messageId}`, messageId };
    const echo = { kind: 'delivery', ...of, status: 'sent', accepted } as const;
    await client.tell(echo);
    await client.tell(echo);
    expect(textsOf(await operator.conversation(chatId))).toEqual(['Hello', 'One', 'Two', 'Yes']);
    expect(await chatsOf(parley, channelId)).toHaveLength(1);
  });
});
