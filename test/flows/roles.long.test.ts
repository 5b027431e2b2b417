import { createOperatorDesk } from '../../distribution/operator-desk';
import { createService } from '../../messaging/service';
import type { ApiClient } from '../support/api-client';
import { expectRestAfterEach } from '../support/at-rest';
import { createQueue, createRole, createUser, createWebchatChannel, type Named } from '../support/builders';
import { createGate } from '../support/gate';
import { type Parley, startParley } from '../support/parley';
import { clientWrites, only, untilOffered, untilStatus, writeInTurn } from '../support/routing-scenes';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker({}, { hasRelay: false });
});

expectRestAfterEach(() => parley);
afterAll(() => parley.stop());

/** A queue whose operators are the members of a role. */
async function roleQueue() {
  const role = await createRole(parley);
  const queue = await createQueue(parley, { operators: [{ roleId: role.id }] });
  return { role, queue, channel: await createWebchatChannel(parley, queue.id) };
}

const setRoles = (user: ApiClient, roles: Named[]) =>
  parley.admin.ok('PATCH', `/api/users/${user.userId}`, { roleIds: roles.map(({ id }) => id) });

test('the members of a role are operators of its queue', async () => {
  const { role, channel } = await roleQueue();
  const member = await createUser(parley, { roleIds: [role.id], active: true });
  const stranger = await createUser(parley, { active: true });
  const { chat } = await clientWrites(parley, channel.id);
  await untilOffered(member, [chat]);
  expect((await member.accept(chat.id)).status).toBe(200);
  expect((await stranger.accept(chat.id)).status).toBe(404);
});

test('who joins the role gets the chats that wait, the oldest first, at once', async () => {
  const { role, channel } = await roleQueue();
  const user = await createUser(parley, { active: true });
  const chats = await writeInTurn(parley, channel.id, 3);
  await setRoles(user, [role]);
  await untilOffered(user, chats);
});

test('who leaves the role loses his offers to another member at once, and keeps his chats in work', async () => {
  const { role, channel } = await roleQueue();
  const leaver = await createUser(parley, { roleIds: [role.id], active: true });
  const [inWork, offered] = await writeInTurn(parley, channel.id, 2);
  await leaver.accept(inWork?.id ?? '');
  const stayer = await createUser(parley, { roleIds: [role.id], active: true });
  await setRoles(leaver, []);

  await untilOffered(stayer, offered === undefined ? [] : [offered]);
  expect(await leaver.mine()).toMatchObject({ offered: [], active: [{ id: inWork?.id }] });
  expect(await leaver.status()).toMatchObject({ status: 'active', load: 1 });
  const { chat: next } = await clientWrites(parley, channel.id);
  await untilOffered(stayer, offered === undefined ? [] : [offered, next]);
});

test('a queue that takes a role gives its waiting chats to the members, and one that drops it takes its offers back', async () => {
  const role = await createRole(parley);
  const member = await createUser(parley, { roleIds: [role.id], active: true });
  const queue = await createQueue(parley);
  const channel = await createWebchatChannel(parley, queue.id);
  const chats = await writeInTurn(parley, channel.id, 2);
  await parley.admin.ok('PATCH', `/api/queues/${queue.id}`, { operators: [{ roleId: role.id }] });
  await untilOffered(member, chats);
  await parley.admin.ok('PATCH', `/api/queues/${queue.id}`, { operators: [] });
  for (const { id } of chats) await untilStatus(parley, id, 'waiting');
  expect(await member.status()).toMatchObject({ status: 'active', load: 0 });
  expect((await member.call('GET', `/api/chats/${chats[0]?.id}`)).status).toBe(404);
});

test('an operator by name and by role stays one as long as one of them holds', async () => {
  const role = await createRole(parley);
  const both = await createUser(parley, { roleIds: [role.id], active: true });
  const queue = await createQueue(parley, { operators: [{ roleId: role.id }, { userId: both.userId }] });
  const channel = await createWebchatChannel(parley, queue.id);
  const { chat } = await clientWrites(parley, channel.id);
  const [offered] = await untilOffered(both, [chat]);
  await setRoles(both, []);
  expect(only((await both.mine()).offered).offer).toEqual(offered?.offer);
  await parley.admin.ok('PATCH', `/api/queues/${queue.id}`, { operators: [{ roleId: role.id }] });
  await untilStatus(parley, chat.id, 'waiting');
});

test('one role can staff two queues: the oldest chat over both goes first', async () => {
  const { role, channel: here } = await roleQueue();
  const second = await createQueue(parley, { operators: [{ roleId: role.id }] });
  const there = await createWebchatChannel(parley, second.id);
  const chats = [];
  for (const channel of [there, here, there]) chats.push((await clientWrites(parley, channel.id)).chat);
  const user = await createUser(parley, { active: true });
  await setRoles(user, [role]);
  await untilOffered(user, chats);
});

test('who is taken out of a queue in the moment in which he is put into it is not its operator', async () => {
  const user = await createUser(parley, { active: true });
  const queue = await createQueue(parley);
  const operators = [{ userId: user.userId }];
  await parley.storage.inTransaction((tx) => parley.storage.queues.change(queue.id, { operators }, tx));

  const gate = createGate();
  const ofUser: typeof parley.storage.queues.ofUser = async (of, tx) => {
    const queueIds = await parley.storage.queues.ofUser(of, tx);
    await gate.pass();
    return queueIds;
  };
  const storage = { ...parley.storage, queues: { ...parley.storage.queues, ofUser } };
  const { router } = createService(parley.deps);
  const putIn = createOperatorDesk({ storage, router, perform: async () => undefined }).syncQueueMembers(queue.id);
  await gate.arrived;
  await parley.admin.ok('PATCH', `/api/queues/${queue.id}`, { operators: [] });
  gate.open();
  await putIn;
  expect((await parley.storage.operators.get(user.userId))?.queueIds).toEqual([]);
});
