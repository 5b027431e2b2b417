import type { ApiClient } from '../support/api-client';
import { expectRestAfterEach } from '../support/at-rest';
import { createQueue, createTeam, createUser, createWebchatChannel, setSetting } from '../support/builders';
import { eventually } from '../support/eventually';
import { type Parley, startParley } from '../support/parley';
import { clientWrites, only, pair, storyOf, untilOffered, untilStatus, writeInTurn } from '../support/routing-scenes';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker({}, { hasRelay: false });
});

expectRestAfterEach(() => parley, { highestLimit: 6 });
afterEach(() => setSetting(parley, 'SimultaneousChats', 5));
afterAll(() => parley.stop());

const change = (kind: string, id: string, fields: Record<string, unknown>) =>
  parley.admin.ok('PATCH', `/api/${kind}/${id}`, fields);

/** One operator, active or not, and a channel that leads to him. */
async function oneOperator(given: { active: boolean; rule?: string }) {
  const { queue, operators } = await createTeam(parley, { size: 1, ...given });
  return { queue, operator: only(operators), channel: await createWebchatChannel(parley, queue.id) };
}

async function untilShown(operator: ApiClient, chats: Array<{ id: string }>): Promise<void> {
  const wanted = chats.map(({ id }) => id).join();
  await eventually(
    'the chats are shown',
    async () => (await operator.mine()).available.map(({ id }) => id).join() === wanted,
  );
}

describe('a chat that finds nobody waits, and is offered at once, the oldest first, when', () => {
  test('an operator becomes active: he gets as many as he may have', async () => {
    const { operator, channel } = await oneOperator({ active: false });
    const chats = await writeInTurn(parley, channel.id, 7);
    for (const { id } of chats) expect(await parley.admin.chat(id)).toMatchObject({ status: 'waiting', offer: null });

    await operator.setStatus('active');
    await untilOffered(operator, chats.slice(0, 5));
    for (const { id } of chats.slice(5)) expect(storyOf(await parley.admin.chat(id))).toEqual(['waiting']);
  });

  test('an operator at his limit completes a chat', async () => {
    await setSetting(parley, 'SimultaneousChats', 1);
    const { operator, channel } = await oneOperator({ active: true });
    const chats = await writeInTurn(parley, channel.id, 3);
    for (const chat of chats) {
      await untilOffered(operator, [chat]);
      expect((await operator.accept(chat.id)).status).toBe(200);
      expect((await operator.mine()).offered).toEqual([]);
      expect((await operator.close(chat.id)).status).toBe(200);
    }
  });

  test('the limit is raised', async () => {
    await setSetting(parley, 'SimultaneousChats', 1);
    const { operator, channel } = await oneOperator({ active: true });
    const chats = await writeInTurn(parley, channel.id, 4);
    await untilOffered(operator, chats.slice(0, 1));
    await setSetting(parley, 'SimultaneousChats', 3);
    await untilOffered(operator, chats.slice(0, 3));
    await untilStatus(parley, chats[3]?.id ?? '', 'waiting');
  });

  test('an active user is made an operator of the queue', async () => {
    const { queue } = await createTeam(parley, { size: 0 });
    const channel = await createWebchatChannel(parley, queue.id);
    const chats = await writeInTurn(parley, channel.id, 2);
    const user = await createUser(parley, { active: true });
    await change('queues', queue.id, { operators: [{ userId: user.userId }] });
    await untilOffered(user, chats);
  });

  test("the queue's rule changes to one that offers", async () => {
    const { queue, operator, channel } = await oneOperator({ active: true, rule: 'ToEveryone' });
    const chats = await writeInTurn(parley, channel.id, 3);
    await untilShown(operator, chats);
    await change('queues', queue.id, { routingRule: 'ToMostFree' });
    await untilOffered(operator, chats);
    expect((await operator.mine()).available).toEqual([]);
  });

  test('its channel takes part again', async () => {
    const { operator, channel } = await oneOperator({ active: false });
    const chats = await writeInTurn(parley, channel.id, 2);
    await change('channels', channel.id, { active: false });
    await operator.setStatus('active');
    expect(await operator.mine()).toEqual({ offered: [], available: [], active: [] });
    expect(await operator.status()).toMatchObject({ load: 0 });

    await change('channels', channel.id, { active: true });
    await untilOffered(operator, chats);
  });
});

test("a chat that was at its limit's mercy is shown when the queue's rule changes to show to everyone", async () => {
  await setSetting(parley, 'SimultaneousChats', 1);
  const { queue, operator, channel } = await oneOperator({ active: true });
  const [offered, ...waiting] = await writeInTurn(parley, channel.id, 3);
  await untilOffered(operator, [only([offered].filter((chat) => chat !== undefined))]);
  await change('queues', queue.id, { routingRule: 'ToEveryone' });
  await eventually('the others are shown', async () => {
    const log = await Promise.all(waiting.map(({ id }) => parley.admin.chat(id)));
    return log.every((chat) => storyOf(chat).at(-1) === 'shown');
  });
  await operator.accept(offered?.id ?? '');
  expect((await operator.mine()).available).toEqual([]);
  await operator.close(offered?.id ?? '');
  await untilShown(operator, waiting);
});

test('a lowered limit takes nothing away, and gives nothing until there is room below it', async () => {
  const { operator, channel } = await oneOperator({ active: true });
  const chats = await writeInTurn(parley, channel.id, 3);
  await untilOffered(operator, chats);
  await setSetting(parley, 'SimultaneousChats', 2);
  const { chat: fourth } = await clientWrites(parley, channel.id);
  for (const { id } of chats) expect((await operator.accept(id)).status).toBe(200);
  expect(await operator.status()).toMatchObject({ load: 3, limit: 2 });

  await operator.close(chats[0]?.id ?? '');
  expect(await operator.status()).toMatchObject({ load: 2, limit: 2 });
  await operator.close(chats[1]?.id ?? '');
  await untilOffered(operator, [fourth]);
});

describe('a chat that its operator', () => {
  test('declines goes to the next one at once; he stays active and gets others', async () => {
    const { queue, operators } = await createTeam(parley, { size: 2, active: false });
    const [first, second] = pair(operators);
    await first.setStatus('active');
    const channel = await createWebchatChannel(parley, queue.id);
    const { chat } = await clientWrites(parley, channel.id);
    await untilOffered(first, [chat]);
    await second.setStatus('active');

    expect((await first.decline(chat.id)).status).toBe(200);
    await untilOffered(second, [chat]);
    expect(await first.status()).toMatchObject({ status: 'active', load: 0 });
    expect((await first.decline(chat.id)).status).toBe(200);
    expect(await first.accept(chat.id)).toMatchObject({ status: 409, body: { code: 'offer_expired' } });
    const { chat: another } = await clientWrites(parley, channel.id);
    await untilOffered(first, [another]);
  });

  test('declines is not offered to him again until he sets his status, however much room is made', async () => {
    const { operator, channel } = await oneOperator({ active: true });
    const { chat: declined } = await clientWrites(parley, channel.id);
    await untilOffered(operator, [declined]);
    await operator.decline(declined.id);
    const { chat: another } = await clientWrites(parley, channel.id);
    await untilOffered(operator, [another]);
    await operator.accept(another.id);
    await operator.close(another.id);
    await setSetting(parley, 'SimultaneousChats', 6);
    const { chat: third } = await clientWrites(parley, channel.id);
    await untilOffered(operator, [third]);
    expect(storyOf(await parley.admin.chat(declined.id)).filter((event) => event.startsWith('offered'))).toHaveLength(
      1,
    );

    await operator.setStatus('active');
    await untilOffered(operator, [declined, third]);
    expect((await operator.accept(declined.id)).status).toBe(200);
  });

  test('has been offered goes back to wait when he becomes inactive; chats in work stay his', async () => {
    const { operator, channel } = await oneOperator({ active: true });
    const [inWork, ...offered] = await writeInTurn(parley, channel.id, 3);
    await operator.accept(inWork?.id ?? '');
    await untilOffered(operator, offered);
    await operator.setStatus('inactive');
    const mine = await operator.mine();
    expect(mine).toMatchObject({ offered: [], available: [], active: [{ id: inWork?.id, status: 'active' }] });
    expect(await operator.status()).toMatchObject({ status: 'inactive', reason: 'self', load: 1 });
    for (const { id } of offered) await untilStatus(parley, id, 'waiting');
    await operator.setStatus('active');
    await untilOffered(operator, offered);
  });

  test('has been offered goes to another when he leaves the queue; chats in work stay his', async () => {
    const { queue, operators } = await createTeam(parley, { size: 2, active: false });
    const [leaver, stayer] = pair(operators);
    await leaver.setStatus('active');
    const channel = await createWebchatChannel(parley, queue.id);
    const [inWork, offered] = await writeInTurn(parley, channel.id, 2);
    await leaver.accept(inWork?.id ?? '');
    await untilOffered(leaver, offered === undefined ? [] : [offered]);
    await stayer.setStatus('active');
    await change('queues', queue.id, { operators: [{ userId: stayer.userId }] });

    await untilOffered(stayer, offered === undefined ? [] : [offered]);
    expect(await leaver.status()).toMatchObject({ status: 'active', load: 1 });
    expect((await leaver.mine()).active.map(({ id }) => id)).toEqual([inWork?.id]);
    expect((await leaver.close(inWork?.id ?? '')).status).toBe(200);
  });

  test('has not been offered cannot be declined by him', async () => {
    const { queue, operators } = await createTeam(parley, { size: 2, active: false });
    const [first, second] = pair(operators);
    await first.setStatus('active');
    const channel = await createWebchatChannel(parley, queue.id);
    const { chat } = await clientWrites(parley, channel.id);
    await untilOffered(first, [chat]);
    expect(await second.decline(chat.id)).toMatchObject({ status: 409, body: { code: 'offer_expired' } });
    await first.accept(chat.id);
    expect(await second.decline(chat.id)).toMatchObject({ status: 409, body: { code: 'chat_already_taken' } });
    await first.close(chat.id);
    expect(await second.decline(chat.id)).toMatchObject({ status: 409, body: { code: 'chat_completed' } });
  });
});

test('an administrator sets an operator inactive: his offers are withdrawn, and he is told why', async () => {
  const { operator, channel } = await oneOperator({ active: true });
  const { chat } = await clientWrites(parley, channel.id);
  await untilOffered(operator, [chat]);
  await parley.admin.ok('PUT', `/api/operators/${operator.userId}/status`, { status: 'inactive' });
  expect(await operator.status()).toMatchObject({ status: 'inactive', reason: 'administrator', load: 0 });
  await untilStatus(parley, chat.id, 'waiting');
});

test('a queue without operators makes its chats wait, and says so in the routing log', async () => {
  const queue = await createQueue(parley);
  const channel = await createWebchatChannel(parley, queue.id);
  const { chat } = await clientWrites(parley, channel.id);
  expect(chat).toMatchObject({
    status: 'waiting',
    routingLog: [{ event: 'waiting', operator: null, candidates: { total: 0, operators: [] } }],
  });
});
