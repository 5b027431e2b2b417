import type { ApiClient } from '../support/api-client';
import { expectRestAfterEach } from '../support/at-rest';
import { createTeam, createWebchatChannel, setSetting } from '../support/builders';
import { type Parley, startParley } from '../support/parley';
import { clientWrites, offeredTo, only, pair, untilOffered, untilStatus, writeInTurn } from '../support/routing-scenes';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker({}, { hasRelay: false });
});

expectRestAfterEach(() => parley);
afterEach(() => setSetting(parley, 'SimultaneousChats', 5));
afterAll(() => parley.stop());

/** Each operator takes one chat and completes it, in the order given. */
async function takeAndCompleteInTurn(channelId: string, operators: ApiClient[]): Promise<void> {
  const chats = await writeInTurn(parley, channelId, operators.length);
  const holders = new Map<string, string>();
  for (const { id } of chats) holders.set(only(offeredTo(await untilStatus(parley, id, 'offered'))), id);
  for (const operator of operators) {
    const chatId = holders.get(operator.userId) ?? '';
    expect((await operator.accept(chatId)).status).toBe(200);
    expect((await operator.close(chatId)).status).toBe(200);
  }
}

test('a chat goes to the operator with the fewest chats', async () => {
  const { queue, operators } = await createTeam(parley, { size: 3 });
  const channel = await createWebchatChannel(parley, queue.id);
  const chats = await writeInTurn(parley, channel.id, 5);
  const counts = new Map<string, string[]>();
  for (const { id } of chats) {
    const holder = only(offeredTo(await untilStatus(parley, id, 'offered')));
    counts.set(holder, [...(counts.get(holder) ?? []), id]);
  }
  expect([...counts.values()].map(({ length }) => length).sort()).toEqual([1, 2, 2]);

  const busy = operators.find(({ userId }) => counts.get(userId)?.length === 2);
  for (const id of counts.get(busy?.userId ?? '') ?? []) {
    await busy?.accept(id);
    await busy?.close(id);
  }
  const { chat } = await clientWrites(parley, channel.id);
  expect(offeredTo(await untilStatus(parley, chat.id, 'offered'))).toEqual([busy?.userId]);
});

test('of operators with the same number of chats, the one goes first who has gone longest without a new one', async () => {
  const { queue, operators } = await createTeam(parley, { size: 3 });
  const channel = await createWebchatChannel(parley, queue.id);
  const [first, second, third] = operators;
  const inTurn = [second, third, first].filter((operator) => operator !== undefined);
  await takeAndCompleteInTurn(channel.id, inTurn);

  const chats = await writeInTurn(parley, channel.id, 3);
  const got = [];
  for (const { id } of chats) got.push(only(offeredTo(await untilStatus(parley, id, 'offered'))));
  expect(got).toEqual(inTurn.map(({ userId }) => userId));
});

test('an offer occupies a place: at the limit the next chat goes to another operator, and then to nobody', async () => {
  await setSetting(parley, 'SimultaneousChats', 1);
  const { queue, operators } = await createTeam(parley, { size: 2 });
  const channel = await createWebchatChannel(parley, queue.id);
  const chats = await writeInTurn(parley, channel.id, 3);
  const [one, two, three] = await Promise.all(chats.map(({ id }) => parley.admin.chat(id)));
  expect([one?.status, two?.status, three?.status]).toEqual(['offered', 'offered', 'waiting']);
  const holders = [one, two].map((chat) => chat && only(offeredTo(chat)));
  expect(new Set(holders)).toEqual(new Set(operators.map(({ userId }) => userId)));
  expect(await operators[0]?.status()).toMatchObject({ load: 1, limit: 1 });
});

test('only the operator to whom a chat is offered can take it, again is no error, and after completion nobody can', async () => {
  const { queue, operators } = await createTeam(parley, { size: 2 });
  const channel = await createWebchatChannel(parley, queue.id);
  const { chat } = await clientWrites(parley, channel.id);
  const holder = only(offeredTo(await untilStatus(parley, chat.id, 'offered')));
  const [his, other] = holder === operators[0]?.userId ? pair(operators) : pair([...operators].reverse());

  expect(await other.accept(chat.id)).toMatchObject({ status: 409, body: { code: 'offer_expired' } });
  expect(await his.accept(chat.id)).toMatchObject({
    status: 200,
    body: { status: 'active', operator: { id: holder } },
  });
  expect(await his.accept(chat.id)).toMatchObject({ status: 200, body: { status: 'active' } });
  expect(await other.accept(chat.id)).toMatchObject({ status: 409, body: { code: 'chat_already_taken' } });
  expect(await his.status()).toMatchObject({ load: 1 });

  await his.close(chat.id);
  expect(await his.accept(chat.id)).toMatchObject({ status: 409, body: { code: 'chat_completed' } });
  expect(await other.accept(chat.id)).toMatchObject({ status: 409, body: { code: 'chat_completed' } });
  expect(await his.status()).toMatchObject({ load: 0 });
});

test('of two queues that share an operator, the oldest chat over both goes first', async () => {
  await setSetting(parley, 'SimultaneousChats', 1);
  const { queue, operators } = await createTeam(parley, { size: 1, active: false });
  const operator = only(operators);
  const second = await createTeam(parley, { size: 0, operators: [{ userId: operator.userId }] });
  const here = await createWebchatChannel(parley, queue.id);
  const there = await createWebchatChannel(parley, second.queue.id);
  const chats = [];
  for (const channel of [there, here, here, there]) chats.push((await clientWrites(parley, channel.id)).chat);

  await operator.setStatus('active');
  for (const chat of chats) {
    await untilOffered(operator, [chat]);
    await operator.accept(chat.id);
    await operator.close(chat.id);
  }
});
