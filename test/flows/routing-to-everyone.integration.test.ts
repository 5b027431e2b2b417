import { createService } from '../../messaging/service';
import { ApiClient } from '../support/api-client';
import { expectRestAfterEach } from '../support/at-rest';
import { createTeam, createWebchatChannel, setSetting } from '../support/builders';
import { eventually } from '../support/eventually';
import { createGate } from '../support/gate';
import { type Parley, startParley } from '../support/parley';
import { clientWrites, only, pair, storyOf, writeInTurn } from '../support/routing-scenes';

let parley: Parley;
let otherApi: string;

beforeAll(async () => {
  parley = await startParley();
  otherApi = await parley.startApi();
  await parley.startWorker();
});

expectRestAfterEach(() => parley);
afterEach(() => setSetting(parley, 'SimultaneousChats', 5));
afterAll(() => parley.stop());

async function team(size: number) {
  const { queue, operators } = await createTeam(parley, { size, rule: 'ToEveryone' });
  return { queue, operators, channel: await createWebchatChannel(parley, queue.id) };
}

const shownTo = async (operator: ApiClient) => (await operator.mine()).available.map(({ id }) => id);

test('a new chat is shown to all active operators with room; it waits, and is offered to nobody', async () => {
  const { operators, channel } = await team(3);
  const [away] = operators;
  await away?.setStatus('inactive');
  const { chat } = await clientWrites(parley, channel.id);
  for (const operator of operators.slice(1)) {
    const mine = await operator.mine();
    expect(mine).toMatchObject({
      offered: [],
      available: [{ id: chat.id, status: 'waiting', offer: null }],
      active: [],
    });
    expect(await operator.status()).toMatchObject({ load: 0 });
  }
  expect(await away?.mine()).toEqual({ offered: [], available: [], active: [] });
  expect(await away?.accept(chat.id)).toMatchObject({ status: 409, body: { code: 'operator_inactive' } });

  await away?.setStatus('active');
  expect(await shownTo(only(operators))).toEqual([chat.id]);
});

test('the first to take it has it; for the others it is gone', async () => {
  const { operators, channel } = await team(2);
  const [first, second] = pair(operators);
  const { chat } = await clientWrites(parley, channel.id);
  expect(await first.accept(chat.id)).toMatchObject({
    status: 200,
    body: { status: 'active', operator: { id: first.userId } },
  });
  expect(await second.accept(chat.id)).toMatchObject({ status: 409, body: { code: 'chat_already_taken' } });
  expect(await first.accept(chat.id)).toMatchObject({ status: 200 });
  expect(await second.mine()).toEqual({ offered: [], available: [], active: [] });
  expect(await first.mine()).toMatchObject({ available: [], active: [{ id: chat.id }] });
  expect(storyOf(await parley.admin.chat(chat.id))).toEqual(['shown', `accepted Operator 0`]);
});

test('of fifty who accept at the same moment through two API processes, one has it and forty-nine are refused', async () => {
  const { operators, channel } = await team(10);
  const callers = operators.flatMap((operator) => {
    const elsewhere = new ApiClient(otherApi, operator.token, operator.userId);
    return [operator, elsewhere, operator, elsewhere, operator];
  });
  const { chat } = await clientWrites(parley, channel.id);
  const replies = await Promise.all(callers.map(async (caller) => ({ caller, reply: await caller.accept(chat.id) })));

  const { operator: winner } = await parley.admin.chat(chat.id);
  for (const { caller, reply } of replies) {
    if (caller.userId === winner?.id) expect(reply).toMatchObject({ status: 200, body: { operator: winner } });
    else expect(reply).toMatchObject({ status: 409, body: { code: 'chat_already_taken' } });
  }
  const loads = await Promise.all(operators.map(async (operator) => (await operator.status()).load));
  expect(loads.reduce((sum, load) => sum + load, 0)).toBe(1);
});

test('an operator at his limit is shown nothing and can take nothing, until he has completed a chat', async () => {
  await setSetting(parley, 'SimultaneousChats', 1);
  const { operators, channel } = await team(1);
  const operator = only(operators);
  const [first, second, third] = await writeInTurn(parley, channel.id, 3);
  expect(await shownTo(operator)).toEqual([first?.id, second?.id, third?.id]);

  await operator.accept(first?.id ?? '');
  expect(await shownTo(operator)).toEqual([]);
  expect(await operator.accept(second?.id ?? '')).toMatchObject({ status: 409, body: { code: 'operator_at_limit' } });
  await operator.close(first?.id ?? '');
  expect(await shownTo(operator)).toEqual([second?.id, third?.id]);
});

test('an operator who takes many chats at the same moment gets no more than his limit', async () => {
  await setSetting(parley, 'SimultaneousChats', 3);
  const { operators, channel } = await team(1);
  const operator = only(operators);
  const elsewhere = new ApiClient(otherApi, operator.token, operator.userId);
  const chats = await writeInTurn(parley, channel.id, 8);
  const replies = await Promise.all(chats.map(({ id }, index) => (index % 2 === 0 ? operator : elsewhere).accept(id)));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 200, 409, 409, 409, 409, 409]);
  expect(replies.flatMap(({ status, body }) => (status === 409 ? [body.code] : []))).toEqual(
    Array(5).fill('operator_at_limit'),
  );
  expect(await operator.status()).toMatchObject({ load: 3, limit: 3 });
  expect((await operator.mine()).active).toHaveLength(3);
});

test('declining hides a chat for that operator only, until he next sets his status', async () => {
  const { operators, channel } = await team(2);
  const [first, second] = pair(operators);
  const { chat } = await clientWrites(parley, channel.id);
  expect((await first.decline(chat.id)).status).toBe(200);
  expect(await shownTo(first)).toEqual([]);
  expect(await shownTo(second)).toEqual([chat.id]);
  expect(await first.accept(chat.id)).toMatchObject({ status: 409, body: { code: 'offer_expired' } });
  expect(await first.status()).toMatchObject({ status: 'active' });

  await first.setStatus('active');
  expect(await shownTo(first)).toEqual([chat.id]);
  expect((await first.accept(chat.id)).status).toBe(200);
});

test('a chat that was declined by all waits, and can still be taken by who comes later', async () => {
  const { operators, channel } = await team(2);
  const [first, second] = pair(operators);
  await second.setStatus('inactive');
  const { chat } = await clientWrites(parley, channel.id);
  await first.decline(chat.id);
  await second.setStatus('active');
  await eventually('it is shown to the other', async () => (await shownTo(second)).includes(chat.id));
  expect((await second.accept(chat.id)).status).toBe(200);
});

test('of many chats the oldest fifty are shown', async () => {
  const { operators, channel } = await team(1);
  const operator = only(operators);
  const { chat } = await clientWrites(parley, channel.id);
  const row = await parley.storage.chats.model.findById(chat.id).lean();
  if (row === null) throw new Error('the chat has a row');
  const copies = Array.from({ length: 59 }, (_, index) => ({
    ...row,
    _id: `copy-${index}-${chat.id}`,
    clientId: `client-${index}`,
    number: 1_000 + index,
    checkedAt: new Date(),
  }));
  await parley.storage.chats.model.insertMany(copies);
  expect(await shownTo(operator)).toEqual([chat.id, ...copies.slice(0, 49).map(({ _id }) => _id)]);
  await parley.storage.chats.model.deleteMany({ _id: { $in: copies.map(({ _id }) => _id) } });
});

test('a chat of a channel that is switched off is not shown and cannot be taken; it can when the channel is on again', async () => {
  const { operators, channel } = await team(1);
  const operator = only(operators);
  const { chat } = await clientWrites(parley, channel.id);
  await parley.admin.ok('PATCH', `/api/channels/${channel.id}`, { active: false });
  expect(await shownTo(operator)).toEqual([]);
  expect(await operator.accept(chat.id)).toMatchObject({ status: 409, body: { code: 'offer_expired' } });
  await parley.admin.ok('PATCH', `/api/channels/${channel.id}`, { active: true });
  await eventually('it is shown again', async () => (await shownTo(operator)).includes(chat.id));
  expect((await operator.accept(chat.id)).status).toBe(200);
});

test('who asks twice at the same moment, at two API processes, has the chat and is told so twice, also with his last place', async () => {
  const { operators, channel } = await team(1);
  const operator = only(operators);
  await setSetting(parley, 'SimultaneousChats', 1);
  const { chat } = await clientWrites(parley, channel.id);

  const gate = createGate();
  const get: typeof parley.storage.operators.get = async (id, tx) => {
    await gate.pass();
    return parley.storage.operators.get(id, tx);
  };
  const storage = { ...parley.storage, operators: { ...parley.storage.operators, get } };
  const { commands } = createService({ ...parley.deps, storage });
  const asked = { chatId: chat.id, operatorId: operator.userId, commandId: 'second', receivedAtMs: Date.now() };
  const second = commands.accept(asked);
  await gate.arrived;
  expect((await operator.accept(chat.id)).status).toBe(200);
  gate.open();
  expect(await second).toEqual({ kind: 'done' });
});
