import { randomUUID } from 'node:crypto';
import type { Chat } from '../../domain/chat';
import { type ApiUnderTest, startApi } from './api-under-test';
import { createFakeProvider } from './fake-provider';

describe('answers', () => {
  let api: ApiUnderTest;
  let operator: Awaited<ReturnType<ApiUnderTest['addUser']>>;
  let where: Pick<Chat, 'channelId' | 'queueId'>;
  let chats = 0;

  beforeAll(async () => {
    api = await startApi({ name: 'answers', providers: [createFakeProvider().provider] });
    operator = await api.addUser(['CanManageChats']);
    const add = async (path: string, body: object) =>
      String((await api.call('POST', path, { token: operator.token, body })).body.id);
    const queueId = await add('/api/queues', { name: 'Q', routingRule: 'ToMostFree' });
    const settings = { token: '1:secret' };
    where = { queueId, channelId: await add('/api/channels', { provider: 'fake', settings, active: true, queueId }) };
  });
  afterAll(() => api.end());

  /** A chat that the operator has in work. */
  async function makeChat(): Promise<string> {
    const id = randomUUID();
    const chat: Omit<Chat, 'id'> = {
      ...{ ...where, provider: 'fake', number: ++chats, workflowId: id, clientId: id, contactId: id },
      ...{ status: 'active', operatorId: operator.id, offer: null, shownTo: null, unrouted: false, revision: 1 },
      ...{
        declinedBy: [],
        givenBy: null,
        dependsOn: null,
        failedAsks: 0,
        createdAt: new Date(),
        acceptedAt: new Date(),
        completedAt: null,
        completedBy: null,
      },
      ...{ completesAt: null, lastMessage: null, unreadCount: 0, referral: null },
    };
    await api.storage.chats.model.collection.insertOne({ _id: id as never, ...chat, open: true });
    return id;
  }

  const say = (chatId: string, text: string) =>
    api.call('POST', `/api/chats/${chatId}/messages`, { token: operator.token, body: { text } });

  /** The most transactions that were under way at one moment. */
  async function together(act: () => Promise<unknown>): Promise<number> {
    const { inTransaction } = api.storage;
    let [now, most] = [0, 0];
    api.storage.inTransaction = async (work) => {
      most = Math.max(most, ++now);
      return inTransaction(work).finally(() => (now -= 1));
    };
    await act().finally(() => Object.assign(api.storage, { inTransaction }));
    return most;
  }

  it('in one chat do not keep each other from being stored, however many are written at once', async () => {
    const chatId = await makeChat();
    const rush = async () => {
      const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => say(chatId, `answer ${index}`)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    };
    expect(await together(rush)).toBe(1);
    expect(await api.storage.messages.model.countDocuments({ chatId })).toBe(30);
  });

  it('in one chat do not wait for those in another, nor for one that is refused', async () => {
    const [one, other] = [await makeChat(), await makeChat()];
    const rush = () => Promise.all(Array.from({ length: 20 }, (_, index) => say(index % 2 ? one : other, 'Hello')));
    expect(await together(rush)).toBeGreaterThan(1);
    const [refused, taken] = await Promise.all([say(one, 'x'.repeat(101)), say(one, 'Hello')]);
    expect([refused.body.code, taken.status]).toEqual(['message_refused', 202]);
  });

  it('are read one by one, each in its own chat and by those who see that', async () => {
    const [chatId, otherId] = [await makeChat(), await makeChat()];
    const { body: said } = await say(chatId, 'Once more');
    const stranger = await api.addUser();
    const read = (chat: string, { token }: { token: string }) =>
      api.call('GET', `/api/chats/${chat}/messages/${String(said.id)}`, { token });
    expect(await read(chatId, operator)).toMatchObject({ status: 200, body: { id: said.id, text: 'Once more' } });
    expect(await read(otherId, operator)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await read(chatId, stranger)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
});
