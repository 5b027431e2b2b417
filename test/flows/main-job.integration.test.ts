import { createTeam, createTelegramChannel, createWebchatChannel, Visitor } from '../support/builders';
import { eventually } from '../support/eventually';
import { type Parley, startParley } from '../support/parley';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
});

afterAll(() => parley.stop());

test('a client writes on the web page, an operator answers, the client sees the answer', async () => {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const [operator] = operators;
  const channel = await createWebchatChannel(parley, queue.id);
  const visitor = await Visitor.arrive(parley, channel.id, 'Ada');

  expect(await visitor.write('Is anybody there?')).toBe(200);
  const offered = await eventually('the chat is offered', async () => (await operator?.mine())?.offered[0]);
  expect(offered).toMatchObject({
    status: 'offered',
    contact: { name: 'Ada' },
    lastMessage: { text: 'Is anybody there?' },
  });

  expect((await operator?.accept(offered.id))?.body).toMatchObject({
    status: 'active',
    operator: { id: operator?.userId },
  });
  await operator?.say(offered.id, 'Yes, I am.');
  const seen = await eventually('the visitor sees the answer', async () => {
    const messages = await visitor.sees();
    return messages.length === 2 && messages;
  });
  expect(seen.map(({ text }) => text)).toEqual(['Is anybody there?', 'Yes, I am.']);

  expect((await operator?.close(offered.id))?.body).toMatchObject({ status: 'completed', completedBy: 'operator' });
  expect(await operator?.mine()).toEqual({ offered: [], available: [], active: [] });
});

test('a client writes to a Telegram bot and is answered there', async () => {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const [operator] = operators;
  const bot = parley.telegram.createBot({ firstName: 'Support' });
  await createTelegramChannel(parley, { bot, queueId: queue.id });
  const client = bot.client({ firstName: 'Grace', lastName: 'Hopper' });

  client.sendText('My order is late');
  const offered = await eventually('the chat is offered', async () => (await operator?.mine())?.offered[0]);
  expect(offered.contact).toMatchObject({ name: 'Grace Hopper', firstName: 'Grace', lastName: 'Hopper' });

  await operator?.accept(offered.id);
  const answer = await operator?.say(offered.id, 'It arrives today.');
  const sent = await bot.waitForSent(1);
  expect(sent[0]).toMatchObject({ chatId: client.id, params: { text: 'It arrives today.' } });
  await eventually('the answer is marked as sent', async () =>
    (await operator?.conversation(offered.id))?.some(
      ({ id, deliveryStatus }) => id === answer?.id && deliveryStatus === 'sent',
    ),
  );
});
