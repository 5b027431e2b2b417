import fc from 'fast-check';
import type { Connection } from 'mongoose';
import type { Chat } from '../../domain/chat';
import type { Operator } from '../../domain/operator';
import type { Queue } from '../../domain/queue';
import type { User } from '../../domain/user';
import { connectDatabase, type Tx } from '../../storage/database';
import { toRow } from '../../storage/document';
import { openInstallation } from '../../storage/installation';
import { createStorage, type Storage } from '../../storage/storage';
import { testDatabaseUri } from '../api/api-under-test';
import { createGate } from '../support/gate';
import { testSecretsKey } from '../support/parley';
import { Rows } from './memory/rows';
import { newChannel, newChat, newOperator } from './memory/scene-rows';
import { createMemoryStorage, type MemoryStorage } from './memory/storage';
import { holds } from './repeat';
import {
  type Ask,
  asks,
  besideTransactions,
  channelIds,
  mostChats,
  operatorIds,
  queueIds,
  roleIds,
  searches,
} from './storage-asks';

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

const anyOperator: fc.Arbitrary<Partial<Operator>> = fc.record({
  status: fc.constantFrom('active', 'inactive'),
  queueIds: fc.subarray(queueIds),
  load: fc.nat(3),
  lastTookAt: fc.nat(2).map((ms) => new Date(ms)),
  statusRevision: fc.nat(1),
});

const anyChat: fc.Arbitrary<Partial<Chat>> = fc
  .record({
    search: fc.oneof(
      searches,
      fc.subarray(operatorIds, { minLength: 2 }).map((ids) => ({ shownTo: ids, dependsOn: ids })),
    ),
    chat: fc.record({
      status: fc.constantFrom('waiting', 'waiting', 'waiting', 'offered', 'completed'),
      queueId: fc.constantFrom(...queueIds),
      channelId: fc.constantFrom(...channelIds),
      declinedBy: fc.subarray(operatorIds.flatMap((id) => [`${id}:0`, `${id}:1`])),
      givenBy: fc.constantFrom(null, 'ann:0', 'bob:1'),
    }),
  })
  .map(({ search, chat }) => ({ ...chat, ...search }));

const anyQueue: fc.Arbitrary<Partial<Queue>> = fc.record({
  operators: fc.subarray([...operatorIds.map((userId) => ({ userId })), ...roleIds.map((roleId) => ({ roleId }))]),
});

const anyRows = fc.record({
  operators: fc.tuple(...operatorIds.map(() => anyOperator)),
  chats: fc.array(anyChat, { maxLength: mostChats }),
  queues: fc.tuple(...queueIds.map(() => anyQueue)),
  users: fc.tuple(...operatorIds.map(() => fc.record({ roleIds: fc.subarray(roleIds) }))),
  activeChannels: fc.subarray(channelIds),
  limit: fc.option(fc.integer({ min: 1, max: 4 })),
});

type Given = Partial<typeof anyRows extends fc.Arbitrary<infer R> ? R : never>;

/** The same rows in both. */
async function inBoth(given: Given): Promise<{ rows: Rows; stores: readonly [MemoryStorage, Storage] }> {
  const rows = new Rows();
  const all = {
    operators: (given.operators ?? []).map((one, index): Operator => {
      const id = operatorIds[index] ?? '';
      return { ...newOperator({ id, name: id, isActive: true, queueIds: [] }), ...one };
    }),
    chats: (given.chats ?? []).map((one, index): Chat => {
      return { ...newChat({ number: index + 1, queue: { id: '', channelId: '' } }), ...one };
    }),
    queues: (given.queues ?? []).map((one, index): Queue => {
      const id = queueIds[index] ?? '';
      const rule = { routingRule: 'ToMostFree', completionTimeoutMinutes: null, keepOpenWhileUnanswered: false };
      return { id, name: id, ...rule, operators: [], ...one };
    }),
    users: (given.users ?? []).map((one, index): User => {
      const id = operatorIds[index] ?? '';
      return { id, login: id, name: id, permissions: [], ...one };
    }),
    channels: channelIds.map((id) => {
      const queueId = id === 'channel without a queue' ? null : (queueIds[0] ?? '');
      return { ...newChannel(id, queueId), active: given.activeChannels?.includes(id) ?? true };
    }),
  };
  for (const name of ['operators', 'chats', 'queues', 'users', 'channels'] as const)
    for (const row of all[name]) rows.put(null, name, row.id, row);
  if (given.limit != null) rows.put(null, 'settings', 'SimultaneousChats', given.limit);

  await Promise.all(Object.values(database.models).map((model) => model.deleteMany({})));
  const { model: channels } = storage.channels;
  await storage.operators.model.insertMany(all.operators.map(toRow));
  await storage.chats.model.insertMany(
    all.chats.map((chat) => ({ ...toRow(chat), ...(chat.status === 'completed' ? {} : { open: true }) })),
  );
  await storage.queues.model.insertMany(all.queues.map((queue) => ({ ...toRow(queue), holds: 0 })));
  await storage.users.model.insertMany(all.users.map((user) => ({ ...toRow(user), loginKey: user.id })));
  await channels.insertMany(all.channels.map((channel) => ({ ...toRow(channel), settings: {} })));
  if (given.limit != null) await storage.settings.model.create([{ _id: 'SimultaneousChats', value: given.limit }]);
  return { rows, stores: [createMemoryStorage(rows, () => Promise.resolve()), storage] };
}

/** All that was written, past the methods that were asked. */
async function writtenIn(rows: Rows): Promise<{ inMemory: object; inMongo: object }> {
  const { chats, operators, log, threads, chores } = rows.tables();
  const ids = Array.from({ length: mostChats + 1 }, (_, index) => `chat ${index + 1}`);
  const logged = await Promise.all(ids.map((id) => storage.routingLog.ofChat(id)));
  const stored = {
    chats: await storage.chats.getMany(ids),
    operators: await Promise.all(operatorIds.map((id) => storage.operators.get(id))),
    threads: await storage.threads.model.find({}, { _id: 0, control: 1, at: 1 }).lean(),
    chores: (await storage.chores.model.find().lean()).map(({ chore }) => chore),
  };
  const texts = (list: Iterable<unknown>) => [...list].map((one) => JSON.stringify(one)).sort();
  const byMoment = (a: { at: Date }, b: { at: Date }) => a.at.getTime() - b.at.getTime();
  const sameKeys = ({ id, ...fields }: { id: string }) => ({
    id,
    ...Object.fromEntries(Object.entries(fields).sort()),
  });
  return {
    inMemory: {
      chats: texts([...chats.values()].map(sameKeys)),
      operators: texts([...operators.values()].map(sameKeys)),
      threads: texts([...threads.values()].map(({ control, at }) => [control, at])),
      chores: texts([...chores.values()].map(({ chore }) => chore)),
      log: ids.map((id) => [...(log.get(id) ?? [])].sort(byMoment)),
    },
    inMongo: {
      chats: texts(stored.chats.map(sameKeys)),
      operators: texts(stored.operators.flatMap((one) => (one === null ? [] : [sameKeys(one)]))),
      threads: texts(stored.threads.map(({ control, at }) => [control, at])),
      chores: texts(stored.chores),
      log: logged,
    },
  };
}

const named = Object.entries(asks).flatMap(([store, methods]) =>
  Object.entries(methods).map(([method, arbitrary]) => ({ name: `${store}.${method}`, arbitrary })),
);

/** Each call in a transaction with the ones before it that it joins; some transactions fail at their end. */
interface Step {
  name: string;
  ask: Ask;
  joins: boolean;
  fails: boolean;
}

/** Every method twice, in any order. */
const anySteps: fc.Arbitrary<Step[]> = fc
  .tuple(
    ...[...named, ...named].map(({ name, arbitrary }) =>
      fc.record({
        name: fc.constant(name),
        ask: arbitrary,
        joins: fc.boolean(),
        fails: fc.nat(9).map((lot) => lot === 0),
        place: fc.nat(),
      }),
    ),
  )
  .map((steps) => steps.sort((a, b) => a.place - b.place));

class Failed extends Error {}

function inTransactions(steps: Step[]): Step[][] {
  const groups: Step[][] = [];
  let joinable: Step[] | null = null;
  for (const step of steps) {
    const isBeside = besideTransactions.includes(step.name);
    if (joinable !== null && step.joins && !isBeside) joinable.push(step);
    else {
      const group = [step];
      groups.push(group);
      joinable = isBeside ? null : group;
    }
  }
  return groups;
}

/** What the stores answer, in the order asked. */
async function answersOf(stores: MemoryStorage, steps: Step[]): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const group of inTransactions(steps)) {
    let answers: unknown[] = [];
    const work = async (tx: Tx) => {
      answers = [];
      for (const { name, ask } of group)
        answers.push({ name, answer: await ask.of(stores, tx).catch((error: Error) => error.message) });
      if (group.at(-1)?.fails) throw new Failed();
    };
    const done = besideTransactions.includes(group[0]?.name ?? '')
      ? work(null as unknown as Tx)
      : stores.inTransaction(work);
    await done.catch((error: unknown) => {
      if (!(error instanceof Failed)) throw error;
    });
    all.push(...answers);
  }
  return all;
}

test('every method of the stores in memory is asked of both', () => {
  const { inTransaction: _asked, ...stores } = createMemoryStorage(new Rows(), () => Promise.resolve());
  const methods = Object.entries(stores).flatMap(([store, calls]) =>
    Object.keys(calls).map((one) => `${store}.${one}`),
  );
  expect(named.map(({ name }) => name).sort()).toEqual(methods.sort());
});

test('the stores in memory answer as those in MongoDB do', async () => {
  const property = fc.asyncProperty(anyRows, anySteps, async (given, steps) => {
    const { rows, stores } = await inBoth(given);
    const [inMemory, inMongo] = [await answersOf(stores[0], steps), await answersOf(stores[1], steps)];
    expect(inMemory).toEqual(inMongo);
    const written = await writtenIn(rows);
    expect(written.inMemory).toEqual(written.inMongo);
  });
  // Each method stands in each sequence: a shorter one would tell no more.
  await holds(property, 20, { endOnFailure: true });
});

type Change = (stores: MemoryStorage, tx: Tx) => Promise<unknown>;

const thread = { channelId: 'channel a', clientId: 'client 1' };
const changes = {
  'chats.change': (async ({ chats }, tx) => {
    const { id = '', revision = 0 } = (await chats.get('chat 1', tx)) ?? {};
    return chats.change(tx, { id, revision }, { unrouted: false });
  }) as Change,
  'operators.change': (async ({ operators }, tx) => {
    const ann = await operators.get('ann', tx);
    return ann && operators.change(tx, ann, { ...ann, statusRevision: ann.statusRevision + 1 });
  }) as Change,
  'operators.touch': (({ operators }, tx) => operators.touch(tx, 'ann')) as Change,
  'operators.touchActive': (({ operators }) => operators.touchActive()) as Change,
  'queues.hold': (({ queues }, tx) => queues.hold('queue a', tx)) as Change,
  'threads.hold': (({ threads }, tx) => threads.hold(thread, tx)) as Change,
  'threads.note': (({ threads }, tx) => threads.note(thread, { control: 'elsewhere', at: new Date(1) }, tx)) as Change,
};
type ChangeName = keyof typeof changes;

/** What writes a row, or holds it, against what does so too. */
const meetings = (
  [
    ['chats.change', 'chats.change'],
    ['operators.change', 'operators.touch'],
    ['operators.touch', 'operators.change'],
    ['operators.touch', 'operators.touchActive'],
    ['queues.hold', 'queues.hold'],
    ['threads.hold', 'threads.note'],
    ['threads.note', 'threads.hold'],
  ] as Array<[ChangeName, ChangeName]>
).map(([one, other]) => [one, other, { change: changes[one], others: changes[other] }] as const);

describe.each([
  ['memory', 0],
  ['MongoDB', 1],
] as const)('in %s a change', (_where, which) => {
  const busy = { chatId: 'chat 1', offerId: 'offer', state: 'offered' as const, since: new Date(0) };

  async function oneOfEach() {
    const { stores } = await inBoth({ operators: [{ places: [busy], load: 1 }, {}], chats: [{}], queues: [{}] });
    const store = stores[which];
    const [operator, chat] = [await store.operators.get('ann'), await store.chats.get('chat 1')];
    if (operator === null || chat === null) throw new Error('there is one of each');
    return { operator, chat, store };
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

  test.each(meetings)('by %s is run again when %s was first', async (_one, other, { change, others }) => {
    const { store } = await oneOfEach();
    await store.inTransaction((tx) => store.threads.note(thread, { control: 'ours', at: new Date(0) }, tx));
    const gate = createGate();
    let attempts = 0;
    const waiting = store.inTransaction(async (tx) => {
      attempts += 1;
      await store.chats.get('chat 1', tx);
      await gate.pass();
      await change(store, tx);
    });
    await gate.arrived;
    if (besideTransactions.includes(other)) await others(store, null as unknown as Tx);
    else await store.inTransaction((tx) => others(store, tx));
    gate.open();
    await waiting;
    expect(attempts).toBe(2);
  });

  test('that gives a second operator a place for the same chat is refused as a duplicate', async () => {
    const { store } = await oneOfEach();
    const change = store.inTransaction(async (tx) => {
      const bob = await store.operators.get('bob', tx);
      if (bob !== null) await store.operators.change(tx, bob, { ...bob, places: [busy], load: 1 });
    });
    await expect(change).rejects.toMatchObject({ code: 11_000 });
    expect(await store.operators.get('bob')).toMatchObject({ places: [], load: 0 });
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
