import type { QueryFilter } from 'mongoose';
import type { Chat, ChatStatus } from '../domain/chat';
import { foundChats as all, type ChatModel, type ChatRow } from './chat-row';
import type { NumberRange } from './message-search';

export interface ChatFilter {
  channelId?: string | undefined;
  queueIds?: string[] | undefined;
  operatorId?: string | undefined;
  contactId?: string | undefined;
  status?: ChatStatus | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

/** A page of chats. `reached`: the search for more was given up below this number; null when it went to the end of the page or of all. */
export interface ChatPage {
  chats: Chat[];
  reached: number | null;
}

/** Rows that a page may cost where no index knows all filters: those of one, newest first, are looked through for the others. */
const lookedThrough = 5_000;
/** Mostly one in so many of them fits: so much is read before all the rest. */
const usualShare = 4;
/** Numbers and times of creation rise together, but for what clocks and transactions differ by. */
const skewMs = 10 * 60_000;

/** The chats section without a search (domain 4.5): each page is one range of one index. */
export function createChatList(model: ChatModel) {
  /** The numbers that chats created then can have. */
  async function numbersOf({ from, to }: Pick<ChatFilter, 'from' | 'to'>): Promise<NumberRange> {
    const [older, newer] = await Promise.all([
      from && nearest({ $lt: new Date(from.getTime() - skewMs) }, -1),
      to && nearest({ $gte: new Date(to.getTime() + skewMs) }, 1),
    ]);
    return { above: older ?? 0, below: newer ?? Number.MAX_SAFE_INTEGER };
  }

  async function nearest(createdAt: { $lt: Date } | { $gte: Date }, direction: 1 | -1): Promise<number | undefined> {
    const row = await model.findOne({ createdAt }, { _id: 0, number: 1 }).sort({ createdAt: direction }).lean();
    return row?.number;
  }

  return {
    numbersOf,

    /** Newest first; cursor is the number, so that chats that arrive meanwhile change no page. */
    async list(filter: ChatFilter, page: { before?: number; limit: number }): Promise<ChatPage> {
      const range = await numbersOf(filter);
      const below = Math.min(range.below, page.before ?? range.below);
      const { hint, found, rest } = planOf(filter);
      let chats: Chat[] = [];
      const numbered = { ...found, number: { $gt: range.above, $lt: below } };
      for (const window of rest === null ? [page.limit] : [page.limit * usualShare, lookedThrough]) {
        const stages = [{ $match: numbered }, { $sort: { number: -1 as const } }, { $limit: window }];
        const filtered = rest === null ? stages : [...stages, { $match: rest }, { $limit: page.limit }];
        chats = all(await model.aggregate(filtered, { hint }));
        if (rest === null || chats.length === page.limit) return { chats, reached: null };
      }
      const last = await model
        .findOne(numbered, { _id: 0, number: 1 })
        .sort({ number: -1 })
        .skip(lookedThrough - 1)
        .hint(hint)
        .lean();
      return { chats, reached: last?.number ?? null };
    },

    /** Those of some numbers that a filter lets through, newest first. */
    async amongNumbers(numbers: number[], filter: ChatFilter): Promise<Chat[]> {
      const query = { ...conditionsOf(filter), number: { $in: numbers } };
      return all(await model.find(query).sort({ number: -1 }).hint({ number: -1 }).lean());
    },
  };
}

function conditionsOf({ queueIds, from, to, ...equal }: ChatFilter): QueryFilter<ChatRow> {
  const created = { ...(from === undefined ? {} : { $gte: from }), ...(to === undefined ? {} : { $lt: to }) };
  const asked = Object.entries(equal).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(asked),
    ...(queueIds === undefined ? {} : { queueId: { $in: queueIds } }),
    ...(Object.keys(created).length > 0 ? { createdAt: created } : {}),
  };
}

/** Which index finds the fewest rows, what it is asked for, and what is left to be looked at in the rows; null for nothing. */
function planOf(filter: ChatFilter) {
  const conditions = conditionsOf(filter);
  const index = indexes.find(({ isFor }) => isFor(filter));
  const { keys, open } = index ?? { keys: [] };
  const isFound = (name: string) => (keys as string[]).includes(name);
  const entries = Object.entries(conditions);
  const rest = Object.fromEntries(entries.filter(([name]) => !isFound(name)));
  return {
    hint: { ...Object.fromEntries(keys.map((key) => [key, 1])), number: -1 } as Record<string, 1 | -1>,
    found: {
      ...Object.fromEntries(entries.filter(([name]) => isFound(name))),
      ...(open ? { open: true as const } : {}),
    },
    rest: Object.keys(rest).length > 0 ? rest : null,
  };
}

interface ListIndex {
  keys: Array<'contactId' | 'operatorId' | 'status' | 'channelId' | 'queueId'>;
  /** Holds open chats only. */
  open?: true;
  isFor(filter: ChatFilter): boolean;
}

/** The most selective first. Most chats are completed: only the other statuses are worth an index. */
const indexes: ListIndex[] = [
  { keys: ['contactId'], isFor: ({ contactId }) => contactId !== undefined },
  {
    keys: ['operatorId', 'status'],
    isFor: ({ operatorId, status }) => operatorId !== undefined && status !== undefined,
  },
  { keys: ['status'], open: true, isFor: ({ status }) => status !== undefined && status !== 'completed' },
  { keys: ['operatorId'], isFor: ({ operatorId }) => operatorId !== undefined },
  { keys: ['channelId'], isFor: ({ channelId }) => channelId !== undefined },
  { keys: ['queueId'], isFor: ({ queueIds }) => queueIds !== undefined },
];
