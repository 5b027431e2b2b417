import { randomUUID } from 'node:crypto';
import type { Answer } from '../../messaging/answers';
import type { ApiClient } from '../support/api-client';
import { createTelegramChannel } from '../support/builders';
import { clientByHand, setScene, take } from '../support/by-hand';
import { heldProcess, overtaken, type ProcessByHand, processOf } from '../support/held-process';
import { inActivity } from '../support/in-activity';
import { textsOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { only } from '../support/routing-scenes';
import type { Fault } from '../support/telegram/faults';
import type { StandInBot } from '../support/telegram/stand-in-bot';

let parley: Parley;
let operator: ApiClient;
let bot: StandInBot;
let chatId: string;

beforeAll(async () => {
  parley = await startParley();
});

/** A Telegram client's chat in work; it is sent from when a test says so. */
beforeEach(async () => {
  const { queue, operators } = await setScene(parley, { size: 1 });
  operator = only(operators);
  bot = parley.telegram.createBot();
  const channel = await createTelegramChannel(parley, { bot, queueId: queue.id });
  const { id } = bot.client({ firstName: 'Ada' });
  const client = await clientByHand(parley, channel.id, String(id));
  const { activities } = processOf(parley);
  const { chat } = await activities.attachMessages(client.request(await client.store('Hello')));
  if (chat === null) throw new Error('a first message opens a chat');
  chatId = chat.chatId;
  await activities.routeChat(chat);
  await take(parley, { chatId, operatorId: operator.userId });
});

afterAll(() => parley.stop());

const answerOf = (text: string, more: Partial<Answer> = {}): Answer => {
  return { id: randomUUID(), chatId, author: { id: operator.userId, name: 'Olga' }, text, files: [], ...more };
};
const write = async (text: string, process: ProcessByHand = processOf(parley)) =>
  (await process.answers.write(answerOf(text))).message;
const send = (process: ProcessByHand = processOf(parley)) =>
  inActivity(() => process.activities.sendAnswers({ chatId }));
const textsSent = () => bot.sent.map(({ params }) => params.text);
const answers = async () => (await operator.conversation(chatId)).filter(({ direction }) => direction === 'outgoing');

describe('an answer that two attempts are at', () => {
  test('of which neither has begun to send is sent once, and is not marked', async () => {
    await write('once');
    const slow = heldProcess(parley, 'messages', 'moveDelivery');
    await overtaken(slow, send(slow), () => send());
    expect(textsSent()).toEqual(['once']);
    expect(await answers()).toMatchObject([{ deliveryStatus: 'sent', possiblyRepeated: false }]);
  });

  test('of which the first still waits for Telegram’s answer is sent once more, marked, and not a third time', async () => {
    const { id } = await write('twice');
    const release = bot.holdNext('sendMessage');
    const first = send();
    await release.arrived;
    const underWay = await parley.storage.messages.get(id);
    expect(underWay).toMatchObject({ deliveryStatus: 'sending', possiblyRepeated: false });
    await send();
    expect(await answers()).toMatchObject([{ deliveryStatus: 'sent', possiblyRepeated: true }]);
    release();
    await first;
    expect(await send()).toEqual({ more: false });
    expect(textsSent()).toEqual(['twice', 'twice']);
    expect(await answers()).toMatchObject([{ deliveryStatus: 'sent', possiblyRepeated: true }]);
  });

  test('of which both wait for Telegram’s answer is sent no third time, and left to the operator to decide', async () => {
    await write('twice');
    const held = [bot.holdNext('sendMessage'), bot.holdNext('sendMessage')];
    const attempts: Array<Promise<unknown>> = [];
    for (const release of held) {
      attempts.push(send());
      await release.arrived;
    }
    await send();
    const given = { deliveryStatus: 'failed', failure: { code: 'delivery_unknown' } };
    expect(await answers()).toMatchObject([given]);
    for (const release of held) release();
    await Promise.all(attempts);
    expect(await send()).toEqual({ more: false });
    expect(await answers()).toMatchObject([given]);
    expect(textsSent()).toEqual(['twice', 'twice']);
  });

  test('that begin at the same moment is sent once, or twice and says so', async () => {
    for (let round = 1; round <= 5; round += 1) {
      const before = textsSent().length;
      await write(`round ${round}`);
      await Promise.all([send(), send()]);
      const sent = textsSent().length - before;
      expect([1, 2]).toContain(sent);
      expect((await answers()).at(-1)).toMatchObject({ deliveryStatus: 'sent', possiblyRepeated: sent === 2 });
    }
  });

  test.each<[string, Fault]>([
    ['is asked to wait', { kind: '429', retryAfter: 1 }],
    ['is refused', { kind: 'status', code: 403 }],
  ])('of which the first %s while the second is under way is what the second makes of it', async (_what, fault) => {
    await write('once');
    bot.failNext('sendMessage', fault);
    const releaseFirst = bot.holdNext('sendMessage', 'acceptance');
    const first = send().catch((error: Error) => error);
    await releaseFirst.arrived;
    const releaseSecond = bot.holdNext('sendMessage');
    const second = send();
    await releaseSecond.arrived;
    releaseFirst();
    await first;
    expect(await answers()).toMatchObject([{ deliveryStatus: 'pending', failure: null }]);
    releaseSecond();
    await second;
    await send();
    expect(textsSent()).toEqual(['once']);
    expect(await answers()).toMatchObject([{ deliveryStatus: 'sent', failure: null, possiblyRepeated: true }]);
  });

  test('of which the first died and nobody knows whether it had sent is sent once, and marked', async () => {
    const { id } = await write('perhaps twice');
    await parley.storage.messages.moveDelivery(id, { status: 'pending' }, { status: 'sending' });
    await send();
    expect(textsSent()).toEqual(['perhaps twice']);
    expect(await answers()).toMatchObject([{ deliveryStatus: 'sent', possiblyRepeated: true }]);
  });
});

test('an answer of which nobody could find out for an hour whether it was sent is left to the operator, and holds nothing up', async () => {
  const { id } = await write('in doubt');
  await parley.storage.messages.moveDelivery(id, { status: 'pending' }, { status: 'sending' });
  bot.failNext('getMe', { kind: 'status', code: 502 }, 2);
  await expect(send()).rejects.toThrow(/error 502/);
  expect(await answers()).toMatchObject([{ deliveryStatus: 'pending', failure: { code: 'trying_again' } }]);
  await write('next');
  const triedForMs = 2 * 60 * 60_000;
  await inActivity(() => processOf(parley).activities.sendAnswers({ chatId }), { triedForMs });
  expect(await answers()).toMatchObject([
    { deliveryStatus: 'failed', failure: { code: 'delivery_unknown' }, possiblyRepeated: false },
    { deliveryStatus: 'sent' },
  ]);
  expect(textsSent()).toEqual(['next']);
});

test('an answer that was begun first and stored second goes out second, and stands there in the conversation', async () => {
  const slow = heldProcess(parley, 'messages', 'write');
  await overtaken(slow, write('stored second', slow), async () => {
    await write('stored first');
    await send();
  });
  await send();
  expect(textsSent()).toEqual(['stored first', 'stored second']);
  expect(textsOf(await answers())).toEqual(['stored first', 'stored second']);
});

describe('an answer of several messages', () => {
  const inThree = () => answerOf('one', { furtherTexts: ['two', 'three'] });

  test('is stored as a whole or not at all: one that breaks off leaves nothing, and is written once by whoever tries again', async () => {
    const answer = inThree();
    const { storage } = parley;
    const breaking: typeof storage.liveEvents = {
      ...storage.liveEvents,
      // The last that the transaction does: all messages are written by then.
      add: () => Promise.reject(new Error('the process died, as a test told it to')),
    };
    const dying = processOf(parley, { ...storage, liveEvents: breaking });
    await expect(dying.answers.write(answer)).rejects.toThrow('died');
    expect(await answers()).toEqual([]);
    const [first, second] = await Promise.all([
      processOf(parley).answers.write(answer),
      processOf(parley).answers.write(answer),
    ]);
    expect(textsOf([first.message, ...first.followedBy])).toEqual(['one', 'two', 'three']);
    expect(second.followedBy.map(({ id }) => id)).toEqual(first.followedBy.map(({ id }) => id));
    await send();
    expect(textsSent()).toEqual(['one', 'two', 'three']);
  });

  test('whose sender is killed between two of them goes on with the next, and none is sent twice', async () => {
    await processOf(parley).answers.write(inThree());
    const { storage } = parley;
    let looks = 0;
    const messages: typeof storage.messages = {
      ...storage.messages,
      async nextUnsent(of) {
        looks += 1;
        if (looks > 1) throw new Error('the process died, as a test told it to');
        return storage.messages.nextUnsent(of);
      },
    };
    await expect(send(processOf(parley, { ...storage, messages }))).rejects.toThrow('died');
    expect(textsSent()).toEqual(['one']);
    await send();
    expect(textsSent()).toEqual(['one', 'two', 'three']);
    expect(await answers()).toMatchObject(
      Array.from({ length: 3 }, () => ({ deliveryStatus: 'sent', possiblyRepeated: false })),
    );
  });

  test('has another’s before or behind it, and never between', async () => {
    const slow = heldProcess(parley, 'messages', 'write');
    await overtaken(slow, slow.answers.write(inThree()), () => write('another'));
    await send();
    expect(textsSent()).toEqual(['another', 'one', 'two', 'three']);
    expect(textsOf(await answers())).toEqual(['another', 'one', 'two', 'three']);
  });
});
