import type { ApiChat, ApiClient } from '../support/api-client';
import { createTeam, createUser, createWebchatChannel } from '../support/builders';
import { type Parley, startParley } from '../support/parley';
import { chatsOf, clientWrites, only, pair, storyOf, untilOffered, untilStatus } from '../support/routing-scenes';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
});

afterAll(() => parley.stop());

/** A queue with its team, and a chat that is offered to its first operator. */
async function queueWithChat(size = 1) {
  const { queue, operators } = await createTeam(parley, { size, active: false });
  const operator = only(operators);
  await operator.setStatus('active');
  const channel = await createWebchatChannel(parley, queue.id);
  const { chat, visitor } = await clientWrites(parley, channel.id);
  await untilOffered(operator, [chat]);
  return { queue, channel, operators, operator, chat, visitor };
}

const idsSeenBy = async (user: ApiClient, query = '') =>
  (await user.ok<{ items: ApiChat[] }>('GET', `/api/chats?view=all&limit=200${query}`)).items.map(({ id }) => id);

describe("an operator of another queue, to whom a chat is as if it weren't there,", () => {
  const calls: Array<{ what: string; method: string; path: string; body?: unknown }> = [
    { what: 'see it', method: 'GET', path: '' },
    { what: 'read it', method: 'GET', path: '/messages' },
    { what: 'take it', method: 'POST', path: '/accept' },
    { what: 'decline it', method: 'POST', path: '/decline' },
    { what: 'close it', method: 'POST', path: '/close' },
    { what: 'answer in it', method: 'POST', path: '/messages', body: { text: 'Hello' } },
    { what: 'mark it as read', method: 'POST', path: '/read' },
    { what: 'see its actions', method: 'GET', path: '/actions' },
    { what: 'run one of its actions', method: 'POST', path: '/actions/any' },
    { what: 'see its processes', method: 'GET', path: '/processes' },
    { what: 'see one of its processes', method: 'GET', path: '/processes/any' },
  ];

  let chat: ApiChat;
  let stranger: ApiClient;
  let nobody: ApiClient;

  beforeAll(async () => {
    const scene = await queueWithChat();
    chat = scene.chat;
    stranger = only((await createTeam(parley, { size: 1 })).operators);
    nobody = await createUser(parley, { permissions: ['CanManageChats'] });
  });

  test.each(calls)(
    'cannot $what, nor can who manages chats without being an operator',
    async ({ method, path, body }) => {
      for (const user of [stranger, nobody]) {
        const reply = await user.call<{ code: string }>(method, `/api/chats/${chat.id}${path}`, body);
        expect(reply).toMatchObject({ status: 404, body: { code: 'not_found' } });
      }
      expect(await parley.admin.chat(chat.id)).toMatchObject({ status: 'offered', unreadCount: 1 });
    },
  );
});

test('an operator sees the chats of his queues only, an administrator all of them, also by a filter', async () => {
  const ours = await queueWithChat();
  const theirs = await queueWithChat();
  expect(await idsSeenBy(ours.operator)).toEqual([ours.chat.id]);
  expect(await idsSeenBy(ours.operator, `&queueId=${theirs.queue.id}`)).toEqual([]);
  expect(await idsSeenBy(ours.operator, `&channelId=${theirs.channel.id}`)).toEqual([]);
  expect(await idsSeenBy(parley.admin)).toEqual(expect.arrayContaining([ours.chat.id, theirs.chat.id]));
  expect(await idsSeenBy(parley.admin, `&queueId=${theirs.queue.id}`)).toEqual([theirs.chat.id]);
  const manager = await createUser(parley, { permissions: ['CanManageChats'] });
  expect(await idsSeenBy(manager)).toEqual([]);
});

test('a colleague of the same queue reads a chat and its routing log, but cannot answer in it', async () => {
  const { operators, operator, chat } = await queueWithChat(2);
  const [, colleague] = pair(operators);
  await operator.accept(chat.id);
  expect((await colleague.chat(chat.id)).operator).toMatchObject({ id: operator.userId });
  expect((await colleague.conversation(chat.id)).map(({ text }) => text)).toEqual(['Hello']);
  const answer = await colleague.call('POST', `/api/chats/${chat.id}/messages`, { text: 'Hello' });
  expect(answer).toMatchObject({ status: 409, body: { code: 'chat_not_in_work' } });
});

test('an administrator looks at the chats of an operator; an operator only at his own', async () => {
  const { operator, chat } = await queueWithChat();
  const mine = await parley.admin.ok<{ offered: ApiChat[] }>('GET', `/api/chats?operatorId=${operator.userId}`);
  expect(mine.offered.map(({ id }) => id)).toEqual([chat.id]);
  const curious = await createUser(parley);
  const reply = await curious.call('GET', `/api/chats?operatorId=${operator.userId}`);
  expect(reply).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});

test('who is no operator has no chats', async () => {
  const user = await createUser(parley);
  expect(await user.mine()).toEqual({ offered: [], available: [], active: [] });
});

test('who leaves a queue no longer sees its chats, but those that he has in work', async () => {
  const { queue, channel, operator, chat } = await queueWithChat();
  await operator.accept(chat.id);
  const { chat: other } = await clientWrites(parley, channel.id);
  await parley.admin.ok('PATCH', `/api/queues/${queue.id}`, { operators: [] });
  expect((await operator.call('GET', `/api/chats/${other.id}`)).status).toBe(404);
  expect((await operator.chat(chat.id)).status).toBe('active');
  expect((await operator.say(chat.id, 'I am still here')).text).toBe('I am still here');
});

describe('the routing log', () => {
  test('tells of each decision who was eligible, with what load, who was chosen, and why', async () => {
    const { queue, operators } = await createTeam(parley, { size: 3, active: false });
    const [first, second] = pair(operators);
    const channel = await createWebchatChannel(parley, queue.id);
    await first.setStatus('active');
    const { chat: earlier } = await clientWrites(parley, channel.id);
    await untilOffered(first, [earlier]);
    await second.setStatus('active');
    const { chat } = await clientWrites(parley, channel.id);
    await untilOffered(second, [chat]);
    await second.decline(chat.id);
    await untilOffered(first, [earlier, chat]);
    await first.accept(chat.id);
    await first.close(chat.id);

    const { routingLog } = await untilStatus(parley, chat.id, 'completed');
    const named = ({ userId }: ApiClient, load: number) => ({ id: userId, name: expect.any(String), load });
    expect(routingLog).toMatchObject([
      {
        event: 'offered',
        operator: { id: second.userId },
        reason: 'chosen by ToMostFree',
        candidates: { total: 2, limit: 5, operators: [named(second, 0), named(first, 1)] },
      },
      { event: 'declined', operator: { id: second.userId }, candidates: null },
      {
        event: 'offered',
        operator: { id: first.userId },
        candidates: { total: 1, operators: [named(first, 1)] },
      },
      { event: 'accepted', operator: { id: first.userId } },
      { event: 'completed', operator: { id: first.userId }, reason: 'by operator' },
    ]);
  });

  test('says of many candidates how many, names the first twenty, and always the chosen one', async () => {
    const { queue, operators } = await createTeam(parley, { size: 23 });
    const channel = await createWebchatChannel(parley, queue.id);
    const { chat } = await clientWrites(parley, channel.id);
    const { routingLog } = await untilStatus(parley, chat.id, 'offered');
    const { candidates, operator } = only(routingLog);
    expect(candidates?.total).toBe(23);
    expect(candidates?.operators).toHaveLength(20);
    expect(candidates?.operators.map(({ id }) => id)).toContain(operator?.id);
    const ids = operators.map(({ userId }) => userId);
    for (const { id, load } of candidates?.operators ?? []) {
      expect(ids).toContain(id);
      expect(load).toBe(0);
    }
  });

  test('says why a chat waits', async () => {
    const { queue } = await createTeam(parley, { size: 1, active: false });
    const channel = await createWebchatChannel(parley, queue.id);
    const { chat } = await clientWrites(parley, channel.id);
    const [waiting] = await chatsOf(parley, channel.id);
    expect(waiting).toMatchObject({ id: chat.id, status: 'waiting', operator: null, offer: null });
    expect(storyOf(chat)).toEqual(['waiting']);
    expect(only(chat.routingLog)).toMatchObject({ reason: 'no active operator has room', candidates: { total: 0 } });
  });
});
