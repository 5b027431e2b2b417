import type { ApiMessage } from '../support/api-client';
import { eventually } from '../support/eventually';
import { isSent, messageOnce, telegramInWork } from '../support/in-work';
import { onlyChatOf, textsOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { environmentOf, type ParleyProcess, spawnParley } from '../support/process';

/** What a killed worker had in hand is taken up when its heartbeats are missed, or Temporal repeats its step: ten seconds each. */
const goesOnWithinMs = 240_000;

let parley: Parley;
const workers: ParleyProcess[] = [];

beforeAll(async () => {
  parley = await startParley();
});

afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.kill()));
  await parley.stop();
});

async function startWorkers(count: number): Promise<ParleyProcess[]> {
  const started = Array.from({ length: count }, () => spawnParley('worker.js', environmentOf(parley)));
  workers.push(...started);
  await Promise.all(started.map((worker) => worker.says('the worker takes part')));
  return started;
}

test('workers killed in the middle of polling and sending: others take over, nothing is lost, and only what may be doubled says so', async () => {
  const [first] = await startWorkers(1);
  const { operator, bot, client, channel, chatId } = await telegramInWork(parley, { first: 'message 0' });
  await bot.waitForPoller();

  // The only worker, so it is the one that polls and sends: Telegram has the answer, nobody here has learned of it.
  bot.holdNext('sendMessage');
  const answer = await operator.ok<ApiMessage>('POST', `/api/chats/${chatId}/messages`, {
    ...{ text: 'twice', furtherTexts: ['its rest'] },
  });
  await bot.waitForSent(1);
  for (let index = 1; index <= 5; index += 1) client.sendText(`message ${index}`);
  await first?.kill();
  for (let index = 6; index <= 10; index += 1) client.sendText(`message ${index}`);
  await operator.say(chatId, 'once');

  await startWorkers(2);
  const last = client.sendText('message 11');
  await bot.waitForConfirmed(last.update_id, goesOnWithinMs);
  const sent = await messageOnce({ operator, chatId }, answer, 'is sent', isSent, goesOnWithinMs);
  expect(sent.possiblyRepeated).toBe(true);
  await bot.waitForSent(4, goesOnWithinMs);
  expect(bot.sent.map(({ params }) => params.text)).toEqual(['twice', 'twice', 'its rest', 'once']);

  const chat = await onlyChatOf(parley, channel.id);
  const received = await eventually('all messages are in the chat', async () => {
    const messages = await operator.conversation(chat.id);
    const incoming = textsOf(messages.filter(({ direction }) => direction === 'incoming'));
    return incoming.length >= 12 && incoming;
  });
  expect(received).toEqual(Array.from({ length: 12 }, (_, index) => `message ${index}`));
  expect(bot.pendingUpdates).toEqual([]);
});
