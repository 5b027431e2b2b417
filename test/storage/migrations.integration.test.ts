import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { IncomingMessage } from '../../domain/inbound';
import { type Referral, sharedContactOf } from '../../domain/message-parts';
import { searchedText } from '../../domain/searched-text';
import { connectDatabase } from '../../storage/database';
import { openInstallation } from '../../storage/installation';
import { incomingRow, type MessageRow } from '../../storage/message-row';
import { wordsOfFormerVersions } from '../../storage/migrations/0006-words-of-former-versions';
import { searchKeys } from '../../storage/migrations/0009-search-keys';
import { referrals } from '../../storage/migrations/0011-referrals';
import type { Cursor, Migration } from '../../storage/migrations/contract';
import { createMigrator, type MigratorDeps, startMigrations } from '../../storage/migrations/migrator';
import { derived, overRows } from '../../storage/migrations/over-rows';
import type { MigrationRow } from '../../storage/migrations/records';
import { migrations as registered } from '../../storage/migrations/registry';
import { createStorage } from '../../storage/storage';
import { searchFor, wordCodes } from '../../storage/word-codes';
import { testDatabaseUri } from '../api/api-under-test';
import { eventually } from '../support/eventually';
import { createGate } from '../support/gate';
import { readLog } from '../support/log-lines';
import { migrate } from '../support/migrate';
import { testSecretsKey } from '../support/parley';

interface Letter {
  _id: string;
  text: string;
  /** What the earlier version does not write. */
  key?: string;
  touched?: number;
}

const count = 7;
const atOnce = 2;
const keyed: Migration = {
  number: 1,
  title: 'letters have keys',
  step: overRows(
    [derived<Letter>('letters', { field: 'key', from: ['text'], make: ({ text }) => `k:${text}` })],
    atOnce,
  ),
};
const noSweeps = { sweepsAfterMs: [] };

let database: Connection;
const letters = () => database.collection<Letter>('letters');
const records = () => database.collection<MigrationRow>('migrations');

/** A database that people have worked in before there were migrations. */
beforeEach(async () => {
  database = await connectDatabase(testDatabaseUri(`migrations-${randomUUID().slice(0, 8)}`));
  await database.collection('users').insertOne({ login: 'admin' });
  await letters().insertMany(Array.from({ length: count }, (_, index) => ({ _id: `${index}`, text: `t${index}` })));
});

afterEach(async () => {
  await database.dropDatabase();
  await database.close();
});

const withoutKey = async () =>
  (await letters().find().toArray()).filter(({ text, key }) => key !== `k:${text}`).map(({ _id }) => _id);

/** A migration whose steps can be watched and held; it notes on each letter how often it was there. */
function watched(number: number, onStep: (cursor: Cursor | null) => Promise<void> | void = () => undefined) {
  const begunAt: unknown[] = [];
  const migration: Migration = {
    number,
    title: `watched ${number}`,
    async step(_database, cursor) {
      begunAt.push(cursor?.next ?? 0);
      await onStep(cursor);
      const next = Number(cursor?.next ?? 0);
      await letters().updateOne({ _id: `${next}` }, { $inc: { touched: 1 } });
      return { cursor: next === count - 1 ? null : { next: next + 1 }, seen: 1, changed: 1 };
    },
  };
  return { migration, begunAt };
}

const touched = async () => (await letters().find().sort({ _id: 1 }).toArray()).map(({ touched: times = 0 }) => times);

/** The database, where something else is done before each call of one kind. */
function before(call: 'bulkWrite' | 'findOneAndUpdate', done: () => Promise<void> | void): Connection {
  const collection = (name: string) =>
    new Proxy(database.collection(name), {
      get: (target, property) => {
        const made = Reflect.get(target, property);
        if (typeof made !== 'function') return made;
        if (property !== call) return made.bind(target);
        return async (...given: unknown[]) => {
          await done();
          return made.apply(target, given);
        };
      },
    });
  return { collection } as unknown as Connection;
}

/** A process that is at its migrations until it is told to end. */
function processAtWork(deps: Omit<MigratorDeps, 'database' | 'log'> & { over?: Connection }) {
  const ending = new AbortController();
  const { log, lines } = readLog();
  const { over = database, ...rest } = deps;
  const ended = createMigrator({ database: over, log, ...rest }).run(ending.signal);
  return { ended, lines, end: () => ending.abort() };
}

test('rows of an earlier version are brought to the present shape, in batches, and what was done is noted with counts', async () => {
  const { log, lines } = readLog();
  await migrate(database, { migrations: [keyed], log });
  expect(await withoutKey()).toEqual([]);
  expect(await records().findOne({ _id: 1 })).toMatchObject({
    ...{ title: 'letters have keys', passes: 1, seen: count, changed: count, cursor: null, heldBy: null },
    finishedAt: expect.any(Date),
  });
  expect(lines).toContainEqual(
    expect.objectContaining({ level: 30, msg: 'a migration is through', migration: 1, seen: count, changed: count }),
  );
});

test('a database in which nobody has worked has nothing to migrate: all is noted as done', async () => {
  await database.dropDatabase();
  const { migration, begunAt } = watched(1);
  await migrate(database, { migrations: [migration] });
  await createMigrator({ database, log: readLog().log, migrations: [migration] }).run(new AbortController().signal);
  expect(begunAt).toEqual([]);
  expect(await records().findOne({ _id: 1 })).toMatchObject({ dueAt: null, finishedAt: expect.any(Date) });
});

test('two processes that start together run each migration once, in their order', async () => {
  const order: number[] = [];
  const first = watched(1, () => void order.push(1));
  const second = watched(2, () => void order.push(2));
  const deps = { migrations: [first.migration, second.migration], times: { ...noSweeps, restMs: 5 } };
  await Promise.all([processAtWork(deps).ended, processAtWork(deps).ended]);
  expect(await touched()).toEqual(Array(count).fill(2));
  expect(order).toEqual([...Array(count).fill(1), ...Array(count).fill(2)]);
});

test('a process that died in the middle is followed by one that goes on where it was, once its lease has run out', async () => {
  const gate = createGate();
  const dying = watched(1, (cursor) => (cursor?.next === 3 ? gate.pass() : undefined));
  const dead = processAtWork({ migrations: [dying.migration], times: noSweeps });
  await gate.arrived;
  const next = watched(1);
  let looks = 0;
  const following = processAtWork({
    over: before('findOneAndUpdate', () => {
      looks += 1;
    }),
    migrations: [next.migration],
    times: { ...noSweeps, restMs: 5 },
  });
  await eventually('the other has looked in vain', async () => looks > 2);
  expect(next.begunAt).toEqual([]);
  // As if the dead one's time were over.
  await records().updateOne({ _id: 1 }, { $set: { heldUntil: new Date(Date.now() - 1) } });
  await following.ended;
  expect(next.begunAt).toEqual([3, 4, 5, 6]);
  expect(following.lines.map(({ msg }) => msg)).toContain('a migration goes on where it was left');
  const done = await records().findOne({ _id: 1 });
  // It was not dead but slow: it finds that it was followed, and leaves what is done alone.
  gate.open();
  await dead.ended;
  expect(await records().findOne({ _id: 1 })).toEqual(done);
});

test('a process that is told to end lets another go on at once', async () => {
  const gate = createGate();
  const { migration, begunAt } = watched(1, (cursor) => (cursor?.next === 2 ? gate.pass() : undefined));
  const ending = processAtWork({ migrations: [migration], times: noSweeps });
  await gate.arrived;
  ending.end();
  gate.open();
  await ending.ended;
  await processAtWork({ migrations: [migration], times: noSweeps }).ended;
  expect(begunAt).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(await touched()).toEqual(Array(count).fill(1));
});

test('a failing migration says so, holds up those after it, and is tried again at the next start, where it was', async () => {
  const failing = watched(1, (cursor) => {
    if (cursor?.next === 2) throw new Error('a row that nobody thought of');
  });
  const after = watched(2);
  const start = processAtWork({ migrations: [failing.migration, after.migration], times: noSweeps });
  await start.ended;
  expect(start.lines).toContainEqual(
    expect.objectContaining({
      ...{ level: 50, msg: 'a migration failed; it is tried again at the next start', migration: 1, seen: 2 },
      err: expect.objectContaining({ message: 'a row that nobody thought of' }),
    }),
  );
  expect(await records().findOne({ _id: 1 })).toMatchObject({ failedAt: expect.any(Date), heldBy: null });
  expect(after.begunAt).toEqual([]);
  const repaired = watched(1);
  await processAtWork({ migrations: [repaired.migration, after.migration], times: noSweeps }).ended;
  expect(repaired.begunAt).toEqual([2, 3, 4, 5, 6]);
  expect(after.begunAt).toHaveLength(count);
  expect(await records().findOne({ _id: 1 })).toMatchObject({ failedAt: null, finishedAt: expect.any(Date) });
});

test('what a process of an earlier version writes meanwhile, behind the place that was reached, is found by a later look', async () => {
  const times = { sweepsAfterMs: [0, 100], sweepRestMs: 5 };
  const gate = createGate();
  const held: Migration = {
    ...keyed,
    async step(...given) {
      const step = await keyed.step(...given);
      if (given[1] !== null) await gate.pass();
      return step;
    },
  };
  const migrating = processAtWork({ migrations: [held], times });
  await gate.arrived;
  await letters().insertOne({ _id: '00', text: 'written as ever' });
  await letters().updateOne({ _id: '0' }, { $set: { text: 'changed as ever' } });
  gate.open();
  await migrating.ended;
  expect(await withoutKey()).toEqual([]);
  expect(await records().findOne({ _id: 1 })).toMatchObject({ passes: 3, dueAt: null });
});

test('it is looked again a minute, a quarter of an hour and a day after all rows were seen first', async () => {
  const dueAfterMin: unknown[] = [];
  for (const _ of [1, 2, 3, 4]) {
    await migrate(database, { migrations: [keyed] });
    const row = await records().findOne({ _id: 1 });
    if (!row?.finishedAt) throw new Error('it is through');
    dueAfterMin.push(row.dueAt && (row.dueAt.getTime() - row.finishedAt.getTime()) / 60_000);
    await records().updateOne({ _id: 1, dueAt: { $ne: null } }, { $set: { dueAt: new Date(0) } });
    await letters().updateOne({ _id: '0' }, { $set: { text: `changed as ever ${dueAfterMin.length}` } });
  }
  expect(dueAfterMin).toEqual([1, 15, 24 * 60, null]);
});

test('a row that changes between a look and a write keeps what the change made of it', async () => {
  const overtaken = before('bulkWrite', async () => {
    await letters().updateOne({ _id: '0' }, { $set: { text: 'new', key: 'k:new' } });
  });
  expect(await keyed.step(overtaken, null)).toMatchObject({ seen: atOnce, changed: atOnce - 1 });
  expect(await letters().findOne({ _id: '0' })).toMatchObject({ text: 'new', key: 'k:new' });
});

test('in a database of a newer version nothing is done, and that is said', async () => {
  await records().insertOne({ _id: 2, title: 'of the future', dueAt: new Date(0) } as MigrationRow);
  const before = await records().find().toArray();
  const { ended, lines } = processAtWork({ migrations: [keyed] });
  await ended;
  expect(lines).toEqual([
    expect.objectContaining({
      ...{ level: 40, known: 1, newest: 2 },
      msg: 'the database is of a newer version than this program; its migrations are left alone',
    }),
  ]);
  expect(await records().find().toArray()).toEqual(before);
  expect(await withoutKey()).toHaveLength(count);
});

test('a start is not held up by a long migration, which goes on meanwhile', async () => {
  const gate = createGate();
  const { migration, begunAt } = watched(1, (cursor) => (cursor?.next === 2 ? gate.pass() : undefined));
  const { log, lines } = readLog();
  const deps = { database, log, migrations: [migration], times: { ...noSweeps, startWaitsMs: 50 } };
  const { ended } = await startMigrations(deps, new AbortController().signal);
  expect(lines.map(({ msg }) => msg)).toContain('migrations go on while this program takes up its work');
  gate.open();
  await ended;
  expect(begunAt).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('a short migration is through when a start goes on', async () => {
  const deps = { database, log: readLog().log, migrations: [keyed], times: { ...noSweeps, startWaitsMs: 60_000 } };
  await startMigrations(deps, new AbortController().signal);
  expect(await withoutKey()).toEqual([]);
});

test('processes get their titles in every language, also one whose title an earlier version has changed since', async () => {
  const parameter = { name: 'Urgent', title: 'At once', type: 'boolean' };
  const stale = { en: 'Former', ru: 'Прежнее' };
  const processes = database.collection<{ _id: string; title: string; titles?: object; parameters: object[] }>(
    'processes',
  );
  await processes.insertMany([
    { _id: 'old', title: 'Bill', parameters: [parameter] },
    { _id: 'changed', title: 'Bill', titles: stale, parameters: [] },
    { _id: 'new', title: 'Former', titles: stale, parameters: [] },
  ]);
  await migrate(database, { migrations: registered });
  const titles = Object.fromEntries((await processes.find().toArray()).map((row) => [row._id, row.titles]));
  expect(titles).toEqual({ old: { en: 'Bill', ru: 'Bill' }, changed: { en: 'Bill', ru: 'Bill' }, new: stale });
  expect((await processes.findOne({ _id: 'old' }))?.parameters).toEqual([
    { ...parameter, titles: { en: 'At once', ru: 'At once' } },
  ]);
});

test.each([
  ['is given to the first queue where nobody ever had one', {}, ['Create case']],
  ['is named in the installation’s language', { settings: [{ _id: 'Language', value: 'ru' }] }, ['Создать обращение']],
  ['is not given to who has actions', { chat_actions: [{ _id: 'own', name: 'Bill', queueId: 'b' }] }, ['Bill']],
  ['is not given to who removed it', { audit_log: [{ _id: 'e', subject: { kind: 'chatAction', id: 'gone' } }] }, []],
])('the preset action %s', async (_, there: Record<string, object[]>, names) => {
  const rows = (name: string) => database.collection<{ _id: string; name?: string; queueId?: string }>(name);
  await database.collection<{ _id: string }>('installation').insertOne({ _id: 'installation' });
  for (const [name, found] of Object.entries(there)) await database.collection(name).insertMany(found);
  await database.collection<{ _id: string; createdAt: Date }>('queues').insertMany([
    { _id: 'a', createdAt: new Date(2_000) },
    { _id: 'b', createdAt: new Date(1_000) },
  ]);
  await Promise.all([1, 2].map(() => migrate(database, { migrations: registered })));
  const actions = await rows('chat_actions').find().toArray();
  expect(actions.map(({ name }) => name)).toEqual(names);
  expect(actions.every(({ queueId }) => queueId === 'b')).toBe(true);
});

test('rows of every collection that is searched by parts of words get their keys, and contacts those of their names', async () => {
  const name = 'Zoë Größe';
  const shapes: Record<string, object> = {
    users: { name, login: 'zoe.g' },
    roles: { name },
    queues: { name },
    channels: { name, source: '4711', provider: 'telegram' },
    chat_actions: { name },
    quick_replies: { title: name, text: 'Guten Tag' },
    contacts: { name },
  };
  await database.collection('users').deleteMany({});
  for (const [collection, row] of Object.entries(shapes))
    await database.collection<{ _id: string }>(collection).insertOne({ _id: 'one', ...row });
  await migrate(database, { migrations: registered });
  const keys = Object.keys(shapes).map(async (collection) => {
    const row = await database.collection<{ _id: string; findKey: unknown; nameKeys: unknown }>(collection).findOne();
    return [collection, row?.findKey ?? row?.nameKeys];
  });
  expect(Object.fromEntries(await Promise.all(keys))).toEqual({
    users: expect.stringMatching(/^zoe grosse zoe\.g /),
    roles: expect.stringMatching(/^zoe grosse /),
    queues: expect.stringMatching(/^zoe grosse /),
    channels: expect.stringMatching(/^zoe grosse 4711 telegram /),
    chat_actions: expect.stringMatching(/^zoe grosse /),
    quick_replies: expect.stringMatching(/^zoe grosse guten tag /),
    contacts: ['zoe grosse', 'grosse'],
  });
});

test('telephone numbers of contacts get the form in which they can be reached, and all others stay', async () => {
  const phones = { zero: '+4901512345678', right: '+4915123456789', local: '01512345678', none: null };
  const contacts = database.collection<{ _id: string; phone: string | null }>('contacts');
  await contacts.insertMany(Object.entries(phones).map(([_id, phone]) => ({ _id, name: _id, phone })));
  await migrate(database, { migrations: registered });
  const rows = await contacts.find().toArray();
  expect(Object.fromEntries(rows.map(({ _id, phone }) => [_id, phone]))).toEqual({
    ...phones,
    zero: '+491512345678',
  });
});

test('channels of earlier versions are connected since they were added, those that never were since never', async () => {
  const createdAt = new Date('2026-03-01T10:00:00Z');
  const connectedAt = new Date('2026-04-01T10:00:00Z');
  const channels = database.collection<{ _id: string; connectedAt?: Date | null }>('channels');
  const row = (_id: string, fields: object) => ({
    _id,
    name: _id,
    source: _id,
    provider: 'whatsapp',
    createdAt,
    ...fields,
  });
  await channels.insertMany([
    row('verified', { verified: true }),
    row('unverified', { verified: false }),
    row('new', { verified: true, connectedAt }),
    row('connected by an older process', { verified: true, connectedAt: null }),
  ]);
  await migrate(database, { migrations: registered });
  const found = await channels.find().sort({ _id: 1 }).toArray();
  expect(Object.fromEntries(found.map((channel) => [channel._id, channel.connectedAt]))).toEqual({
    ...{ verified: createdAt, unverified: null, new: connectedAt, 'connected by an older process': createdAt },
  });
});

test('messages that a process of an earlier version has edited are found by what they said before again, others are left alone', async () => {
  const said = { at: new Date(0), sequence: -1, type: 'text', location: null, sharedContact: null, attachmentIds: [] };
  const messages = database.collection<{ _id: string; words: number[] }>('messages');
  const rows = [
    { _id: 'edited', text: 'no', versions: [{ ...said, text: 'yes' }], words: wordCodes('no') },
    { _id: 'whole', text: 'no', versions: [{ ...said, text: 'yes' }], words: wordCodes('no yes') },
    { _id: 'never edited', text: 'no', words: [7] },
  ];
  await messages.insertMany(rows.map((row) => ({ orderKey: 'known', ...row })));
  await migrate(database, { migrations: [wordsOfFormerVersions] });
  const wordsOf = async (_id: string) => (await messages.findOne({ _id }))?.words;
  expect(await wordsOf('edited')).toEqual(wordCodes('no yes'));
  expect(await wordsOf('whole')).toEqual(wordCodes('no yes'));
  expect(await wordsOf('never edited')).toEqual([7]);
  expect(await records().findOne({ _id: 6 })).toMatchObject({ changed: 1 });
});

test('contact cards of earlier versions have their number among all of them, and are read so before', async () => {
  const messages = database.collection<{ _id: string; sharedContact?: object | null }>('messages');
  const row = (_id: string, sharedContact?: object | null) => ({
    ...{ _id, chatId: 'chat', channelId: 'channel', clientId: 'Ada', direction: 'incoming', text: '' },
    ...{ timestamp: new Date(), sequence: 0, attachments: [], ...(sharedContact !== undefined && { sharedContact }) },
  });
  const whole = { name: 'Bo', phones: ['1', '2'], emails: ['b@a.example'], phoneNumber: '1' };
  await messages.insertMany([
    row('former', { name: 'Ann', phoneNumber: '+1 555' }),
    row('without a number', { name: 'Eve', phoneNumber: '' }),
    row('present', whole),
    row('no card', null),
    row('nothing'),
  ]);
  const expected = {
    former: { name: 'Ann', phones: ['+1 555'], emails: [], phoneNumber: '+1 555' },
    'without a number': { name: 'Eve', phones: [], emails: [], phoneNumber: '' },
    present: whole,
    'no card': null,
  };
  const storage = createStorage(database, await openInstallation(database, testSecretsKey));
  await storage.prepare();
  for (const [id, card] of Object.entries(expected))
    expect((await storage.messages.get(id))?.sharedContact).toEqual(card);

  await migrate(database, { migrations: registered });
  const cards = await messages.find({ _id: { $ne: 'nothing' } }).toArray();
  expect(Object.fromEntries(cards.map(({ _id, sharedContact }) => [_id, sharedContact]))).toEqual(expected);
  expect(await messages.findOne({ _id: 'nothing' })).not.toHaveProperty('sharedContact');
});

describe('messages of a version that knew no order but that of their times', () => {
  const noon = Date.UTC(2026, 2, 5, 12);
  const at = (seconds: number) => new Date(noon + seconds * 1000);
  const chatIds = { completed: 'chat-1', open: 'chat-2' };
  const said = (id: string, timestamp: Date, more: object = {}) => ({
    ...{ _id: id, chatId: chatIds.completed, channelId: 'channel', clientId: 'Ada', direction: 'incoming', text: id },
    ...{ timestamp, sequence: 0, attachments: [], ...more },
  });
  /** In the order in which they were shown. */
  const conversation = [
    said('b', at(0), { sequence: 3 }),
    said('a', at(0), { sequence: 12 }),
    said('d', at(1)),
    said('c', new Date(noon * 1000)),
    said('e', new Date(noon * 1000 + 1), { direction: 'outgoing' }),
  ];
  const open = [
    said('m', at(7_200), { chatId: chatIds.open }),
    said('k', new Date(noon * 1000), { chatId: chatIds.open }),
  ];

  beforeEach(async () => {
    await database.collection<{ _id: string }>('chats').insertMany([
      { _id: chatIds.completed, number: 1, completedAt: at(3_600) },
      { _id: chatIds.open, number: 2, completedAt: null },
    ] as never);
    await database.collection<{ _id: string }>('messages').insertMany([...conversation, ...open]);
  });

  const inTheirOrder = async (filter: object) =>
    (await database.collection('messages').find(filter).sort({ orderKey: 1, _id: 1 }).toArray()).map(({ _id }) => _id);

  async function expectOrder(): Promise<void> {
    expect(await inTheirOrder({ chatId: chatIds.completed })).toEqual(['b', 'a', 'd', 'c', 'e']);
    expect(await inTheirOrder({ chatId: chatIds.open })).toEqual(['m', 'k']);
    // Also one behind the other: what a completed chat holds is older than the next chat.
    expect(await inTheirOrder({ channelId: 'channel' })).toEqual(['b', 'a', 'd', 'c', 'e', 'm', 'k']);
  }

  test('stand in their chat as they were shown, also where their times cannot be', async () => {
    await migrate(database, { migrations: registered });
    await expectOrder();
    const now = new Date().toISOString();
    for (const { orderKey } of await database.collection('messages').find().toArray())
      expect(orderKey.slice(0, now.length) <= now).toBe(true);
  });

  test('are read in this order before any migration has come by, and are changed once', async () => {
    const storage = createStorage(database, await openInstallation(database, testSecretsKey));
    await storage.prepare();
    const ids = (found: Array<{ id: string }>) => found.map(({ id }) => id);
    const page = async (more: object = {}) =>
      storage.messages.conversation({ chatId: chatIds.completed }, { limit: 3, ...more });
    const newest = await page();
    expect(ids(newest)).toEqual(['d', 'c', 'e']);
    expect(ids(await page({ before: newest[0] }))).toEqual(['b', 'a']);
    expect(await storage.messages.lastIncomingAt({ channelId: 'channel', clientId: 'Ada' })).toEqual(expect.any(Date));
    await expectOrder();

    const keys = async () =>
      (await database.collection('messages').find().toArray()).map(({ _id, orderKey }) => [_id, orderKey]);
    const before = await keys();
    await migrate(database, { migrations: registered });
    expect(await keys()).toEqual(before);
  });

  test('that a process of that version writes meanwhile stand where their times say', async () => {
    const storage = createStorage(database, await openInstallation(database, testSecretsKey));
    await storage.prepare();
    await storage.messages.conversation({ chatId: chatIds.completed }, { limit: 1 });
    await database.collection<{ _id: string }>('messages').insertOne(said('f', at(0), { sequence: 5 }) as never);
    const found = await storage.messages.conversation({ chatId: chatIds.completed }, { limit: 10 });
    expect(found.map(({ id }) => id)).toEqual(['b', 'f', 'a', 'd', 'c', 'e']);
  });
});

describe('messages of a version that found whole words of texts alone', () => {
  const channel = { id: 'channel', provider: 'webchat' };
  /** More than a step goes through. */
  const many = 700;
  const message: IncomingMessage = {
    ...{ clientId: 'Ada', externalId: 'm', type: 'text' as const, timestamp: new Date(), sequence: 0 },
    text: 'Посылка, exampl 42',
    attachments: [{ fileName: 'Rechnung.pdf', mediaType: 'application/pdf', size: 1, reference: 'r' }],
    location: { latitude: 1, longitude: 2, title: 'Straße', address: 'Łódź' },
    sharedContact: sharedContactOf({ name: "O'Neil", phones: ['+380 (50) 123-45-67'], emails: [] }),
  };
  /** FNV-1a of the words. */
  const formerWords = [762_758_347, -1_821_724_898, -2_015_132_285];

  const messages = () => database.collection<MessageRow>('messages');
  const formerRow = (id: string): MessageRow => ({
    ...incomingRow(channel, message),
    ...{ _id: id, externalId: id, chatId: 'chat', chatNumber: 1, words: formerWords },
  });
  const isAsNew = (row: MessageRow | null) =>
    expect([row?._id, [...(row?.words ?? [])].sort()]).toEqual([row?._id, wordCodes(searchedText(message)).sort()]);

  test('are found by all that belongs to them, wherever a process was stopped and whatever older ones write', async () => {
    await messages().insertMany(Array.from({ length: many }, (_, index) => formerRow(`m${1_000 + index}`)));
    const goOn = (cursor: Cursor | null) => searchKeys.step(database, cursor);
    let { cursor } = await goOn(null);
    while (cursor?.collection !== 'messages') ({ cursor } = await goOn(cursor));
    const stopped = (await goOn(cursor)).cursor;
    // The next process does this step again. One of the earlier version changes a text behind it, as it always did.
    await goOn(cursor);
    const edited = { text: 'exampl', words: formerWords.slice(1, 2) };
    await messages().updateOne({ _id: 'm1000' }, { $set: edited });
    expect((await goOn(stopped)).cursor).toBeNull();
    const [behind, ...others] = await messages().find().sort({ _id: 1 }).toArray();
    expect(others).toHaveLength(many - 1);
    for (const row of [others[0], others[500], others.at(-1)]) isAsNew(row ?? null);
    expect(behind?.words).toEqual(edited.words);

    await migrate(database, { migrations: registered });
    const again = await messages().findOne({ _id: 'm1000' });
    expect(again?.words).toEqual(wordCodes(searchedText({ ...message, text: edited.text })));
    const before = await messages().find().toArray();
    await migrate(database, { migrations: [searchKeys], times: noSweeps });
    expect(await messages().find().toArray()).toEqual(before);
  });

  test('are left alone when their text is changed while theirs are made', async () => {
    await messages().insertOne(formerRow('one'));
    const change = async () => {
      await messages().updateOne({ _id: 'one' }, { $set: { text: 'other', words: [7] } });
    };
    let cursor: Cursor | null = { collection: 'messages', after: null };
    ({ cursor } = await searchKeys.step(before('bulkWrite', change), cursor));
    expect(cursor).toBeNull();
    expect(await messages().findOne({ _id: 'one' })).toMatchObject({ text: 'other', words: [7] });
  });

  test('are found by whole words as before until they are changed, and by an older process afterwards', () => {
    const asked = ['Посылка', 'exampl', '42'].map((word) => searchFor(word).terms[0] ?? []);
    for (const [index, term] of asked.entries()) expect(term).toContain(formerWords[index]);
    expect(wordCodes(searchedText(message))).toEqual(expect.arrayContaining(formerWords));
  });
});

describe('messages of a version that left in their payload by which advertisement or link the client came', () => {
  interface ChatRow {
    _id: string;
    number: number;
    clientId: string;
    referral?: Referral | null;
    lastMessage: object | null;
  }

  const messages = () => database.collection<MessageRow>('messages');
  const chats = () => database.collection<ChatRow>('chats');
  const noon = Date.UTC(2026, 2, 5, 12);
  let made = 0;
  const next = () => {
    made += 1;
    return made;
  };

  /** As that version stored what came in. */
  function stored(provider: string, fields: Partial<MessageRow>): MessageRow {
    const { text = '' } = fields;
    const timestamp = new Date(noon + next());
    const message = { clientId: 'Ada', externalId: `m_${made}`, type: 'text' as const, timestamp, sequence: 0, text };
    const row = incomingRow({ id: 'channel', provider }, { ...message, attachments: [] });
    return { ...row, chatId: 'chat', chatNumber: 1, ...fields };
  }
  const start = (id: string, more: Partial<MessageRow> = {}) => stored('telegram', { text: `/start ${id}`, ...more });
  const arrival = (referral: object, text = '') =>
    stored('facebook', { type: 'unsupported', text, externalId: `referral-${noon + next()}-0`, raw: referral });
  const chat = (_id: string, more: Partial<ChatRow> = {}): ChatRow => ({
    ...{ _id, number: next(), clientId: 'Ada', lastMessage: null, ...more },
  });

  const nothing: Referral = { source: 'link', title: null, url: null, id: null, text: null };
  const linkOf = (id: string) => ({ ...nothing, id });
  const form = { Body: 'Hello', From: 'whatsapp:+4915112345678', ReferralNumMedia: '0' };
  const ad = { source: 'ADS', type: 'OPEN_THREAD', ad_id: 120, ads_context_data: { ad_title: 'Sale', post_id: '5' } };
  const saidFirst = (text: string) => {
    const said = { at: new Date(noon), sequence: -1, type: 'text' as const, text, links: [], marks: [] };
    return [{ ...said, location: null, sharedContact: null, furtherContacts: [], attachmentIds: [] }];
  };

  test.each<[string, () => MessageRow, Referral | null]>([
    [
      'a form of WhatsApp',
      () =>
        stored('whatsapp', {
          text: 'Hello',
          raw: {
            ...{ ...form, ReferralSourceType: 'post', ReferralHeadline: ['Sale', 'twice'], ReferralBody: 'Half price' },
            ...{ ReferralSourceId: '120', ReferralSourceUrl: 'https://fb.me/1' },
          },
        }),
      { source: 'post', title: 'Sale', url: 'https://fb.me/1', id: '120', text: 'Half price' },
    ],
    [
      'a form of which the kind was not understood',
      () => stored('whatsapp', { type: 'unsupported', raw: { ...form, ReferralSourceUrl: 'https://fb.me/1' } }),
      { ...nothing, source: 'ad', url: 'https://fb.me/1' },
    ],
    [
      'a form that tells of a button',
      () => stored('whatsapp', { text: 'Yes', raw: { ...form, ButtonPayload: 'yes', ReferralBody: '' } }),
      null,
    ],
    [
      'a message on Messenger',
      () => stored('facebook', { text: 'Hi', raw: { mid: 'm', text: 'Hi', referral: { ...ad, ref: 'blue' } } }),
      { source: 'ADS', title: 'Sale', url: null, id: '120', text: 'blue' },
    ],
    [
      'a message about a product',
      () => stored('facebook', { text: 'Hi', raw: { mid: 'm', referral: { product: { id: '5' }, type: 'X' } } }),
      { ...nothing, source: 'PRODUCT', id: '5' },
    ],
    [
      'a press of a button there',
      () => stored('facebook', { text: 'Start', raw: { payload: 'S', referral: { ref: 'p', source: 'SHORTLINK' } } }),
      { ...nothing, source: 'SHORTLINK', id: 'p' },
    ],
    ['a message with a payload that tells nothing of it', () => stored('facebook', { raw: { referral: {} } }), null],
    [
      'a box that was ticked',
      () => stored('facebook', { type: 'unsupported', text: 'r', externalId: 'optin-1-0', raw: { ref: 'r' } }),
      null,
    ],
    ['the command of a Telegram bot’s link', () => start('autumn-sale'), linkOf('autumn-sale')],
    ['the command with the bot’s name', () => stored('telegram', { text: '/start@a_bot x' }), linkOf('x')],
    ['the command alone', () => stored('telegram', { text: '/start' }), null],
    ['words of another messenger', () => stored('webchat', { text: '/start x' }), null],
    ['what was edited', () => start('x', { text: 'Hello', versions: saidFirst('/start x') }), linkOf('x')],
    ['what was edited into a command', () => start('x', { versions: saidFirst('Hello') }), null],
    ['an answer of ours', () => start('x', { direction: 'outgoing' }), null],
    [
      'what this version has taken in',
      () => start('x', { referral: { ...nothing, id: 'told' } }),
      { ...nothing, id: 'told' },
    ],
  ])('tell it afterwards, as their chat does, and are found by it: %s', async (_, rowOf, expected) => {
    const row = rowOf();
    await chats().insertOne(chat('chat'));
    await messages().insertOne(row);
    await migrate(database, { migrations: [referrals], times: noSweeps });
    const now = await messages().findOne();
    const words =
      expected === null || row.referral ? row.words : wordCodes(searchedText({ ...row, referral: expected }));
    expect(now).toEqual({ ...row, ...(expected && { referral: expected }), words });
    const ofChat = row.direction === 'outgoing' ? null : expected;
    expect((await chats().findOne())?.referral ?? null).toEqual(ofChat);
  });

  test('of a client who came and wrote nothing are what they are now, in lists too', async () => {
    const came = arrival({ ref: 'poster', type: 'OPEN_THREAD' }, 'poster');
    const unknown = arrival({});
    const last = { id: came._id, direction: 'incoming', type: 'unsupported', text: 'poster' };
    const other = { ...last, id: 'other' };
    await chats().insertMany([chat('chat', { lastMessage: last }), chat('next', { lastMessage: other })]);
    await messages().insertMany([came, { ...unknown, chatId: 'next' }]);
    await migrate(database, { migrations: [referrals], times: noSweeps });
    const referral = { ...nothing, source: 'OPEN_THREAD', id: 'poster' };
    const isArrival = { type: 'referral', text: '' };
    const words = wordCodes('poster');
    expect(await messages().findOne({ _id: came._id })).toEqual({ ...came, ...isArrival, referral, words });
    expect(await messages().findOne({ _id: unknown._id })).toEqual({ ...unknown, ...isArrival, chatId: 'next' });
    expect(await chats().findOne({ _id: 'chat' })).toMatchObject({ lastMessage: { ...last, ...isArrival }, referral });
    expect(await chats().findOne({ _id: 'next' })).not.toHaveProperty('referral');
    expect((await chats().findOne({ _id: 'next' }))?.lastMessage).toEqual(other);
  });

  test('give a chat what the earliest of them tells, and leave alone those that know already or have forgotten their client', async () => {
    const known = { ...nothing, id: 'known' };
    await chats().insertMany([
      chat('chat'),
      chat('former'),
      chat('known', { referral: known }),
      chat('erased', { clientId: '' }),
    ]);
    const at = (ms: number) => new Date(noon + ms);
    await messages().insertMany([
      stored('telegram', { _id: 'a', text: 'Hello', orderKey: '1' }),
      start('third', { _id: 'b', orderKey: '3' }),
      start('second', { _id: 'c', orderKey: '2' }),
      start('later', { _id: 'd', chatId: 'former', timestamp: at(2) }),
      start('sooner', { _id: 'e', chatId: 'former', timestamp: at(1) }),
      start('x', { _id: 'f', chatId: 'known' }),
      start('x', { _id: 'g', chatId: 'erased' }),
      start('x', { _id: 'h', chatId: null }),
    ]);
    // An even older version gave no keys.
    await messages().updateMany({ chatId: 'former' }, { $unset: { orderKey: true } });
    await migrate(database, { migrations: [referrals], times: noSweeps });
    const found = await chats().find().toArray();
    expect(Object.fromEntries(found.map(({ _id, referral }) => [_id, referral?.id]))).toEqual({
      ...{ chat: 'second', former: 'sooner', known: 'known', erased: undefined },
    });
  });

  test('all have it wherever a process was stopped and whatever older ones write, and nothing changes by doing it again', async () => {
    /** More than a step goes through. */
    const many = 700;
    const idOf = (index: number) => `m${1_000 + index}`;
    await chats().insertMany(Array.from({ length: many }, (_, index) => chat(idOf(index))));
    await messages().insertMany(
      Array.from({ length: many }, (_, index) => start(`x${index}`, { _id: idOf(index), chatId: idOf(index) })),
    );
    let writes = 0;
    const dying = before('bulkWrite', () => {
      writes += 1;
      if (writes === 2) throw new Error('killed');
    });
    await expect(referrals.step(dying, null)).rejects.toThrow('killed');
    expect(await chats().countDocuments({ referral: { $exists: true } })).toBe(0);
    const { cursor, seen } = await referrals.step(database, null);
    expect(seen).toBe(500);
    expect(await chats().countDocuments({ referral: { $exists: true } })).toBe(500);
    // A process of the earlier version takes something in, behind the place that was reached.
    await chats().insertOne(chat('m0'));
    await messages().insertOne(start('behind', { _id: 'm0', chatId: 'm0' }));
    expect(await referrals.step(database, cursor)).toMatchObject({ cursor: null, seen: many - 500 });
    expect(await messages().countDocuments({ referral: null })).toBe(1);

    const all = async () => [await messages().find().toArray(), await chats().find().toArray()];
    await migrate(database, { migrations: [referrals], times: noSweeps });
    const [told, given] = await all();
    for (const rows of [told, given]) {
      expect(rows).toHaveLength(many + 1);
      expect(rows?.filter(({ referral }) => !referral)).toEqual([]);
    }
    await records().deleteMany({});
    await migrate(database, { migrations: [referrals], times: noSweeps });
    expect(await all()).toEqual([told, given]);
    expect(await records().findOne({ _id: 11 })).toMatchObject({ changed: 0 });
  });

  test('are left alone when they are edited while theirs is made', async () => {
    const row = start('x');
    await messages().insertOne(row);
    const change = async () => {
      await messages().updateOne({ _id: row._id }, { $set: { text: 'other', words: [7] } });
    };
    expect(await referrals.step(before('bulkWrite', change), null)).toMatchObject({ changed: 0 });
    expect(await messages().findOne()).toEqual({ ...row, text: 'other', words: [7] });
  });
});
