import { randomUUID } from 'node:crypto';
import { toldIn } from '../../api/words/told-in';
import type { Chat } from '../../domain/chat';
import { messageEvents } from '../../domain/live-event';
import { endOf, failedWith, type ProcessEnd } from '../../domain/process';
import { commit } from '../../storage/unit-of-work';
import { EventStream } from '../support/event-stream';
import { type ApiUnderTest, startApi } from './api-under-test';
import { createFakeProvider } from './fake-provider';

/** By the language that the caller asks for. */
const wordings = {
  'en-GB': {
    message: 'The client has blocked this bot. He can be written to again as soon as he unblocks it.',
    file: 'The messenger did not deliver this file, although it was asked several times.',
    process: 'It took longer than 3 minutes.',
    outcome: '21 administrators are notified.',
    notification: 'Chat 1: An operator asks for a system administrator.',
    others: 'Der Lieferant sagt nein.',
  },
  'ru, en;q=0.5': {
    message: 'Клиент заблокировал этого бота. Ему снова можно будет писать, как только он разблокирует бота.',
    file: 'Мессенджер не передал этот файл, хотя его запрашивали несколько раз.',
    process: 'Процесс длился дольше 3 минут.',
    outcome: 'Уведомлены: 21 администратор.',
    notification: 'Чат 1: Оператор просит помощи системного администратора.',
    others: 'Der Lieferant sagt nein.',
  },
};
const english = wordings['en-GB'];

describe('what came of something, and why it failed', () => {
  let api: ApiUnderTest;
  let operator: Awaited<ReturnType<ApiUnderTest['addUser']>>;
  const ending = new AbortController();
  let atWork: Promise<unknown>;
  let chat: Chat;

  beforeAll(async () => {
    api = await startApi({ name: 'failures', providers: [createFakeProvider().provider] });
    const { feed, presence } = api.deps.service;
    atWork = Promise.all([feed.run(ending.signal), presence.run(ending.signal)]);
    operator = await api.addUser(['CanManageChats']);
    const add = async (path: string, body: object) =>
      String((await api.call('POST', path, { token: operator.token, body })).body.id);
    const queueId = await add('/api/queues', { name: 'Q', routingRule: 'ToMostFree' });
    const settings = { token: '1:secret' };
    const channelId = await add('/api/channels', { provider: 'fake', settings, active: true, queueId });
    const id = randomUUID();
    chat = {
      ...{ id, channelId, queueId, provider: 'fake', number: 1, workflowId: id, clientId: id, contactId: id },
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
    await api.storage.inTransaction((tx) => api.storage.chats.open(tx, chat));
  });
  afterAll(async () => {
    ending.abort();
    await atWork;
    await api.end();
  });

  const listen = (language: string) => EventStream.open({ base: api.root, token: operator.token }, '', language);

  const read = async <B>(path: string, language: string): Promise<B> =>
    (await api.call<B>('GET', path, { token: operator.token, headers: { 'Accept-Language': language } })).body;

  /** An answer of the operator's with a file, neither of which got through. */
  async function failAnswer(): Promise<string> {
    const path = `/api/chats/${chat.id}/messages`;
    const { body } = await api.call('POST', path, { token: operator.token, body: { text: 'here you are' } });
    const id = String(body.id);
    const attachment = {
      ...{ id: randomUUID(), fileName: 'a.txt', mediaType: 'text/plain', size: null, reference: null, fileId: null },
      ...{ status: 'failed' as const, failure: { code: 'download_failed', reason: english.file } },
    };
    await api.storage.messages.model.updateOne({ _id: id }, { $set: { attachments: [attachment] } });
    const failure = { code: 'blocked_by_client', reason: english.message };
    await commit(api.storage, async (unit) => {
      const to = { status: 'failed' as const, failure };
      const failed = await api.storage.messages.moveDelivery(id, { status: 'pending' }, to, unit.tx);
      for (const event of failed === null ? [] : messageEvents('message.updated', failed)) unit.tell(event);
    });
    return id;
  }

  async function runProcess(end: ProcessEnd): Promise<string> {
    const id = randomUUID();
    await commit(api.storage, async (unit) => {
      const run = {
        ...{ id, chatId: chat.id, contactId: chat.contactId, actionId: 'a', actionName: 'Ask', process: 'Ask' },
        ...{ parameters: {}, startedBy: operator.id, startedAt: new Date(), endedAt: null },
        ...{ status: 'started' as const, outcome: null, failure: null },
      };
      await api.storage.processRuns.create(run, unit.tx);
      await api.storage.processRuns.end(id, end, unit.tx);
      unit.tell({ type: 'process.finished', runId: id, chatId: chat.id });
    });
    return id;
  }

  async function notify(text: string): Promise<string> {
    const id = randomUUID();
    const notification = {
      id,
      userId: operator.id,
      text,
      link: null,
      chatId: chat.id,
      createdAt: new Date(),
      readAt: null,
    };
    await commit(api.storage, async (unit) => {
      await api.storage.notifications.add([notification], unit.tx);
      unit.tell({ type: 'notification.created', notificationId: id, userId: operator.id });
    });
    return id;
  }

  it('is told to each caller in the language that he asks for, in replies and in live events', async () => {
    const streams = await Promise.all(
      Object.entries(wordings).map(async ([language, said]) => ({ language, said, stream: await listen(language) })),
    );
    const answer = await failAnswer();
    const run = await runProcess(failedWith('timed_out', english.process));
    const foreign = await runProcess(failedWith('process_failed', english.others));
    const done = await runProcess(endOf(english.outcome));
    const notified = await notify(english.notification);

    for (const { language, said, stream } of streams) {
      const message = {
        id: answer,
        failure: { code: 'blocked_by_client', reason: said.message },
        attachments: [{ failure: { code: 'download_failed', reason: said.file } }],
      };
      const runs = [
        { id: run, failure: { code: 'timed_out', reason: said.process } },
        { id: foreign, failure: { code: 'process_failed', reason: said.others } },
        { id: done, outcome: { text: said.outcome } },
      ];
      const notification = { id: notified, text: said.notification };
      const conversation = await read<{ items: object[] }>(`/api/chats/${chat.id}/messages`, language);
      expect(conversation.items).toMatchObject([message]);
      const { items } = await read<{ items: Array<{ id: string }> }>(`/api/chats/${chat.id}/processes`, language);
      expect(runs.map(({ id }) => items.find((item) => item.id === id))).toMatchObject(runs);

      const told = await stream.untilHeard('message.updated', ({ data }) => data.message?.failure !== null);
      expect(told.data).toMatchObject({ message });
      for (const one of runs) {
        const ended = await stream.untilHeard('process.finished', ({ data }) => data.process?.id === one.id);
        expect(ended.data).toMatchObject({ process: one });
      }
      const bell = await read<{ items: object[] }>('/api/notifications', language);
      expect(bell.items).toMatchObject([notification]);
      const rung = await stream.untilHeard('notification.created');
      expect(rung.data).toMatchObject({ notification });
      stream.cut();
    }
  });

  it('leaves all else in a reply as it is', () => {
    const reason = english.process;
    const at = new Date();
    const told = {
      reason,
      text: reason,
      at,
      none: null,
      failure: null,
      all: [{ failure: reason }, { failure: { n: 1 } }],
    };
    expect(toldIn('ru', told)).toEqual(told);
  });
});
