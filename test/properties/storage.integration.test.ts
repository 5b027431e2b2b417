import fc from 'fast-check';
import type { Connection } from 'mongoose';
import type { Chat } from '../../domain/chat';
import type { Operator } from '../../domain/operator';
import { connectDatabase } from '../../storage/database';
import { toRow } from '../../storage/document';
import { openInstallation } from '../../storage/installation';
import { createStorage, type Storage } from '../../storage/storage';
import { testDatabaseUri } from '../api/api-under-test';
import { createGate } from '../support/gate';
import { testSecretsKey } from '../support/parley';
import { Rows } from './memory/rows';
import { newChat, newOperator } from './memory/scene-rows';
import { createMemoryStorage, type MemoryStorage } from './memory/storage';
import { drawn } from './repeat';

let database: Connection;
let storage: Storage;

beforeAll(async () => {
  database = await connectDatabase(testDatabaseUri('memory-storage'));
  storage = createStorage(database, await openInstallation(database, testSecretsKey));
  await storage.prepare();
});
afterAll(async () => {
  await database.dropDatabase();
  await database.close();
});

const queueIds = ['queue a', 'queue b'];
const channelIds = ['channel a', 'channel b'];
const operatorIds = ['ann', 'bob', 'cem', 'dora'];

const anyOperator: fc.Arbitrary<Partial<Operator>> = fc.record({
  status: fc.constantFrom('active', 'inactive'),
  queueIds: fc.subarray(queueIds),
  load: fc.nat(3),
  lastTookAt: fc.nat(2).map((ms) => new Date(ms)),
  statusRevision: fc.nat(1),
});

const anyChat: fc.Arbitrary<Partial<Chat>> = fc.record({
  status: fc.constantFrom('waiting', 'waiting', 'waiting', 'offered', 'completed'),
  queueId: fc.constantFrom(...queueIds),
  channelId: fc.constantFrom(...channelIds),
  shownTo: fc.oneof(fc.constantFrom(null, 'everyone' as const), fc.subarray(operatorIds, { minLength: 2 })),
  declinedBy: fc.subarray(operatorIds.flatMap((id) => [`${id}:0`, `${id}:1`])),
});

const anyRows = fc.record({
  operators: fc.tuple(...operatorIds.map(() => anyOperator)),
  chats: fc.array(anyChat, { maxLength: 6 }),
  inactiveChannelIds: fc.subarray(channelIds),
  limit: fc.nat(4),
});

/** The same rows in both. */
async function inBoth(drawnRows: { operators: Array<Partial<Operator>>; chats: Array<Partial<Chat>> }) {
  const rows = new Rows();
  const operators = drawnRows.operators.map((drawnOne, index) => {
    const id = operatorIds[index] ?? '';
    return { ...newOperator({ id, name: id, isActive: true, queueIds: [] }), ...drawnOne };
  });
  const chats = drawnRows.chats.map((drawnOne, index) => {
    const queue = { id: '', channelId: '' };
    return { ...newChat({ number: index + 1, queue }), ...drawnOne };
  });
  for (const operator of operators) rows.put(null, 'operators', operator.id, operator);
  for (const chat of chats) rows.put(null, 'chats', chat.id, chat);
  await storage.operators.model.deleteMany({});
  await storage.chats.model.deleteMany({});
  await storage.operators.model.insertMany(operators.map(toRow));
  await storage.chats.model.insertMany(chats.map(toRow));
  return { operators, chats, stores: [createMemoryStorage(rows, () => Promise.resolve()), storage] as const };
}

/** What the stores answer to all that distribution asks them, by question. */
async function answers(
  { chats, operators }: Pick<MemoryStorage, 'chats' | 'operators'>,
  asked: { operators: Operator[]; chats: Chat[]; inactiveChannelIds: string[]; limit: number },
): Promise<Record<string, unknown>> {
  const { limit, inactiveChannelIds } = asked;
  const got: Record<string, unknown> = { active: (await operators.activeIds()).sort() };
  for (const queueId of queueIds) {
    const free = [];
    for await (const operator of operators.free({ queueId, limit })) free.push(operator.id);
    got[`free in ${queueId}`] = free;
    got[`how many are free in ${queueId}`] = await operators.countFree({ queueId, limit });
    got[`operators of ${queueId}`] = (await operators.idsOfQueue(queueId)).sort();
    got[`waiting in ${queueId}`] = idsOf(await chats.waitingIn({ queueId }, { after: 1, limit: 2 }));
  }
  for (const channelId of channelIds)
    got[`waiting in ${channelId}`] = idsOf(await chats.waitingIn({ channelId }, { after: 0, limit: 9 }));
  for (const operator of asked.operators) {
    got[`shown to ${operator.id}`] = idsOf(await chats.shownTo(operator, inactiveChannelIds));
    for (const between of [{}, { after: 2 }, { before: 3 }]) {
      const chat = await chats.oldestReservableFor(operator, { ...between, inactiveChannelIds });
      got[`oldest for ${operator.id} ${JSON.stringify(between)}`] = chat?.id;
    }
  }
  return got;
}

const idsOf = (chats: Chat[]) => chats.map(({ id }) => id);

test('the stores in memory answer as those in MongoDB do', async () => {
  await fc.assert(
    fc.asyncProperty(anyRows, async ({ inactiveChannelIds, limit, ...drawnRows }) => {
      const { operators, chats, stores } = await inBoth(drawnRows);
      const asked = { operators, chats, inactiveChannelIds, limit };
      const [inMemory, inMongo] = await Promise.all(stores.map((store) => answers(store, asked)));
      expect(inMemory).toEqual(inMongo);
    }),
    drawn(60),
  );
});

describe.each([
  ['memory', 0],
  ['MongoDB', 1],
] as const)('in %s a change', (_where, which) => {
  const busy = { chatId: 'chat 1', offerId: 'offer', state: 'offered' as const, since: new Date(0) };

  async function oneOfEach() {
    const { operators, chats, stores } = await inBoth({ operators: [{ places: [busy], load: 1 }], chats: [{}] });
    const [operator, chat] = [operators[0], chats[0]];
    if (operator === undefined || chat === undefined) throw new Error('there is one of each');
    return { operator, chat, store: stores[which] ?? storage };
  }

  test('of a chat raises its revision, adds the mark, and is refused at another revision', async () => {
    const { chat, store } = await oneOfEach();
    const change = (revision: number) =>
      store.inTransaction((tx) => store.chats.change(tx, { id: chat.id, revision }, { unrouted: false }, 'ann:0'));
    expect(await change(7)).toBeNull();
    const changed = await change(1);
    expect(changed).toEqual({ ...chat, unrouted: false, declinedBy: ['ann:0'], revision: 2 });
    expect(await store.chats.get(chat.id)).toEqual(changed);
    expect(await change(1)).toBeNull();
    expect((await change(2))?.declinedBy).toEqual(['ann:0']);
  });

  test('of an operator is written whole, and refused when he has moved on', async () => {
    const { operator, store } = await oneOfEach();
    const changed = { ...operator, places: [], load: 0, queueIds: ['queue a'], status: 'inactive' as const };
    const change = () => store.inTransaction((tx) => store.operators.change(tx, operator, changed));
    expect((await store.inTransaction((tx) => store.operators.holding(tx, 'chat 1')))?.id).toBe(operator.id);
    await change();
    expect(await store.operators.get(operator.id)).toEqual(changed);
    expect(await store.inTransaction((tx) => store.operators.holding(tx, 'chat 1'))).toBeNull();
    await expect(change()).rejects.toThrow('moved on');
  });

  test('is run again when another transaction has changed the row meanwhile, and sees what that did', async () => {
    const { chat, operator, store } = await oneOfEach();
    const gate = createGate();
    const seen: Array<number | undefined> = [];
    const waiting = store.inTransaction(async (tx) => {
      const now = await store.chats.get(chat.id, tx);
      seen.push(now?.revision);
      await gate.pass();
      if (now !== null) await store.chats.change(tx, now, { unrouted: false });
    });
    await gate.arrived;
    await store.inTransaction((tx) => store.chats.change(tx, chat, { unrouted: false }));
    await store.inTransaction((tx) => store.operators.touch(tx, operator.id));
    gate.open();
    await waiting;
    expect(seen).toEqual([1, 2]);
    expect((await store.chats.get(chat.id))?.revision).toBe(3);
  });

  test('is not run again when only what it has read was changed, and sees one moment', async () => {
    const { chat, operator, store } = await oneOfEach();
    const gate = createGate();
    const seen: Array<number | undefined> = [];
    const waiting = store.inTransaction(async (tx) => {
      seen.push((await store.chats.get(chat.id, tx))?.revision);
      await gate.pass();
      seen.push((await store.chats.get(chat.id, tx))?.revision);
      await store.operators.touch(tx, operator.id);
    });
    await gate.arrived;
    await store.inTransaction((tx) => store.chats.change(tx, chat, { unrouted: false }));
    gate.open();
    await waiting;
    expect(seen).toEqual([1, 1]);
  });
});
