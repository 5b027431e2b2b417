import fc from 'fast-check';
import type { Chat } from '../../domain/chat';
import type { Chore } from '../../domain/chore';
import type { Operator } from '../../domain/operator';
import type { Tx } from '../../storage/database';
import type { Thread } from '../../storage/threads';
import type { MemoryStorage } from './memory/storage';

export const queueIds = ['queue a', 'queue b'];
export const channelIds = ['channel a', 'channel b', 'channel without a queue'];
export const operatorIds = ['ann', 'bob', 'cem', 'dora'];
export const roleIds = ['role a', 'role b'];
export const mostChats = 6;

/** A call with its arguments. The stores in memory and those in MongoDB are asked the same, and must answer the same. */
export interface Ask {
  /** Shown when the answers differ. */
  given: unknown;
  of(stores: MemoryStorage, tx: Tx): Promise<unknown>;
}

function ask<A>(
  given: fc.Arbitrary<A>,
  of: (stores: MemoryStorage, given: A, tx: Tx) => Promise<unknown>,
): fc.Arbitrary<Ask> {
  return given.map((drawn) => ({ given: drawn, of: (stores, tx) => of(stores, drawn, tx) }));
}

const sorted = async (ids: Promise<string[]>) => (await ids).sort();
const byId = async (chats: Promise<Chat[]>) => (await chats).sort((a, b) => (a.id < b.id ? -1 : 1));

/** MongoDB's row brings its id along. */
const threadOf = (thread: Thread | null) => thread && { control: thread.control, at: thread.at };

const unknown = 'nobody knows it';
const queueId = fc.constantFrom(...queueIds, unknown);
const channelId = fc.constantFrom(...channelIds, unknown);
const operatorId = fc.constantFrom(...operatorIds, unknown);
const chatId = fc.integer({ min: 1, max: mostChats + 1 }).map((number) => `chat ${number}`);
const conversation = fc.record({ channelId, clientId: fc.integer({ min: 1, max: 3 }).map((n) => `client ${n}`) });
/** Times that can be: others are replaced. */
const moment = fc.integer({ min: 0, max: 3 }).map((ms) => new Date(Date.UTC(2026, 0, 1) + ms));
const free = fc.record({ queueId, limit: fc.nat(4) });
const chore: fc.Arbitrary<Chore> = operatorId.map((id) => ({ kind: 'fill_operator', operatorId: id }));
const mark = fc.option(fc.constantFrom('ann:0', 'ann:1', 'bob:0'), { nil: undefined });

/** What the last search for a waiting chat came to: whoever is named depends on it. */
export const searches: fc.Arbitrary<Pick<Chat, 'shownTo' | 'dependsOn'>> = fc.constantFrom(
  { shownTo: null, dependsOn: null },
  { shownTo: null, dependsOn: ['ann'] },
  { shownTo: 'everyone' as const, dependsOn: [] },
  { shownTo: ['ann', 'bob'], dependsOn: ['ann', 'bob'] },
);

/** With a place of his own, or without: two cannot have one for the same chat. */
const changeOfOperator: fc.Arbitrary<Partial<Operator>> = fc.record(
  {
    status: fc.constantFrom('active', 'inactive'),
    name: fc.constant('renamed elsewhere'),
    queueIds: fc.subarray(queueIds),
    load: fc.nat(3),
    lastTookAt: moment,
    statusRevision: fc.nat(1),
  },
  { requiredKeys: [] },
);

const placeOf = (id: string) => ({
  chatId: `of ${id}`,
  offerId: 'offer',
  state: 'active' as const,
  since: new Date(0),
});

type Stores = Omit<MemoryStorage, 'inTransaction'>;
type Asks = { [S in keyof Stores]: { [M in keyof Stores[S]]: fc.Arbitrary<Ask> } };

/** How each method of the stores in memory is asked. Whoever adds one there adds it here. */
export const asks: Asks = {
  chats: {
    get: ask(chatId, ({ chats }, id, tx) => chats.get(id, tx)),
    getMany: ask(fc.uniqueArray(chatId), ({ chats }, ids, tx) => byId(chats.getMany(ids, tx))),
    openOf: ask(fc.array(conversation, { maxLength: 3 }), ({ chats }, of, tx) => byId(chats.openOf(of, tx))),
    change: ask(
      fc.record({
        id: chatId,
        isStale: fc.nat(4).map((lot) => lot === 0),
        set: fc.record(
          {
            status: fc.constantFrom('waiting', 'offered', 'completed'),
            givenBy: fc.constantFrom(null, 'ann:0', 'bob:1'),
            unrouted: fc.boolean(),
            queueId: fc.constantFrom(...queueIds),
          },
          { requiredKeys: [] },
        ),
        search: fc.option(searches),
        mark,
      }),
      async ({ chats }, { id, isStale, set: drawn, search, mark }, tx) => {
        const set = { ...drawn, ...search };
        const chat = await chats.get(id, tx);
        const revision = (chat?.revision ?? 0) - (isStale ? 1 : 0);
        // No chat is opened again: it is said nowhere what would be open then.
        const { status: _status, ...rest } = set;
        return chats.change(tx, { id, revision }, (chat?.status === 'completed' ? rest : set) as Partial<Chat>, mark);
      },
    ),
    oldestReservableFor: ask(
      fc.record({
        id: operatorId,
        between: fc.record({ after: fc.nat(3), before: fc.integer({ min: 2, max: 7 }) }, { requiredKeys: [] }),
        inactiveChannelIds: fc.subarray(channelIds),
      }),
      async ({ chats, operators }, { id, between, inactiveChannelIds }, tx) => {
        const operator = await operators.get(id, tx);
        return operator && chats.oldestReservableFor(operator, { ...between, inactiveChannelIds }, tx);
      },
    ),
    shownTo: ask(
      fc.record({ id: operatorId, inactiveChannelIds: fc.subarray(channelIds) }),
      async ({ chats, operators }, { id, inactiveChannelIds }) => {
        const operator = await operators.get(id);
        return operator && chats.shownTo(operator, inactiveChannelIds);
      },
    ),
    anyShownRelyingOn: ask(fc.record({ id: operatorId, queueIds: fc.subarray(queueIds) }), ({ chats }, operator, tx) =>
      chats.anyShownRelyingOn(operator, tx),
    ),
    shownRelyingOn: ask(
      fc.record({
        operator: fc.option(fc.record({ id: operatorId, queueIds: fc.subarray(queueIds) })),
        page: fc.record({ after: fc.nat(3), limit: fc.integer({ min: 1, max: 4 }) }),
      }),
      ({ chats }, { operator, page }) => chats.shownRelyingOn(operator, page),
    ),
    waitingIn: ask(
      fc.record({
        where: fc.oneof(fc.record({ queueId }), fc.record({ channelId })),
        page: fc.record({ after: fc.nat(3), limit: fc.integer({ min: 1, max: 4 }) }),
      }),
      ({ chats }, { where, page }) => chats.waitingIn(where, page),
    ),
  },

  operators: {
    get: ask(operatorId, ({ operators }, id, tx) => operators.get(id, tx)),
    getMany: ask(fc.uniqueArray(operatorId), async ({ operators }, ids, tx) =>
      [...(await operators.getMany(ids, tx)).values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    ),
    change: ask(
      fc.record({
        id: fc.constantFrom(...operatorIds),
        isStale: fc.nat(4).map((lot) => lot === 0),
        hasPlace: fc.boolean(),
        set: changeOfOperator,
      }),
      async ({ operators }, { id, isStale, hasPlace, set }, tx) => {
        const now = await operators.get(id, tx);
        if (now === null) throw new Error(`${id} is there`);
        const before = isStale ? { ...now, load: now.load + 1 } : now;
        return operators.change(tx, before, { ...now, ...set, places: hasPlace ? [placeOf(id)] : [] });
      },
    ),
    holding: ask(operatorId, ({ operators }, id, tx) => operators.holding(tx, `of ${id}`)),
    touch: ask(fc.subarray(operatorIds), ({ operators }, ids, tx) => operators.touch(tx, ...ids)),
    touchActive: ask(fc.constant(null), ({ operators }) => operators.touchActive()),
    free: ask(free, async ({ operators }, of, tx) => {
      const ids: string[] = [];
      for await (const { id } of operators.free({ ...of, tx })) ids.push(id);
      return ids;
    }),
    countFree: ask(free, ({ operators }, of, tx) => operators.countFree({ ...of, tx })),
    activeIds: ask(fc.constant(null), ({ operators }) => sorted(operators.activeIds())),
    idsOfQueue: ask(queueId, ({ operators }, id) => sorted(operators.idsOfQueue(id))),
  },

  queues: {
    get: ask(queueId, ({ queues }, id, tx) => queues.get(id, tx)),
    hold: ask(queueId, ({ queues }, id, tx) => queues.hold(id, tx)),
    ofUser: ask(fc.record({ userId: operatorId, roleIds: fc.subarray(roleIds) }), ({ queues }, of, tx) =>
      sorted(queues.ofUser(of, tx)),
    ),
    memberUserIds: ask(queueId, ({ queues }, id, tx) => sorted(queues.memberUserIds(id, tx))),
  },

  channels: {
    get: ask(channelId, ({ channels }, id, tx) => channels.get(id, tx)),
    inactiveIds: ask(fc.constant(null), ({ channels }, _none, tx) => sorted(channels.inactiveIds(tx))),
  },

  settings: {
    get: ask(fc.constantFrom('SimultaneousChats', 'OmniChatOperatorAcceptChatTimeout'), ({ settings }, code, tx) =>
      settings.get(code, tx),
    ),
  },

  users: {
    get: ask(operatorId, ({ users }, id, tx) => users.get(id, tx)),
    byLogin: ask(fc.constantFrom(...operatorIds, 'ANN', 'nobody'), ({ users }, login, tx) => users.byLogin(login, tx)),
  },

  contacts: { get: ask(fc.constant('nobody knows him'), ({ contacts }, id, tx) => contacts.get(id, tx)) },

  threads: {
    getMany: ask(fc.array(conversation, { maxLength: 3 }), ({ threads }, of) => threads.getMany(of)),
    hold: ask(conversation, async ({ threads }, of, tx) => threadOf(await threads.hold(of, tx))),
    note: ask(
      fc.record({ of: conversation, control: fc.constantFrom('ours', 'elsewhere'), at: moment }),
      async ({ threads }, { of, control, at }, tx) => threadOf(await threads.note(of, { control, at }, tx)),
    ),
  },

  routingLog: {
    add: ask(fc.array(fc.record({ chatId, at: moment }), { maxLength: 2 }), ({ routingLog }, entries, tx) => {
      const common = { event: 'waiting' as const, operatorId: null, reason: 'none', candidates: null };
      return routingLog.add(
        tx,
        entries.map((entry) => ({ ...entry, ...common })),
      );
    }),
  },

  liveEvents: {
    add: ask(chatId, ({ liveEvents }, id, tx) => liveEvents.add(tx, [{ type: 'chat.updated', chatId: id }])),
  },

  chores: {
    add: ask(fc.array(chore, { maxLength: 2 }), async ({ chores }, added, tx) =>
      (await chores.add(tx, added, 0)).map((stored) => stored.chore),
    ),
    addSpare: ask(fc.tuple(chore, fc.constantFrom('one', 'another')), ({ chores }, [spare, id], tx) =>
      chores.addSpare(tx, { id, chore: spare }, 0),
    ),
    addSlow: ask(chatId, ({ chores }, id, tx) =>
      chores.addSlow(tx, [{ kind: 'make_preview', messageId: id, attachmentId: 'one', fileId: 'one' }]),
    ),
    isThere: ask(fc.tuple(chore, fc.boolean()), async (stores, [added, isDone]) => {
      const [one] = await stores.inTransaction((tx) => stores.chores.add(tx, [added], 0));
      if (isDone) await stores.chores.done(one?.id ?? '');
      return stores.chores.isThere(one?.id ?? '');
    }),
    done: ask(fc.array(chore, { minLength: 1, maxLength: 2 }), async (stores, added) => {
      const [first] = await stores.inTransaction((tx) => stores.chores.add(tx, added, 0));
      return stores.chores.done(first?.id ?? '');
    }),
  },

  cases: { followChat: ask(fc.record({ chatId, queueId }), ({ cases }, of, tx) => cases.followChat(tx, of)) },
  orders: { followChat: ask(fc.record({ chatId, queueId }), ({ orders }, of, tx) => orders.followChat(tx, of)) },
};

/** Write by themselves: within another transaction they would wait for its end. */
export const besideTransactions = ['operators.touchActive', 'chores.isThere', 'chores.done'];
