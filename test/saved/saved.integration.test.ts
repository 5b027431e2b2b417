import { chatStatuses } from '../../domain/chat';
import { migrations } from '../../storage/migrations/registry';
import type { ApiChat, ApiClient, ApiMessage } from '../support/api-client';
import { untilAtRest } from '../support/at-rest';
import { Visitor } from '../support/builders';
import { eventually } from '../support/eventually';
import { savedData } from './saved-data';
import { type SavedStage, startOnSaved } from './saved-stage';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const ago = (ms: number) => new Date(Date.now() - ms);

interface Row extends Record<string, unknown> {
  _id: string;
}
interface ChatRow extends Row {
  number: number;
  status: string;
  queueId: string;
  channelId: string;
  contactId: string;
  operatorId: string | null;
  offer: { operatorId: string } | null;
}
interface MessageRow extends Row {
  chatId: string | null;
  text: string;
}

test('there is something to start on', () => {
  expect(savedData().length).toBeGreaterThan(0);
});

describe.each(savedData())('this version on what was saved as $name', (data) => {
  let stage: SavedStage;
  let admin: ApiClient;
  afterEach(() => stage.stop());

  async function start(asOf: Date): Promise<void> {
    stage = await startOnSaved(data, asOf);
    admin = await stage.anonymous.login('admin', data.passwords.admin);
  }

  const rows = async <R extends Row>(collection: string): Promise<R[]> =>
    stage.database.collection<R>(collection).find().toArray() as unknown as Promise<R[]>;
  const ids = (items: Array<{ id?: unknown; _id?: unknown }>) => items.map(({ id, _id }) => String(id ?? _id)).sort();

  /** Everything that a list has, over all its pages. */
  async function all<T extends { id: string }>(path: string, who = admin): Promise<T[]> {
    const items: T[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const url: string = `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor && `&cursor=${cursor}`}`;
      const page: { items: T[]; nextCursor: string | null } = await who.ok('GET', url);
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  }

  const section = (query = '') => all<ApiChat>(`/api/chats?view=all${query}`);

  /** Somebody whose account is in what was saved. */
  async function signIn(userId: string | null | undefined): Promise<ApiClient> {
    const [account] = await stage.database
      .collection<Row>('users')
      .find({ _id: String(userId) })
      .toArray();
    return stage.anonymous.login(String(account?.login), data.passwords.others);
  }

  const openChat = (chats: ChatRow[], status: string, also: (chat: ChatRow) => boolean = () => true): ChatRow => {
    const chat = chats.find((one) => one.status === status && one.provider === 'webchat' && also(one));
    if (chat === undefined) throw new Error(`there is a ${status} chat`);
    return chat;
  };

  const chatIs = (who: ApiClient, { _id }: ChatRow, status: string) =>
    eventually(`the chat is ${status}`, async () => (await who.chat(_id)).status === status);

  async function answers(operator: ApiClient, { _id }: ChatRow): Promise<void> {
    const { id } = await operator.say(_id, 'We are back');
    const sent = async (): Promise<ApiMessage | undefined> =>
      (await operator.conversation(_id)).find((message) => message.id === id && message.deliveryStatus === 'sent');
    await eventually('the answer is sent', sent);
  }

  test('everything is there to be read, as it was', async () => {
    await start(ago(2 * minuteMs));
    expect((await rows<Row>('migrations')).map(({ _id, finishedAt }) => [_id, finishedAt instanceof Date])).toEqual(
      migrations.map(({ number }) => [number, true]),
    );

    // Chats in every status, with all that was written in them.
    const [chats, messages] = [await rows<ChatRow>('chats'), await rows<MessageRow>('messages')];
    const listed = await section();
    const numberAndStatus = (chat: { number: number; status: string }) => [chat.number, chat.status];
    const newestFirst = [...chats].sort((a, b) => b.number - a.number);
    expect(listed.map(numberAndStatus)).toEqual(newestFirst.map(numberAndStatus));
    expect(new Set(listed.map(({ status }) => status))).toEqual(new Set(chatStatuses));
    for (const { _id } of chats) {
      const written = messages.filter(({ chatId }) => chatId === _id);
      expect([_id, ids(await admin.conversation(_id))]).toEqual([_id, ids(written)]);
      expect((await admin.chat(_id)).routingLog).toHaveLength(
        await stage.database.collection('routing_log').countDocuments({ chatId: _id }),
      );
    }

    // What was written is found by its words, and who wrote it by his name.
    const wordsOf = ({ text }: MessageRow) => text.split(/[^\p{L}]+/u).filter((word) => word !== '');
    const isSame = (a: string) => (b: string) => a.localeCompare(b, 'en', { sensitivity: 'base' }) === 0;
    const words = new Set(messages.flatMap(wordsOf));
    expect(words.size).toBeGreaterThan(3);
    for (const word of words) {
      const having = messages.filter((message) => wordsOf(message).some(isSame(word))).map(({ chatId }) => chatId);
      const found = await section(`&q=${encodeURIComponent(word.toUpperCase())}`);
      expect([word, ids(found)]).toEqual([word, expect.arrayContaining([...new Set(having)])]);
    }
    for (const contact of await rows<Row>('contacts')) {
      const lastWord = String(contact.name).split(' ').at(-1)?.slice(0, 12) ?? '';
      const found = await all(`/api/contacts?q=${encodeURIComponent(lastWord)}`);
      expect(ids(found)).toContain(contact._id);
    }

    // What was received as a file is still to be had.
    const stored = messages.flatMap((message) => message.attachments as Array<{ id: string; status: string }>);
    expect(stored.length).toBeGreaterThan(0);
    const shown = (await Promise.all(chats.map(({ _id }) => admin.conversation(_id)))).flat();
    for (const { url } of shown.flatMap(({ attachments }) => attachments))
      expect((await fetch(new URL(url ?? '', admin.base))).status).toBe(200);

    // All that people have set up and noted.
    for (const [path, collection] of [
      ['/api/users', 'users'],
      ['/api/roles', 'roles'],
      ['/api/queues', 'queues'],
      ['/api/channels', 'channels'],
      ['/api/chat-actions', 'chat_actions'],
      ['/api/quick-replies', 'quick_replies'],
      ['/api/contacts', 'contacts'],
      ['/api/cases', 'cases'],
      ['/api/orders', 'orders'],
    ] as const) {
      const there = ids(await rows(collection));
      expect([path, there.length > 0, ids(await all(path))]).toEqual([path, true, there]);
    }
    for (const { chatId, _id, status } of await rows<Row>('process_runs')) {
      const { items } = await admin.ok<{ items: Row[] }>('GET', `/api/chats/${chatId}/processes`);
      expect(items).toContainEqual(expect.objectContaining({ id: _id, status }));
    }
    expect(ids(await all('/api/audit-log'))).toEqual(expect.arrayContaining(ids(await rows('audit_log'))));
    const notified = (await rows<Row>('notifications')).filter(({ userId }) => userId === admin.userId);
    expect(ids(await all('/api/notifications'))).toEqual(expect.arrayContaining(ids(notified)));
    const { items: settings } = await admin.ok<{ items: Array<{ code: string; value: unknown }> }>(
      'GET',
      '/api/settings',
    );
    const plain = (await rows<Row>('settings')).filter(({ _id }) => !_id.endsWith('Secret'));
    for (const { _id, value } of plain) expect(settings).toContainEqual(expect.objectContaining({ code: _id, value }));

    // Accounts sign in as before, and who was signed in still is.
    for (const { _id, login } of await rows<Row>('users'))
      if (login !== 'admin') expect((await signIn(_id)).userId).toBe(_id);
    const before = (await rows<Row>('sessions')).filter(({ userId }) => userId === admin.userId);
    expect(ids(await all('/api/sessions'))).toEqual(ids(before));
    expect(before.length).toBeGreaterThan(1);
  });

  test('work goes on: chats are taken, answered and completed, what was begun is finished, and all books agree', async () => {
    await start(ago(2 * minuteMs));
    const chats = await rows<ChatRow>('chats');
    await stage.startWorker();

    const offered = openChat(chats, 'offered');
    const taker = await signIn(offered.offer?.operatorId);
    await eventually('the offered chat is taken', async () => (await taker.accept(offered._id)).status === 200);
    await answers(taker, offered);
    expect((await taker.close(offered._id)).status).toBe(200);
    await chatIs(taker, offered, 'completed');

    const active = openChat(chats, 'active');
    const worker = await signIn(active.operatorId);
    await answers(worker, active);
    expect((await worker.close(active._id)).status).toBe(200);
    await chatIs(worker, active, 'completed');

    const waiting = openChat(chats, 'waiting', ({ shownTo }) => shownTo === null);
    const queue = (await rows<Row>('queues')).find(({ _id }) => _id === waiting.queueId);
    const members = (queue?.operators ?? []) as Array<{ userId: string }>;
    const other = await signIn(members[0]?.userId);
    await other.setStatus('active');
    await eventually(
      'the waiting chat is offered and taken',
      async () => (await other.accept(waiting._id)).status === 200,
    );
    await answers(other, waiting);

    const visitor = await Visitor.arrive(admin, waiting.channelId, 'Nina');
    await visitor.write('Is anybody there?');
    const newest = await eventually('the new chat is there', async () => {
      const [chat] = await section();
      return chat?.contact.name === 'Nina' && chat;
    });
    expect(newest.number).toBeGreaterThan(Math.max(...chats.map(({ number }) => number)));

    // What a process of the earlier version had begun and not finished.
    const leaving = (await rows<Row>('erasures')).map(({ _id }) => _id);
    const hisChats = chats.filter(({ contactId }) => leaving.includes(contactId)).map(({ _id }) => _id);
    expect(hisChats.length).toBeGreaterThan(0);
    await eventually('the erasure has gone on', async () => {
      const left = (await rows<MessageRow>('messages')).filter(({ chatId }) => hisChats.includes(String(chatId)));
      return left.length === 0;
    });
    await eventually('no chore is left', async () => (await rows('chores')).length === 0);
    const [merge] = await rows<Row>('merges');
    const undone = await admin.call('POST', `/api/contacts/${merge?.intoId}/merges/${merge?._id}/undo`);
    expect(undone.status).toBe(200);
    await untilAtRest(stage);
  });

  test('half a year later it starts as well: sessions are over, deadlines are kept, and who waits is served', async () => {
    await start(ago(183 * dayMs));
    const chats = await rows<ChatRow>('chats');
    await stage.startWorker();
    expect(await all('/api/sessions')).toHaveLength(1);

    for (const chat of chats.filter(({ status }) => status === 'completed'))
      expect(await admin.chat(chat._id)).toMatchObject({ status: 'completed', number: chat.number });
    for (const chat of chats.filter(({ completesAt }) => completesAt !== null)) await chatIs(admin, chat, 'completed');
    await untilAtRest(stage);
    const waiting = openChat(chats, 'offered', ({ completesAt }) => completesAt === null);
    const operator = await signIn(waiting.offer?.operatorId);
    await operator.setStatus('active');
    await eventually('it is offered and taken', async () => (await operator.accept(waiting._id)).status === 200);
    await answers(operator, waiting);
    await untilAtRest(stage);
  });
});
