import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Chat } from '../../domain/chat';
import type { IncomingMessage } from '../../domain/inbound';
import { sharedContactOf } from '../../domain/message-parts';
import type { User } from '../../domain/user';
import { incomingText } from '../support/incoming-text';
import { type ApiUnderTest, startApi } from './api-under-test';

interface Found {
  id: string;
  number: number;
  matches: Array<{
    messageId: string;
    text: string;
    highlights: Array<{ start: number; end: number }>;
    isFormer: boolean;
  }>;
}
interface Page {
  items: Found[];
  nextCursor: string | null;
}

let api: ApiUnderTest;
let admin: User & { token: string };

beforeAll(async () => {
  api = await startApi({ name: 'section' });
  admin = await api.addUser(['Administrator']);
});

afterAll(() => api.end());

function pendingFile(fileName: string) {
  return { fileName, mediaType: 'application/octet-stream', size: 7, reference: fileName };
}

/** A completed chat of one client who wrote this. */
async function chatWith(said: Array<string | Partial<IncomingMessage>>, given: Partial<Chat> = {}): Promise<Chat> {
  const at = new Date();
  const chat: Chat = {
    id: randomUUID(),
    number: await api.storage.chats.nextNumber(),
    workflowId: randomUUID(),
    channelId: randomUUID(),
    provider: 'webchat',
    clientId: randomUUID(),
    contactId: randomUUID(),
    queueId: randomUUID(),
    status: 'waiting',
    operatorId: null,
    offer: null,
    shownTo: null,
    unrouted: false,
    revision: 1,
    declinedBy: [],
    givenBy: null,
    dependsOn: null,
    failedAsks: 0,
    createdAt: at,
    acceptedAt: null,
    completedAt: null,
    completedBy: null,
    completesAt: null,
    lastMessage: null,
    unreadCount: 0,
    referral: null,
    ...given,
  };
  const { storage } = api;
  const messages = said.map((one, sequence) => ({
    ...{ clientId: chat.clientId, externalId: `m${sequence}`, type: 'text' as const, text: '' },
    ...{ timestamp: at, sequence, attachments: [] },
    ...(typeof one === 'string' ? { text: one } : one),
  }));
  const channel = { id: chat.channelId, provider: chat.provider };
  const [received = []] = await storage.messages.receive([{ channel, messages }]);
  await storage.inTransaction(async (tx) => {
    await storage.chats.open(tx, chat);
    const ids = received.map(({ id }) => id);
    await storage.messages.attach(tx, [chat], ids, { isTold: true });
  });
  return chat;
}

async function search(query: Record<string, string>, by = admin): Promise<Page> {
  const path = `/api/chats?${new URLSearchParams({ view: 'all', ...query })}`;
  const { status, body } = await api.call<Page>('GET', path, { token: by.token });
  expect({ status, body }).toMatchObject({ status: 200 });
  return body;
}

const idsOf = ({ items }: Page) => items.map(({ id }) => id);

describe('the search', () => {
  test('finds the chats, newest first, and marks the words in their messages', async () => {
    const older = await chatWith(['hi', 'My <b>Invoice</b> 4711 is wrong']);
    const newer = await chatWith(['invoice 4711?', 'invoice without number']);
    const page = await search({ q: 'INVOICE 4711' });
    expect(idsOf(page)).toEqual([newer.id, older.id]);
    const marked = page.items.map(({ matches }) =>
      matches.map(({ text, highlights }) => highlights.map(({ start, end }) => text.slice(start, end))),
    );
    expect(marked).toEqual([[['invoice', '4711']], [['Invoice', '4711']]]);
  });

  test('finds an answer of the operator as well', async () => {
    const chat = await chatWith(['where is it?']);
    const [question] = await api.storage.messages.conversation({ chatId: chat.id }, { limit: 1 });
    if (question === undefined) throw new Error('there is no message');
    const answer = {
      ...question,
      id: randomUUID(),
      externalId: null,
      direction: 'outgoing' as const,
      text: 'dispatched',
    };
    await api.storage.inTransaction((tx) => api.storage.messages.write(tx, [answer], chat));
    expect(idsOf(await search({ q: 'dispatched' }))).toEqual([chat.id]);
  });

  test('finds what belongs to a message, and marks it: names of files, a contact card, a place', async () => {
    const chat = await chatWith([
      { text: 'See this', attachments: [pendingFile('Angebot-Größe.pdf')] },
      { sharedContact: sharedContactOf({ name: 'Ivan Petrov', phones: ['+380 (50) 123-45-67'], emails: [] }) },
      { location: { latitude: 52.5, longitude: 13.4, title: 'Café Łódź', address: 'Lange Straße 5' } },
    ]);
    const marked = async (q: string) => {
      const { items } = await search({ q, channelId: chat.channelId });
      return items.flatMap(({ matches }) =>
        matches.flatMap(({ text, highlights }) => highlights.map(({ start, end }) => text.slice(start, end))),
      );
    };
    expect(await marked('see grosse')).toEqual(['See', 'Größe']);
    expect(await marked('petrov')).toEqual(['Petrov']);
    expect(await marked('380501234567')).toEqual(['380 (50) 123-45-67']);
    expect(await marked('cafe lodz')).toEqual(['Café', 'Łódź']);
    expect(await marked('langes strasse')).toEqual(['Lange', 'Straße']);
    expect(await marked('petrov cafe')).toEqual([]);
  });

  test('finds a file by the name that it turns out to have', async () => {
    const chat = await chatWith([{ text: 'my order', attachments: [pendingFile('file-1')] }]);
    const { messages } = api.storage;
    const [message] = await messages.conversation({ chatId: chat.id }, { limit: 1 });
    const attachmentId = message?.attachments[0]?.id ?? '';
    const stored = { status: 'stored' as const, fileName: 'Vertragsentwurf.docx' };
    await api.storage.inTransaction((tx) => messages.setAttachment(tx, message?.id ?? '', attachmentId, stored));
    for (const q of ['vertragsentw', 'order docx']) expect(idsOf(await search({ q }))).toEqual([chat.id]);
    const edited = {
      ...{ clientId: chat.clientId, externalId: 'm0', type: 'text' as const, text: 'no more', attachments: [] },
      ...{ timestamp: new Date(), sequence: 0 },
    };
    const told = { message: edited, moment: { at: new Date(), sequence: 0 }, isTextOnly: true };
    await api.storage.inTransaction((tx) => messages.edit(chat.channelId, told, tx));
    expect(idsOf(await search({ q: 'vertragsentwurf more' }))).toEqual([chat.id]);
  });

  test("shows an operator chats of his queues only, and no others by another's queue", async () => {
    const [own, foreign] = [await chatWith(['quixotic']), await chatWith(['quixotic'])];
    const operator = await api.addUser();
    await api.storage.operators.model.updateOne({ _id: operator.id }, { $set: { queueIds: [own.queueId] } });
    expect(idsOf(await search({ q: 'quixotic' }, operator))).toEqual([own.id]);
    expect(idsOf(await search({ q: 'quixotic', queueId: foreign.queueId }, operator))).toEqual([]);
    expect(idsOf(await search({ q: 'quixotic' }, await api.addUser()))).toEqual([]);
    expect(idsOf(await search({ q: 'quixotic' }))).toEqual([foreign.id, own.id]);
  });

  test('narrows by filters', async () => {
    const [one, other] = [
      await chatWith(['filtered']),
      await chatWith(['filtered'], { status: 'active', operatorId: 'ann' }),
    ];
    expect(idsOf(await search({ q: 'filtered', channelId: one.channelId }))).toEqual([one.id]);
    expect(idsOf(await search({ q: 'filtered', contactId: one.contactId }))).toEqual([one.id]);
    expect(idsOf(await search({ q: 'filtered', operatorId: 'ann', status: 'active' }))).toEqual([other.id]);
    expect(idsOf(await search({ q: 'filtered', from: '2999-01-01T00:00:00Z' }))).toEqual([]);
    expect(idsOf(await search({ q: 'filtered', to: '2999-01-01T00:00:00Z' }))).toEqual([other.id, one.id]);
  });

  test.each<Record<string, string>>([{ q: 'steady' }, {}])('keeps its pages while chats arrive: %j', async (query) => {
    const channelId = randomUUID();
    const chats: Chat[] = [];
    for (let index = 0; index < 5; index += 1) chats.push(await chatWith(['steady as she goes'], { channelId }));
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page = await search({ ...query, channelId, limit: '2', ...(cursor === '' ? {} : { cursor }) });
      seen.push(...idsOf(page));
      cursor = page.nextCursor;
      await chatWith(['steady as she goes'], { channelId });
    }
    expect(seen).toEqual(chats.map(({ id }) => id).reverse());
  });

  test('finds what a message says and what it said before it was edited, and forgets a text that is erased', async () => {
    const chat = await chatWith(['ephemeral one', 'ephemeral two']);
    const { channelId, clientId } = chat;
    const message = { ...incomingText(clientId, 'lasting', new Date(Date.now() - 1_000)), externalId: 'm0' };
    const told = { message, moment: { at: new Date(), sequence: 0 }, isTextOnly: false };
    await api.storage.inTransaction((tx) => api.storage.messages.edit(channelId, told, tx));
    expect(idsOf(await search({ q: 'lasting' }))).toEqual([chat.id]);
    const textsFound = async (q: string) => (await search({ q })).items[0]?.matches.map(({ text }) => text).sort();
    expect(await textsFound('ephemeral')).toEqual(['ephemeral one', 'ephemeral two']);
    const [{ matches } = { matches: [] }] = (await search({ q: 'ephemeral' })).items;
    expect(matches.map(({ text, isFormer }) => [text, isFormer]).sort()).toEqual([
      ['ephemeral one', true],
      ['ephemeral two', false],
    ]);
    const { model } = api.storage.messages;
    const update = { $set: { text: '', versions: [] } };
    await model.updateMany({ chatId: chat.id, externalId: 'm0' }, update);
    await model.updateOne({ chatId: chat.id, externalId: 'm1' }, update);
    for (const q of ['lasting', 'ephemeral']) expect(idsOf(await search({ q }))).toEqual([]);
    const rows = await model.find({ chatId: chat.id }).lean();
    expect(rows.map(({ words }) => words)).toEqual([[], []]);
    const pipeline = [{ $set: { text: '' } }];
    await expect(model.updateMany({ chatId: chat.id }, pipeline, { updatePipeline: true })).rejects.toThrow('words');
    await expect(model.bulkWrite([{ updateOne: { filter: { chatId: chat.id }, update } }])).rejects.toThrow('words');
  });

  test.each([
    ['?!', 'has no word to look for'],
    [Array.from({ length: 21 }, (_, index) => `w${index}`).join(' '), 'has more than 20 different words'],
  ])('refuses %j', async (q, reason) => {
    const path = `/api/chats?${new URLSearchParams({ view: 'all', q })}`;
    const reply = await api.call('GET', path, { token: admin.token });
    expect(reply).toMatchObject({ status: 400, body: { errors: { q: reason } } });
  });
});

test.each([
  ['q=word', 'q'],
  ['channelId=a', 'channelId'],
  ['queueId=a', 'queueId'],
  ['contactId=a', 'contactId'],
  ['status=active', 'status'],
  ['from=2026-01-01T00:00:00Z', 'from'],
  ['to=2026-01-01T00:00:00Z', 'to'],
  ['cursor=MQ', 'cursor'],
])('an operator’s own chats are not asked for by %s: that is for the section', async (query, field) => {
  const reply = await api.call('GET', `/api/chats?${query}`, { token: admin.token });
  expect(reply).toMatchObject({ status: 400, body: { errors: { [field]: expect.stringContaining('view=all') } } });
});

describe('the export of a chat', () => {
  const markup = '<script>alert(1)</script><img src=x onerror="alert(2)">\'&amp;';
  const exported = (id: string, format: string, by = admin) =>
    api.call<string>('GET', `/api/chats/${id}/export?format=${format}`, { token: by.token });

  test('as a page holds what was written as text, never as markup, and may run nothing', async () => {
    const place = { latitude: 52.5, longitude: 13.4, title: 'Café X', address: 'Main St 1' };
    const chat = await chatWith([markup, { location: place }]);
    const { contact } = await api.storage.contacts.findOrCreate(
      { provider: chat.provider, clientId: chat.clientId },
      { name: markup, firstName: null, lastName: null },
    );
    await api.storage.chats.model.updateOne({ _id: chat.id }, { $set: { contactId: contact.id } });
    const { status, headers, body } = await exported(chat.id, 'html');
    expect(await api.storage.auditLog.model.exists({ 'subject.id': chat.id })).not.toBeNull();
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-disposition')).toBe(`attachment; filename=chat-${chat.number}.html`);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';.*; sandbox/);
    expect(body).not.toMatch(/<script|<img/);
    const read = body.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    // In the facts, at each of the two messages, and as the words of one.
    expect(read.split(markup)).toHaveLength(5);
    expect(read).toContain('Café X · Main St 1 · 52.5, 13.4');
  });

  test('as JSON holds the whole conversation in order, its files by addresses that work, and the routing log', async () => {
    const texts = Array.from({ length: 1_203 }, (_, index) => `line ${index}`);
    const chat = await chatWith(texts);
    const file = { id: 'kept', fileName: 'a "b".txt', mediaType: 'text/plain' };
    await api.storage.files.save({
      ...file,
      content: Readable.from([Buffer.from('content')]),
    });
    const attachment = { ...file, id: 'a', size: 7, status: 'stored', reference: null, fileId: 'kept', failure: null };
    await api.storage.messages.model.updateOne({ chatId: chat.id }, { $set: { attachments: [attachment] } });
    await api.storage.inTransaction((tx) =>
      api.storage.routingLog.add(tx, [
        { chatId: chat.id, at: new Date(), event: 'waiting', operatorId: null, reason: 'nobody', candidates: null },
      ]),
    );
    const { headers, body } = await exported(chat.id, 'json');
    expect(headers.get('content-disposition')).toBe(`attachment; filename=chat-${chat.number}.json`);
    const whole = body as unknown as {
      chat: { number: number; contact: { id: string }; routingLog: Array<{ event: string }> };
      messages: Array<{ text: string; attachments: Array<{ url: string }> }>;
    };
    expect(whole.messages.map(({ text }) => text)).toEqual(texts);
    expect(whole.chat).toMatchObject({
      number: chat.number,
      contact: { id: chat.contactId },
      routingLog: [{ event: 'waiting' }],
    });
    const url = whole.messages.flatMap(({ attachments }) => attachments)[0]?.url ?? '';
    expect(await (await fetch(url)).text()).toBe('content');
    expect((await exported(chat.id, 'html')).body).toContain('File: <a href="http');
    const moveTo = (value: string) => api.call('PUT', '/api/settings/SiteUrl', { token: admin.token, body: { value } });
    await moveTo(`${api.root}/0`);
    const below = await api.call('GET', `/0/api/chats/${chat.id}/export?format=json`, { token: admin.token });
    await moveTo('');
    expect(JSON.stringify(below.body)).toContain(`"${api.root}/0/files/kept`);
  });

  test('is not there for who may not see the chat', async () => {
    const chat = await chatWith(['secret']);
    expect((await exported(chat.id, 'json', await api.addUser())).status).toBe(404);
  });
});
