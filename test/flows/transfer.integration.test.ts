import type { ApiChat, ApiClient } from '../support/api-client';
import { expectRestAfterEach } from '../support/at-rest';
import { createTeam, createUser, createWebchatChannel, setSetting } from '../support/builders';
import { eventually } from '../support/eventually';
import { type Parley, startParley } from '../support/parley';
import { clientWrites, only, storyOf, untilOffered, untilStatus } from '../support/routing-scenes';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
});

expectRestAfterEach(() => parley);
afterEach(() => setSetting(parley, 'SimultaneousChats', 5));
afterAll(() => parley.stop());

type To = { operatorId: string } | { queueId: string };
const transfer = (by: ApiClient, chatId: string, to: To, headers?: Record<string, string>) =>
  by.call<ApiChat & { code?: string }>('POST', `/api/chats/${chatId}/transfer`, to, headers);

/** Ann has a chat in work; her colleague, of another queue, is active. */
async function annHasAChat(queueFields: Record<string, unknown> = {}) {
  const { queue, operators } = await createTeam(parley, { size: 1, ...queueFields });
  const other = await createTeam(parley, { size: 1 });
  const ann = only(operators);
  const bob = only(other.operators);
  const channel = await createWebchatChannel(parley, queue.id);
  const { visitor, chat } = await clientWrites(parley, channel.id);
  await untilOffered(ann, [chat]);
  await ann.accept(chat.id);
  return { ann, bob, queue, bobsQueue: other.queue, channel, visitor, chatId: chat.id, number: chat.number };
}

describe('to an operator', () => {
  test('the chat is his at once, with its age, and the giver has room again', async () => {
    const { ann, bob, chatId, number, visitor } = await annHasAChat();
    const given = await transfer(ann, chatId, { operatorId: bob.userId });
    expect(given).toMatchObject({ status: 200, body: { status: 'active', number, operator: { id: bob.userId } } });
    expect((await bob.mine()).active.map(({ id }) => id)).toEqual([chatId]);
    expect((await ann.mine()).active).toEqual([]);
    expect([(await ann.status()).load, (await bob.status()).load]).toEqual([0, 1]);
    await bob.say(chatId, 'I go on');
    await eventually('the client reads it', async () => (await visitor.sees()).some(({ text }) => text === 'I go on'));
    expect((await ann.call('POST', `/api/chats/${chatId}/messages`, { text: 'Me too' })).status).toBe(409);
    expect(storyOf(await parley.admin.chat(chatId)).at(-1)).toBe('transferred Operator 0');
  });

  test('who is inactive, full or no operator does not get it, and the chat stays where it is', async () => {
    const { ann, bob, chatId } = await annHasAChat();
    const stranger = await createUser(parley);
    const unknown = await transfer(ann, chatId, { operatorId: stranger.userId });
    expect(unknown).toMatchObject({ status: 400, body: { errors: { operatorId: 'is no operator' } } });
    await bob.setStatus('inactive');
    const inactive = await transfer(ann, chatId, { operatorId: bob.userId });
    expect(inactive).toMatchObject({
      status: 409,
      body: { code: 'operator_inactive', detail: expect.stringContaining('That operator') },
    });
    await bob.setStatus('active');
    const { chatId: bobs } = await annHasAChat();
    await parley.admin.ok('POST', `/api/chats/${bobs}/transfer`, { operatorId: bob.userId });
    await setSetting(parley, 'SimultaneousChats', 1);
    const full = await transfer(ann, chatId, { operatorId: bob.userId });
    expect(full).toMatchObject({
      status: 409,
      body: { code: 'operator_at_limit', detail: expect.stringContaining('That operator') },
    });
    expect(await ann.chat(chatId)).toMatchObject({ status: 'active', operator: { id: ann.userId } });
  });

  test('of many chats given to him at once he gets as many as he may have', async () => {
    await setSetting(parley, 'SimultaneousChats', 3);
    const { bob } = await annHasAChat();
    const scenes = [];
    for (let index = 0; index < 6; index += 1) scenes.push(await annHasAChat());
    const replies = await Promise.all(
      scenes.map(({ ann, chatId }) => transfer(ann, chatId, { operatorId: bob.userId })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 200, 409, 409, 409]);
    expect(await bob.status()).toMatchObject({ load: 3 });
  });

  test('given to two at the same instant it is one’s, and the other has nothing', async () => {
    const { ann, bob, chatId } = await annHasAChat();
    const { bob: cem } = await annHasAChat();
    await Promise.all([
      transfer(ann, chatId, { operatorId: bob.userId }),
      transfer(ann, chatId, { operatorId: cem.userId }),
    ]);
    const { operator } = await parley.admin.chat(chatId);
    const loads = [(await bob.status()).load, (await cem.status()).load];
    expect(loads).toEqual(operator?.id === bob.userId ? [1, 0] : [0, 1]);
  });

  test('repeated with the same key it has one effect', async () => {
    const { ann, bob, chatId } = await annHasAChat();
    const headers = { 'Idempotency-Key': chatId };
    const twice = [
      await transfer(ann, chatId, { operatorId: bob.userId }, headers),
      await transfer(ann, chatId, { operatorId: bob.userId }, headers),
    ];
    expect(twice.map(({ status }) => status)).toEqual([200, 200]);
    const story = storyOf(await parley.admin.chat(chatId));
    expect(story.filter((event) => event.startsWith('transferred'))).toHaveLength(1);
  });
});

describe('to a queue', () => {
  test('the chat is offered to that queue’s operator, and goes before younger ones', async () => {
    const { ann, bob, bobsQueue, chatId } = await annHasAChat();
    await setSetting(parley, 'SimultaneousChats', 1);
    const channel = await createWebchatChannel(parley, bobsQueue.id);
    const { chat: first } = await clientWrites(parley, channel.id);
    const { chat: younger } = await clientWrites(parley, channel.id);
    await untilOffered(bob, [first]);
    expect(await transfer(ann, chatId, { queueId: bobsQueue.id })).toMatchObject({
      status: 200,
      body: { queue: { id: bobsQueue.id } },
    });
    await bob.accept(first.id);
    await bob.close(first.id);
    await untilOffered(bob, [{ id: chatId }]);
    expect(await bob.chat(younger.id)).toMatchObject({ status: 'waiting' });
  });

  test('in his own queue it goes to a colleague, although the giver has fewer chats', async () => {
    const { ann, queue, chatId, channel } = await annHasAChat();
    const colleague = await createUser(parley, { name: 'Colleague', active: true });
    const operators = [ann, colleague].map(({ userId }) => ({ userId }));
    await parley.admin.ok('PATCH', `/api/queues/${queue.id}`, { operators });
    const { chat: busy } = await clientWrites(parley, channel.id);
    await untilOffered(colleague, [busy]);
    expect((await transfer(ann, chatId, { queueId: queue.id })).status).toBe(200);
    await untilOffered(colleague, [{ id: chatId }, busy]);
    expect(await ann.mine()).toMatchObject({ offered: [], active: [] });
  });

  test('comes back to him when nobody else there can take it, as an offer, and again as one that is shown', async () => {
    const { ann, queue, chatId } = await annHasAChat();
    expect(await transfer(ann, chatId, { queueId: queue.id })).toMatchObject({ status: 200, body: { operator: null } });
    await untilOffered(ann, [{ id: chatId }]);
    expect((await ann.accept(chatId)).status).toBe(200);

    const showing = await createTeam(parley, { size: 0, rule: 'ToEveryone', operators: [{ userId: ann.userId }] });
    expect((await transfer(ann, chatId, { queueId: showing.queue.id })).status).toBe(200);
    await eventually('it is shown to him', async () => (await ann.mine()).available.some(({ id }) => id === chatId));
    expect((await ann.accept(chatId)).status).toBe(200);
  });

  test('the completion timeout does not run while nobody has it, and runs anew from the next who takes it', async () => {
    const { ann, bob, bobsQueue, chatId } = await annHasAChat({ completionTimeoutMinutes: 60 });
    await parley.admin.ok('PATCH', `/api/queues/${bobsQueue.id}`, { completionTimeoutMinutes: 0.02 });
    await ann.say(chatId, 'My colleague knows more');
    await bob.setStatus('inactive');
    expect(await transfer(ann, chatId, { queueId: bobsQueue.id })).toMatchObject({ body: { completesAt: null } });
    await bob.setStatus('active');
    await untilOffered(bob, [{ id: chatId }]);
    await bob.accept(chatId);
    expect(await untilStatus(parley, chatId, 'completed')).toMatchObject({
      completedBy: 'timeout',
      operator: { id: bob.userId },
    });
  });

  test('a queue that is not there is refused by field', async () => {
    const { ann, chatId } = await annHasAChat();
    expect(await transfer(ann, chatId, { queueId: 'none' })).toMatchObject({
      status: 400,
      body: { errors: { queueId: 'is no queue' } },
    });
    const [both, neither] = [
      await transfer(ann, chatId, { queueId: 'none', operatorId: 'x' }),
      await ann.call('POST', `/api/chats/${chatId}/transfer`, {}),
    ];
    for (const reply of [both, neither])
      expect(reply).toMatchObject({ status: 400, body: { detail: expect.stringContaining('operatorId or queueId') } });
  });
});

describe('by an administrator', () => {
  test('any chat is given to any active operator with room: waiting, offered, in work', async () => {
    const { ann, bob, chatId, channel } = await annHasAChat();
    expect((await transfer(parley.admin, chatId, { operatorId: bob.userId })).status).toBe(200);
    const { chat: offered } = await clientWrites(parley, channel.id);
    await untilOffered(ann, [offered]);
    expect((await transfer(parley.admin, offered.id, { operatorId: bob.userId })).status).toBe(200);
    await untilOffered(ann, []);
    await ann.setStatus('inactive');
    const { chat: waiting } = await clientWrites(parley, channel.id);
    expect((await transfer(parley.admin, waiting.id, { operatorId: bob.userId })).status).toBe(200);
    expect((await bob.mine()).active.map(({ id }) => id).sort()).toEqual([chatId, offered.id, waiting.id].sort());
  });

  test('a chat is given to the one to whom it is offered, although that is his last place', async () => {
    await setSetting(parley, 'SimultaneousChats', 1);
    const { queue, operators } = await createTeam(parley, { size: 1 });
    const operator = only(operators);
    const { chat } = await clientWrites(parley, (await createWebchatChannel(parley, queue.id)).id);
    await untilOffered(operator, [chat]);
    expect((await transfer(parley.admin, chat.id, { operatorId: operator.userId })).status).toBe(200);
    expect(await operator.status()).toMatchObject({ load: 1 });
  });
});

test('only who has the chat in work gives it away; a completed one goes nowhere', async () => {
  const { ann, bob, queue, chatId } = await annHasAChat();
  const colleague = await createUser(parley, { active: false });
  await parley.admin.ok('PATCH', `/api/queues/${queue.id}`, {
    operators: [{ userId: ann.userId }, { userId: colleague.userId }],
  });
  await eventually(
    'the colleague sees the chat',
    async () => (await colleague.call('GET', `/api/chats/${chatId}`)).status === 200,
  );
  expect(await transfer(colleague, chatId, { operatorId: bob.userId })).toMatchObject({
    status: 409,
    body: { code: 'chat_not_in_work' },
  });
  expect((await transfer(bob, chatId, { operatorId: bob.userId })).status).toBe(404);
  await ann.close(chatId);
  expect(await transfer(ann, chatId, { operatorId: bob.userId })).toMatchObject({
    status: 409,
    body: { code: 'chat_completed' },
  });
});

test('transferred, closed and handed on at the same instant, a chat ends in one consistent state', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { ann, bob, bobsQueue, chatId } = await annHasAChat();
    await Promise.all([
      transfer(ann, chatId, { operatorId: bob.userId }),
      transfer(ann, chatId, { queueId: bobsQueue.id }),
      ann.close(chatId),
      transfer(parley.admin, chatId, { operatorId: ann.userId }),
    ]);
  }
});

describe('those who watch over queues', () => {
  test('see what waits and since when, and the operators with status and load', async () => {
    const { ann, queue, channel, chatId } = await annHasAChat();
    await ann.setStatus('inactive');
    const { chat: waiting } = await clientWrites(parley, channel.id);
    const { items } = await parley.admin.ok<{ items: Array<{ queue: { id: string } }> }>(
      'GET',
      '/api/supervision/queues?limit=200',
    );
    const createdAt = (await parley.storage.chats.get(waiting.id))?.createdAt.toISOString();
    expect(items.find((item) => item.queue.id === queue.id)).toMatchObject({
      ...{ waiting: 1, offered: 0, active: 1, bot: 0, oldestWaitingSince: createdAt },
      operators: [{ id: ann.userId, status: 'inactive', reason: 'self', load: 1, limit: 5 }],
    });
    expect((await ann.call('GET', '/api/supervision/queues')).status).toBe(403);
    await ann.close(chatId);
  });

  test('and who looks for somebody to give a chat to sees the operators of a queue, page by page', async () => {
    const { operators, queue } = await createTeam(parley, { size: 3 });
    const caller = only(operators.slice(0, 1));
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: Array<{ id: string }>; nextCursor: string | null } = await caller.ok(
        'GET',
        `/api/operators?queueId=${queue.id}&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(operators.map(({ userId }) => userId));
    const everyone = await caller.ok<{ items: object[] }>('GET', '/api/operators?limit=200');
    expect(everyone.items.length).toBeGreaterThan(3);
  });
});
