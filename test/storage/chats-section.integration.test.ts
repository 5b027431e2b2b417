import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { ChatFilter } from '../../storage/chat-list';
import { searchChats } from '../../storage/chat-search';
import { connectDatabase } from '../../storage/database';
import { openInstallation } from '../../storage/installation';
import { createStorage, type Storage } from '../../storage/storage';
import { searchFor } from '../../storage/word-codes';
import { testDatabaseUri } from '../api/api-under-test';
import { apart, generateChats, messagesOfChat, words } from '../support/many-chats';
import { type Costs, watchCosts } from '../support/query-costs';

const count = 5_000;
const page = 50;
const minuteMs = 60_000;
const startsAt = new Date('2026-01-01T00:00:00Z');
const minute = (number: number) => new Date(startsAt.getTime() + number * minuteMs);

let database: Connection;
let storage: Storage;
let costs: Costs;

beforeAll(async () => {
  database = await connectDatabase(testDatabaseUri('chats-section'));
  storage = createStorage(database, await openInstallation(database, randomBytes(32).toString('base64')));
  await storage.prepare();
  await generateChats(storage, { count, queueIds: ['one', 'two', 'three', 'four'], startsAt });
  costs = await watchCosts(database);
});

afterAll(async () => {
  await costs.end();
  await database.dropDatabase();
  await database.close();
});

const numbersDown = (from: number, by: number, length = page) =>
  Array.from({ length }, (_, index) => from - index * by);

/** What was read, over all queries of a page; that each was answered by an index is asserted here. */
async function costOf<T>(read: () => Promise<T>) {
  await costs.take();
  const result = await read();
  const taken = await costs.take();
  expect(taken.length).toBeGreaterThan(0);
  for (const { plan } of taken) if (plan !== null) expect(plan).toMatch(/^IXSCAN/);
  const sum = (field: 'keysExamined' | 'docsExamined') => taken.reduce((total, cost) => total + cost[field], 0);
  return { result, queries: taken.length, keys: sum('keysExamined'), docs: sum('docsExamined') };
}

describe(`of ${count * messagesOfChat} messages a page of a search reads`, () => {
  const search = (asked: string, filter: ChatFilter = {}, before?: number) =>
    costOf(() =>
      searchChats(
        storage,
        { search: searchFor(asked), filter },
        { limit: page, ...(before === undefined ? {} : { before }) },
      ),
    );
  const shown = ({ result }: Awaited<ReturnType<typeof search>>) => result.found.map(({ chat }) => chat.number);

  test('a few entries of the index for a word that is in every message', async () => {
    const read = await search(words.everywhere);
    expect(shown(read)).toEqual(numbersDown(count, 1));
    expect(read.docs).toBeLessThanOrEqual(page * 5);
    expect(read.keys).toBeLessThanOrEqual(1_000);
    expect(read.queries).toBeLessThanOrEqual(3);
    const older = await search(words.everywhere, {}, 1_000);
    expect(shown(older)).toEqual(numbersDown(999, 1));
    expect(older.docs).toBeLessThanOrEqual(page * 5);
  });

  test.each([
    ['the beginning', words.everywhere.slice(0, 3)],
    ['another form', `${words.everywhere}s`],
  ])('as few for %s of such a word, out of the index alone', async (_what, asked) => {
    const read = await search(asked);
    expect(shown(read)).toEqual(numbersDown(count, 1));
    expect(read.docs).toBeLessThanOrEqual(page * 5);
    expect(read.keys).toBeLessThanOrEqual(1_500);
    expect(read.queries).toBeLessThanOrEqual(3);
  });

  test.each([
    ['a word of few chats', words.seldom.word, numbersDown(count, words.seldom.every)],
    ['a word of one chat', words.rare.word, [count]],
    ['a rare word beside one that is everywhere', `${words.everywhere} ${words.rare.word}`, [count]],
    ['no word that is there', 'unheard', []],
    ['another form of a word', `${words.seldom.word}s`, numbersDown(count, words.seldom.every)],
    ['the beginning of a word', words.seldom.word.slice(0, 4), numbersDown(count, words.seldom.every)],
    ['the beginning of a rare word beside another form of a frequent one', 'mondays zeb', [count]],
  ])('what it shows and little more for %s', async (_what, asked, expected) => {
    const read = await search(asked);
    expect(shown(read)).toEqual(expected);
    expect(read.docs).toBeLessThanOrEqual(page * 5);
  });

  test('so much and no more for two frequent words that never meet, and says how far it looked', async () => {
    const [one, other] = apart;
    const wide = await search(`${one} ${other}`);
    expect(wide).toMatchObject({ result: { found: [] } });
    expect(wide.docs).toBeLessThanOrEqual(5_000 + 100);
    const common = await search(`${words.everywhere} of nowhere0`);
    expect(common.result).toEqual({ found: [], reached: null });
    const everywhere = await search(`${words.everywhere} of`, { queueIds: ['nobodys'] });
    expect(everywhere.result).toEqual({ found: [], reached: count - 5_000 / messagesOfChat + 1 });
    expect(everywhere.keys).toBeLessThanOrEqual(25_000);
  });

  test('chats of the filter only, and pages that lead through all of them', async () => {
    const met: number[] = [];
    let before: number | null = 400;
    while (before !== null) {
      const { result } = await search(
        words.everywhere,
        { queueIds: ['one'], from: minute(100), to: minute(300) },
        before,
      );
      met.push(...result.found.map(({ chat }) => chat.number));
      before = result.found.length === page ? (met.at(-1) ?? null) : result.reached;
    }
    expect(met).toEqual(numbersDown(296, 4, 50));
  });

  test("a contact's chats only, when they are asked for", async () => {
    const read = await search(words.everywhere, { contactId: 'contact-50' });
    expect(shown(read)).toEqual([254, 253, 252, 251, 250]);
    expect(read.keys).toBeLessThanOrEqual(30);
  });
});

describe(`of ${count} chats a page of a list reads`, () => {
  const list = (filter: ChatFilter, before?: number) =>
    costOf(() => storage.chats.list(filter, { limit: page, ...(before === undefined ? {} : { before }) }));

  test.each<[string, ChatFilter, number[]]>([
    ['without filters', {}, numbersDown(count, 1)],
    ['by contact', { contactId: 'contact-50' }, [254, 253, 252, 251, 250]],
    ['by operator', { operatorId: 'operator-3' }, numbersDown(4_953, 50)],
    ['by operator and status', { operatorId: 'operator-3', status: 'completed' }, numbersDown(4_953, 50)],
    ['by channel', { channelId: 'channel-2' }, numbersDown(count, 7)],
    ['by queues', { queueIds: ['one', 'three'] }, numbersDown(count, 2)],
    ['by queue and status', { queueIds: ['one'], status: 'completed' }, numbersDown(count, 4)],
    ['by open status', { status: 'waiting' }, []],
    ['by dates', { from: minute(100), to: minute(120) }, numbersDown(119, 1, 20)],
  ])('little more than it shows: %s', async (_by, filter, expected) => {
    const read = await list(filter);
    expect(read.result.chats.map(({ number }) => number)).toEqual(expected);
    expect(read.docs).toBeLessThanOrEqual(page * 5);
    expect(read.keys).toBeLessThanOrEqual(page * 5);
  });

  test('of filters that no index knows together so much of one, and says how far it looked', async () => {
    const read = await list({ channelId: 'channel-1', operatorId: 'operator-3' });
    expect(read.result.chats.map(({ number }) => number)).toEqual(numbersDown(4_803, 350, 14));
    expect(read.result.reached).toBeNull();
    expect(read.docs).toBeLessThanOrEqual((count / 50) * 3);
    const wide = await list({ queueIds: ['one', 'two', 'three', 'four'], from: minute(-1), contactId: 'nobody' });
    expect(wide.result).toEqual({ chats: [], reached: null });
  });
});
