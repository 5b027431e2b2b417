import { randomUUID } from 'node:crypto';
import type { BotChatStorage, DistributionStorage } from '../../../distribution/ports';
import type { Chat } from '../../../domain/chat';
import type { Operator, Place } from '../../../domain/operator';
import { hasRoom } from '../../../domain/places';
import type { QueueMember } from '../../../domain/queue';
import { settingDefaults } from '../../../domain/settings';
import { hasDeclined, isShownTo } from '../../../domain/verdicts';
import type { Conversation } from '../../../storage/conversation';
import type { Storage } from '../../../storage/storage';
import type { Rows } from './rows';

/** The part of the stores that distribution and its chores use, in memory. */
export type MemoryStorage = Omit<BotChatStorage, 'chores' | 'chats' | 'operators'> & {
  chats: BotChatStorage['chats'] & Pick<Storage['chats'], 'shownTo'>;
  operators: DistributionStorage['operators'];
  chores: Pick<Storage['chores'], 'add' | 'addSpare' | 'addSlow' | 'isThere' | 'done'>;
};

/** The stores over rows in memory. `turn` is awaited before each call: it lets others go first. */
export function createMemoryStorage(rows: Rows, turn: () => Promise<void>): MemoryStorage {
  const chatsIn = (tx?: Parameters<Rows['tables']>[0]) => [...rows.tables(tx).chats.values()].sort(byNumber);
  const operatorsIn = (tx?: Parameters<Rows['tables']>[0]) => [...rows.tables(tx).operators.values()];

  return {
    inTransaction: (work) => rows.inTransaction(work),

    chats: {
      async get(id, tx) {
        await turn();
        return rows.tables(tx).chats.get(id) ?? null;
      },
      async getMany(ids, tx) {
        await turn();
        return chatsIn(tx).filter(({ id }) => ids.includes(id));
      },
      async openOf(conversations, tx) {
        await turn();
        const keys = conversations.map(keyOf);
        return chatsIn(tx).filter((chat) => chat.status !== 'completed' && keys.includes(keyOf(chat)));
      },
      async change(tx, at, set, mark) {
        await turn();
        const chat = rows.tables(tx).chats.get(at.id);
        if (chat === undefined || chat.revision !== at.revision) return null;
        const declinedBy = mark === undefined ? chat.declinedBy : [...new Set([...chat.declinedBy, mark])];
        const changed: Chat = { ...chat, ...set, declinedBy, revision: chat.revision + 1 };
        rows.put(tx, 'chats', chat.id, changed);
        return changed;
      },
      async oldestReservableFor(operator, { after = 0, before = Number.POSITIVE_INFINITY, inactiveChannelIds }, tx) {
        await turn();
        const isReservable = (chat: Chat) =>
          waitsFor(operator, inactiveChannelIds)(chat) &&
          (operator.queueIds.includes(chat.queueId) || isNamed(chat, operator.id)) &&
          chat.shownTo === null &&
          chat.number > after &&
          chat.number < before;
        return chatsIn(tx).find(isReservable) ?? null;
      },
      async shownTo(operator, inactiveChannelIds) {
        await turn();
        return chatsIn().filter((chat) => waitsFor(operator, inactiveChannelIds)(chat) && isShownTo(chat, operator));
      },
      async anyShownRelyingOn(operator, tx) {
        await turn();
        return chatsIn(tx).some(reliesOn(operator));
      },
      async shownRelyingOn(operator, { after, limit }) {
        await turn();
        return chatsIn()
          .filter((chat) => reliesOn(operator)(chat) && chat.number > after)
          .slice(0, limit);
      },
      async waitingIn(where, { after, limit }) {
        await turn();
        const isIn = (chat: Chat) =>
          'queueId' in where ? chat.queueId === where.queueId : chat.channelId === where.channelId;
        return chatsIn()
          .filter((chat) => isIn(chat) && chat.status === 'waiting' && chat.number > after)
          .slice(0, limit);
      },
    },

    cases: { followChat: async () => turn() },
    orders: { followChat: async () => turn() },

    threads: {
      async getMany(conversations) {
        await turn();
        return conversations.map((of) => rows.tables().threads.get(keyOf(of)) ?? null);
      },
      async hold(of, tx) {
        await turn();
        const thread = rows.tables(tx).threads.get(keyOf(of));
        if (thread !== undefined) rows.put(tx, 'threads', keyOf(of), { ...thread });
        return thread ?? null;
      },
      async note(of, told, tx) {
        await turn();
        const known = rows.tables(tx).threads.get(keyOf(of));
        const holds = known !== undefined && known.at >= told.at ? known : told;
        rows.put(tx, 'threads', keyOf(of), { ...holds });
        return holds;
      },
    },

    operators: {
      async get(id, tx) {
        await turn();
        return rows.tables(tx).operators.get(id) ?? null;
      },
      async getMany(ids, tx) {
        await turn();
        return new Map(operatorsIn(tx).flatMap((one) => (ids.includes(one.id) ? [[one.id, one] as const] : [])));
      },
      async change(tx, before, after) {
        await turn();
        const now = rows.tables(tx).operators.get(after.id);
        if (now?.load !== before.load || now.statusRevision !== before.statusRevision)
          throw new Error(`operator ${after.id} has moved on within one transaction`);
        const isTaken = ({ id, places }: Operator) => id !== after.id && places.some(isIn(after.places));
        if (operatorsIn(tx).some(isTaken)) throw Object.assign(new Error('a chat has one place'), { code: duplicate });
        rows.put(tx, 'operators', after.id, { ...after, name: now.name });
      },
      async holding(tx, chatId) {
        await turn();
        return operatorsIn(tx).find(({ places }) => places.some((place) => place.chatId === chatId)) ?? null;
      },
      async touch(tx, ...ids) {
        await turn();
        for (const operator of operatorsIn(tx))
          if (ids.includes(operator.id)) rows.put(tx, 'operators', operator.id, { ...operator });
      },
      async touchActive() {
        await turn();
        for (const operator of operatorsIn())
          if (operator.status === 'active') rows.put(null, 'operators', operator.id, { ...operator });
      },
      async *free({ queueId, limit, tx }) {
        await turn();
        const free = operatorsIn(tx).filter(isFree(queueId, limit)).sort(byLoad);
        for (const operator of free) yield operator;
      },
      async countFree({ queueId, limit, tx }) {
        await turn();
        return operatorsIn(tx).filter(isFree(queueId, limit)).length;
      },
      async activeIds() {
        await turn();
        return operatorsIn()
          .filter(({ status }) => status === 'active')
          .map(idOf);
      },
      async idsOfQueue(queueId) {
        await turn();
        return operatorsIn()
          .filter(({ queueIds }) => queueIds.includes(queueId))
          .map(idOf);
      },
    },

    queues: {
      async get(id, tx) {
        await turn();
        return rows.tables(tx).queues.get(id) ?? null;
      },
      async hold(id, tx) {
        await turn();
        const queue = rows.tables(tx).queues.get(id);
        if (queue !== undefined) rows.put(tx, 'queues', id, { ...queue });
        return queue !== undefined;
      },
      async ofUser({ userId, roleIds }, tx) {
        await turn();
        const isHis = (member: QueueMember) =>
          'userId' in member ? member.userId === userId : roleIds.includes(member.roleId);
        return [...rows.tables(tx).queues.values()].filter(({ operators }) => operators.some(isHis)).map(idOf);
      },
      async memberUserIds(queueId, tx) {
        await turn();
        const members = rows.tables(tx).queues.get(queueId)?.operators ?? [];
        const users = [...rows.tables(tx).users.values()];
        const named = members.flatMap((member) =>
          'userId' in member
            ? [member.userId]
            : users.filter(({ roleIds }) => roleIds.includes(member.roleId)).map(idOf),
        );
        return [...new Set(named)];
      },
    },

    channels: {
      async get(id, tx) {
        await turn();
        return rows.tables(tx).channels.get(id) ?? null;
      },
      async inactiveIds(tx) {
        await turn();
        return [...rows.tables(tx).channels.values()]
          .filter(({ active, queueId }) => !active || queueId === null)
          .map(idOf);
      },
    },

    settings: {
      async get(code, tx) {
        await turn();
        return (rows.tables(tx).settings.get(code) as never) ?? settingDefaults[code];
      },
    },

    users: {
      async get(id, tx) {
        await turn();
        return rows.tables(tx).users.get(id) ?? null;
      },
      async byLogin(login, tx) {
        await turn();
        return [...rows.tables(tx).users.values()].find((user) => user.login === login.toLowerCase()) ?? null;
      },
    },

    contacts: {
      async get() {
        await turn();
        return null;
      },
    },

    routingLog: {
      async add(tx, decisions) {
        await turn();
        for (const { chatId, ...decided } of decisions)
          rows.put(tx, 'log', chatId, [...(rows.tables(tx).log.get(chatId) ?? []), decided]);
      },
    },

    liveEvents: {
      async add() {
        await turn();
      },
    },

    chores: {
      async add(tx, chores, graceMs) {
        await turn();
        const dueAt = new Date(Date.now() + graceMs);
        const stored = chores.map((chore) => ({ id: randomUUID(), chore, dueAt }));
        for (const one of stored) rows.put(tx, 'chores', one.id, one);
        return stored;
      },
      async addSpare(tx, { id, chore }, graceMs) {
        await turn();
        rows.put(tx, 'chores', id, { id, chore, dueAt: new Date(Date.now() + graceMs) });
      },
      async addSlow() {
        await turn();
      },
      async isThere(id) {
        await turn();
        return rows.tables().chores.has(id);
      },
      async done(id) {
        await turn();
        rows.put(null, 'chores', id, null);
      },
    },
  };
}

/** MongoDB's code for a row that a unique index refuses. */
const duplicate = 11_000;

const keyOf = ({ channelId, clientId }: Conversation) => `${channelId} ${clientId}`;

function byNumber(a: Chat, b: Chat): number {
  return a.number - b.number;
}

/** Least loaded first, then who has gone longest without a new chat (domain 3.3). */
function byLoad(a: Operator, b: Operator): number {
  return a.load - b.load || a.lastTookAt.getTime() - b.lastTookAt.getTime() || (a.id < b.id ? -1 : 1);
}

const isFree = (queueId: string, limit: number) => (operator: Operator) =>
  hasRoom(operator, limit) && operator.queueIds.includes(queueId);

const idOf = ({ id }: { id: string }) => id;

const isIn = (places: Place[]) => (place: Place) => places.some(({ chatId }) => chatId === place.chatId);

const isNamed = (chat: Chat, id: string) => chat.dependsOn?.includes(id) ?? false;

/** Shown because he can take it, or (null) anybody can. */
const reliesOn = (operator: Pick<Operator, 'id' | 'queueIds'> | null) => (chat: Chat) => {
  if (chat.status !== 'waiting' || chat.shownTo === null) return false;
  if (operator === null ? (chat.dependsOn ?? []).length > 0 : isNamed(chat, operator.id)) return true;
  const isOfQueue = operator === null || operator.queueIds.includes(chat.queueId);
  return chat.shownTo === 'everyone' && chat.givenBy !== null && isOfQueue;
};

const waitsFor = (operator: Operator, inactiveChannelIds: string[]) => (chat: Chat) =>
  chat.status === 'waiting' && !inactiveChannelIds.includes(chat.channelId) && !hasDeclined(operator, chat);
