import { type Channel, justAdded } from '../../../domain/channel';
import type { Chat } from '../../../domain/chat';
import type { Operator } from '../../../domain/operator';
import type { Queue } from '../../../domain/queue';
import { hasDeclined } from '../../../domain/verdicts';
import type { Books } from '../books';
import { operatorNames, queueNames, type Scene } from '../commands';
import type { Rows, Tables } from './rows';

export const cast = {
  operatorIds: operatorNames.map((name) => name.toLowerCase()),
  queues: queueNames.map((name) => ({ id: name, channelId: `channel of ${name}` })),
};

/** Writes the rows that a scene begins with. */
export function setScene(rows: Rows, { limit, acceptMinutes, queues, active }: Scene): void {
  rows.put(null, 'settings', 'SimultaneousChats', limit);
  rows.put(null, 'settings', 'OmniChatOperatorAcceptChatTimeout', acceptMinutes);
  for (const [index, { id, channelId }] of cast.queues.entries()) {
    const { rule, operators } = queues[index] ?? { rule: 'ToMostFree', operators: [] };
    rows.put(null, 'queues', id, newQueue(id, rule, operators));
    rows.put(null, 'channels', channelId, newChannel(channelId, id));
  }
  for (const [index, id] of cast.operatorIds.entries()) {
    const queueIds = cast.queues.filter((_, at) => queues[at]?.operators.includes(index)).map((queue) => queue.id);
    const name = operatorNames[index] ?? id;
    rows.put(null, 'users', id, { id, login: id, name, permissions: [], roleIds: [] });
    rows.put(null, 'operators', id, newOperator({ id, name, isActive: active.includes(index), queueIds }));
  }
}

const known = new WeakMap<Tables, Books>();

/** The rows as the invariants see them. */
export function booksOf(tables: Tables): Books {
  const books = known.get(tables) ?? makeBooks(tables);
  known.set(tables, books);
  return books;
}

function makeBooks(tables: Tables): Books {
  return {
    operators: [...tables.operators.values()],
    chats: [...tables.chats.values()],
    queues: [...tables.queues.values()].map(({ id, routingRule, operators }) => ({
      id,
      routingRule,
      memberIds: operators.flatMap((member) => ('userId' in member ? [member.userId] : [])),
    })),
    inactiveChannelIds: [...tables.channels.values()].filter(({ active }) => !active).map(({ id }) => id),
    limit: Number(tables.settings.get('SimultaneousChats')),
    log: tables.log,
    nowMs: Date.now(),
    castIds: cast.operatorIds,
    hasDeclined,
  };
}

/** A chat that has just been opened. */
export function newChat({ number, queue }: { number: number; queue: { id: string; channelId: string } }): Chat {
  return {
    id: `chat ${number}`,
    number,
    workflowId: `workflow ${number}`,
    channelId: queue.channelId,
    provider: 'webchat',
    clientId: `client ${number}`,
    contactId: `contact ${number}`,
    queueId: queue.id,
    status: 'waiting',
    operatorId: null,
    offer: null,
    shownTo: null,
    unrouted: true,
    revision: 1,
    declinedBy: [],
    givenBy: null,
    dependsOn: null,
    failedAsks: 0,
    createdAt: new Date(),
    acceptedAt: null,
    completedAt: null,
    completedBy: null,
    completesAt: null,
    lastMessage: null,
    unreadCount: 0,
    referral: null,
  };
}

export function newOperator(of: { id: string; name: string; isActive: boolean; queueIds: string[] }): Operator {
  return {
    id: of.id,
    name: of.name,
    status: of.isActive ? 'active' : 'inactive',
    reason: 'self',
    changedAt: new Date(),
    queueIds: of.queueIds,
    places: [],
    load: 0,
    lastTookAt: new Date(0),
    statusRevision: 0,
  };
}

function newQueue(id: string, routingRule: string, operators: number[]): Queue {
  return {
    id,
    name: id,
    routingRule,
    completionTimeoutMinutes: null,
    keepOpenWhileUnanswered: false,
    operators: operators.map((index) => ({ userId: cast.operatorIds[index] ?? '' })),
  };
}

export function newChannel(id: string, queueId: string | null): Channel {
  return {
    id,
    provider: 'webchat',
    name: id,
    source: id,
    active: true,
    queueId,
    language: 'en',
    verified: true,
    health: { status: 'ok', detail: '', checkedAt: new Date() },
    ...justAdded({ verified: true }),
  };
}
