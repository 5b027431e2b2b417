import type { ApiClient } from '../support/api-client';
import { expectRestAfterEach } from '../support/at-rest';
import { createTeam, createWebchatChannel, setSetting } from '../support/builders';
import { eventually } from '../support/eventually';
import { type Parley, startParley } from '../support/parley';
import {
  chatsOf,
  clientWrites,
  offeredTo,
  only,
  pair,
  untilOffered,
  untilStatus,
  writeAtOnce,
  writeInTurn,
} from '../support/routing-scenes';
import { watchPlaces } from '../support/watch-places';

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

describe('with twenty idle operators, when many clients write at the same moment', () => {
  /** The loads at the end, in order; at no moment before had anybody more than the limit. */
  async function distribute(count: number, limit = 5): Promise<number[]> {
    await setSetting(parley, 'SimultaneousChats', limit);
    const { queue, operators } = await createTeam(parley, { size: 20 });
    const channel = await createWebchatChannel(parley, queue.id);
    const watch = await watchPlaces(parley, limit);
    await writeAtOnce(parley, channel.id, count);
    await eventually(
      'an operator was looked for, for every chat',
      async () => {
        const { model } = parley.storage.chats;
        return (await model.countDocuments({ channelId: channel.id, unrouted: false })) === count;
      },
      45_000,
    );
    const { states, faults } = await watch.end();
    expect(faults).toEqual([]);
    const rows = await parley.storage.operators.getMany(operators.map(({ userId }) => userId));
    const loads = [...rows.values()].map(({ load }) => load).sort();
    expect(states).toBeGreaterThanOrEqual(sumOf(loads));
    expect(await statusesIn(channel.id)).toEqual({ offered: sumOf(loads), waiting: count - sumOf(loads) });
    return loads;
  }

  const sumOf = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0);

  async function statusesIn(channelId: string): Promise<Record<string, number>> {
    const chats = await chatsOf(parley, channelId);
    const count = (status: string) => chats.filter((chat) => chat.status === status).length;
    return { offered: count('offered'), waiting: count('waiting') };
  }

  test('a hundred chats fill every place, and no operator has more than five', async () => {
    expect(await distribute(100)).toEqual(Array.from({ length: 20 }, () => 5));
  });

  test('of more chats than there are places, as many are offered as there are, and the others wait', async () => {
    expect(await distribute(50, 2)).toEqual(Array.from({ length: 20 }, () => 2));
  });

  test('fifty chats are spread evenly: two or three for each', async () => {
    const loads = await distribute(50);
    expect(loads).toEqual([...Array(10).fill(2), ...Array(10).fill(3)]);
  });
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
