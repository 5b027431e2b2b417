import { answerWrittenSignal } from '../../workflows/chat/messages';
import type { ApiChat, ApiClient } from '../support/api-client';
import { expectRestAfterEach } from '../support/at-rest';
import { createTeam, createUser, createWebchatChannel, setSetting } from '../support/builders';
import { eventually } from '../support/eventually';
import { type Parley, startParley } from '../support/parley';
import {
  clientWrites,
  moveCompletion,
  only,
  pair,
  untilOffered,
  untilPast,
  untilStatus,
} from '../support/routing-scenes';

const shortMinutes = 0.02;
/** So long that it is over only when a test lets it be. */
const longMinutes = 60;

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
});

expectRestAfterEach(() => parley);
afterEach(() => setSetting(parley, 'SimultaneousChats', 5));
afterAll(() => parley.stop());

/** A chat in work with its only operator. */
async function chatInWork(queue: Record<string, unknown> = {}) {
  const made = await createTeam(parley, { size: 1, ...queue });
  const operator = only(made.operators);
  const channel = await createWebchatChannel(parley, made.queue.id);
  const { visitor, chat } = await clientWrites(parley, channel.id);
  await untilOffered(operator, [chat]);
  expect((await operator.accept(chat.id)).status).toBe(200);
  return { ...made, operator, channel, visitor, chatId: chat.id };
}

async function untilUnread(operator: ApiClient, chatId: string, unread: number): Promise<ApiChat> {
  return eventually(`${unread} messages are unread`, async () => {
    const chat = (await operator.mine()).active.find(({ id }) => id === chatId);
    return chat?.unreadCount === unread && chat;
  });
}

const counts = async (operator: ApiClient) => ({
  chats: (await operator.ok<{ count: number }>('GET', '/api/chats/unread-count')).count,
  messages: (await operator.ok<{ count: number }>('GET', '/api/messages/unread-count')).count,
});

describe('the completion timeout', () => {
  test('counts from the last outgoing message, and completes the chat', async () => {
    const { operator, chatId } = await chatInWork({ completionTimeoutMinutes: longMinutes });
    await operator.say(chatId, 'One');
    const { completesAt: first } = await operator.chat(chatId);
    await operator.say(chatId, 'Two');
    const { completesAt: second } = await operator.chat(chatId);
    expect(Date.parse(second ?? '')).toBeGreaterThan(Date.parse(first ?? ''));

    const moved = new Date(Date.now() + 1_000);
    await moveCompletion(parley, chatId, moved);
    expect(await untilStatus(parley, chatId, 'completed')).toMatchObject({ completedBy: 'timeout', completesAt: null });
    expect(Date.now()).toBeGreaterThanOrEqual(moved.getTime());
    expect(await operator.status()).toMatchObject({ status: 'active', load: 0 });
  });

  test('does not run before there is an outgoing message, however much the client writes', async () => {
    const { operator, visitor, chatId } = await chatInWork({ completionTimeoutMinutes: 0.001 });
    await visitor.write('Hello?');
    await visitor.write('Anybody there?');
    await untilUnread(operator, chatId, 3);
    expect(await operator.chat(chatId)).toMatchObject({ status: 'active', completesAt: null });
    await operator.say(chatId, 'Yes');
    await untilStatus(parley, chatId, 'completed');
  });

  test("goes on when the client writes, unless the queue keeps a chat open while the client's message is unanswered", async () => {
    const { operator, visitor, chatId } = await chatInWork({ completionTimeoutMinutes: longMinutes });
    await operator.say(chatId, 'How can I help?');
    const { completesAt } = await operator.chat(chatId);
    await visitor.write('I think about it');
    await untilUnread(operator, chatId, 2);
    expect((await operator.chat(chatId)).completesAt).toBe(completesAt);
    await moveCompletion(parley, chatId, new Date());
    expect(await untilStatus(parley, chatId, 'completed')).toMatchObject({ completedBy: 'timeout' });
  });

  test('stops while the client waits for an answer, where the queue says so, and begins anew with the answer', async () => {
    const { queue, operator, visitor, chatId } = await chatInWork({
      completionTimeoutMinutes: longMinutes,
      keepOpenWhileUnanswered: true,
    });
    await operator.say(chatId, 'How can I help?');
    await visitor.write('My order is late');
    await untilUnread(operator, chatId, 2);
    expect((await operator.chat(chatId)).completesAt).toBeNull();
    // As if the former deadline came now, and the workflow had not forgotten it: it acts before it takes in the next message.
    const { workflowId } = (await parley.storage.chats.get(chatId)) ?? { workflowId: '' };
    const formerDeadline = { chatId, completesAtMs: Date.now() };
    await parley.temporal.workflow.getHandle(workflowId).signal(answerWrittenSignal, formerDeadline);
    await visitor.write('Very late');
    await untilUnread(operator, chatId, 3);
    expect(await operator.chat(chatId)).toMatchObject({ status: 'active', completesAt: null });

    await parley.admin.ok('PATCH', `/api/queues/${queue.id}`, { completionTimeoutMinutes: shortMinutes });
    await operator.say(chatId, 'It comes today');
    expect(await untilStatus(parley, chatId, 'completed')).toMatchObject({ completedBy: 'timeout' });
  });

  test('never: without one the chat stays open', async () => {
    const { operator, chatId } = await chatInWork({ completionTimeoutMinutes: null });
    await operator.say(chatId, 'Hello');
    expect(await operator.chat(chatId)).toMatchObject({ status: 'active', completesAt: null });
  });

  test('changed at run time holds for periods that begin afterwards', async () => {
    const { queue, operator, chatId } = await chatInWork({ completionTimeoutMinutes: 60 });
    await operator.say(chatId, 'Hello');
    const { completesAt } = await operator.chat(chatId);
    await parley.admin.ok('PATCH', `/api/queues/${queue.id}`, { completionTimeoutMinutes: shortMinutes });
    expect((await operator.chat(chatId)).completesAt).toBe(completesAt);
    await operator.say(chatId, 'Goodbye');
    await untilStatus(parley, chatId, 'completed');
  });

  test('an answer at the very moment either moves it or is refused: none is taken and then left behind', async () => {
    const { operator, chatId } = await chatInWork({ completionTimeoutMinutes: 0.02 });
    await operator.say(chatId, 'One');
    let { completesAt } = await operator.chat(chatId);
    for (let round = 0; round < 3 && completesAt !== null; round += 1) {
      await untilPast(new Date(Date.parse(completesAt) - 5).toISOString());
      const reply = await operator.call<{ code?: string }>('POST', `/api/chats/${chatId}/messages`, {
        text: `Round ${round}`,
      });
      const chat = await operator.chat(chatId);
      if (reply.status === 202) {
        if (chat.status !== 'completed')
          expect(Date.parse(chat.completesAt ?? '')).toBeGreaterThan(Date.parse(completesAt));
      } else {
        expect(reply).toMatchObject({ status: 409, body: { code: 'chat_completed' } });
        expect(chat.status).toBe('completed');
      }
      completesAt = chat.completesAt;
    }
    await untilStatus(parley, chatId, 'completed');
    const answers = (await operator.conversation(chatId)).filter(({ direction }) => direction === 'outgoing');
    await eventually('every answer that was taken is sent', async () => {
      const now = (await operator.conversation(chatId)).filter(({ direction }) => direction === 'outgoing');
      return now.length === answers.length && now.every(({ deliveryStatus }) => deliveryStatus === 'sent');
    });
  });
});

describe('a completed chat', () => {
  test('by timeout gives its place back, and the next waiting chat comes', async () => {
    await setSetting(parley, 'SimultaneousChats', 1);
    const { operator, channel, chatId } = await chatInWork({ completionTimeoutMinutes: shortMinutes });
    const { chat: waiting } = await clientWrites(parley, channel.id);
    expect(waiting.status).toBe('waiting');
    await operator.say(chatId, 'Bye');
    await untilOffered(operator, [waiting]);
    expect(await parley.admin.chat(chatId)).toMatchObject({ status: 'completed', completedBy: 'timeout' });
  });

  test('is followed by a new chat when its client writes again, given anew to an active operator', async () => {
    const { operator, visitor, chatId } = await chatInWork({ completionTimeoutMinutes: shortMinutes });
    await operator.say(chatId, 'Bye');
    await untilStatus(parley, chatId, 'completed');
    await visitor.write('One more thing');
    const next = await eventually('the new chat is offered', async () => (await operator.mine()).offered[0]);
    expect(next.id).not.toBe(chatId);
    expect(next).toMatchObject({ lastMessage: { text: 'One more thing' }, unreadCount: 1 });
    const texts = async (id: string) => (await operator.conversation(id)).map(({ text }) => text);
    expect(await texts(chatId)).toEqual(['Hello', 'Bye']);
    expect(await texts(next.id)).toEqual(['One more thing']);
  });

  test('takes no answer, and cannot be closed again', async () => {
    const { operator, chatId } = await chatInWork();
    expect(await operator.close(chatId)).toMatchObject({
      status: 200,
      body: { status: 'completed', completedBy: 'operator' },
    });
    expect(await operator.close(chatId)).toMatchObject({ status: 409, body: { code: 'chat_completed' } });
    const answer = await operator.call('POST', `/api/chats/${chatId}/messages`, { text: 'Too late' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'chat_completed' } });
  });
});

describe('closing', () => {
  test('is for the operator who has the chat; a colleague is refused, a stranger sees no such chat', async () => {
    const { queue, operators } = await createTeam(parley, { size: 2, active: false });
    const [his, colleague] = pair(operators);
    const stranger = await createUser(parley, { active: true });
    await his.setStatus('active');
    const channel = await createWebchatChannel(parley, queue.id);
    const { chat } = await clientWrites(parley, channel.id);
    await untilOffered(his, [chat]);
    expect(await his.close(chat.id)).toMatchObject({ status: 409, body: { code: 'chat_not_in_work' } });
    await his.accept(chat.id);
    expect(await colleague.close(chat.id)).toMatchObject({ status: 409, body: { code: 'chat_not_in_work' } });
    expect((await stranger.close(chat.id)).status).toBe(404);
    expect(await his.close(chat.id)).toMatchObject({ status: 200 });
  });

  test('by an administrator completes any chat: one in work, one that is offered, one that waits', async () => {
    const { operator, channel, chatId } = await chatInWork();
    const { chat: offered } = await clientWrites(parley, channel.id);
    await untilOffered(operator, [offered]);
    for (const id of [chatId, offered.id]) {
      const reply = await parley.admin.close(id);
      expect(reply).toMatchObject({ status: 200, body: { status: 'completed', completedBy: 'administrator' } });
    }
    expect(await operator.mine()).toEqual({ offered: [], available: [], active: [] });
    expect(await operator.status()).toMatchObject({ status: 'active', load: 0 });

    await operator.setStatus('inactive');
    const { chat: waiting } = await clientWrites(parley, channel.id);
    expect((await parley.admin.close(waiting.id)).status).toBe(200);
    await operator.setStatus('active');
    expect(await operator.mine()).toEqual({ offered: [], available: [], active: [] });
  });
});

describe('unread messages', () => {
  test('are counted over the chats in work, and marked as read all at once or up to one', async () => {
    const { operator, visitor, channel, chatId } = await chatInWork();
    expect(await counts(operator)).toEqual({ chats: 1, messages: 1 });
    await visitor.write('Two');
    await visitor.write('Three');
    await untilUnread(operator, chatId, 3);
    const { chat: other } = await clientWrites(parley, channel.id);
    await untilOffered(operator, [other]);
    expect(await counts(operator)).toEqual({ chats: 1, messages: 3 });
    await operator.accept(other.id);
    expect(await counts(operator)).toEqual({ chats: 2, messages: 4 });

    const [, second] = await operator.conversation(chatId);
    const upTo = await operator.ok<ApiChat>('POST', `/api/chats/${chatId}/read`, { messageId: second?.id });
    expect(upTo.unreadCount).toBe(1);
    expect(await counts(operator)).toEqual({ chats: 2, messages: 2 });
    expect((await operator.ok<ApiChat>('POST', `/api/chats/${chatId}/read`)).unreadCount).toBe(0);
    expect(await counts(operator)).toEqual({ chats: 1, messages: 1 });

    await visitor.write('Four');
    await untilUnread(operator, chatId, 1);
    await operator.close(chatId);
    expect(await counts(operator)).toEqual({ chats: 1, messages: 1 });
  });

  test('are marked as read only by the operator who has the chat, and only up to a message of the chat', async () => {
    const { chatId, operator, queue } = await chatInWork();
    const { chatId: elsewhere, operator: other } = await chatInWork();
    const colleague = await createUser(parley);
    await parley.admin.ok('PATCH', `/api/queues/${queue.id}`, {
      operators: [{ userId: operator.userId }, { userId: colleague.userId }],
    });
    const path = `/api/chats/${chatId}/read`;
    expect(await colleague.call('POST', path)).toMatchObject({ status: 409, body: { code: 'chat_not_in_work' } });
    expect((await other.call('POST', path)).status).toBe(404);
    const [foreign] = await other.conversation(elsewhere);
    expect((await operator.call('POST', path, { messageId: foreign?.id })).status).toBe(404);
    expect(await counts(operator)).toEqual({ chats: 1, messages: 1 });
  });
});
