import type { Chat } from '../../domain/chat';
import type { Operator } from '../../domain/operator';
import type { RoutingLogEntry } from '../../domain/routing-log';
import { hasDeclined } from '../../domain/verdicts';
import { foundChats } from '../../storage/chat-row';
import type { Tx } from '../../storage/database';
import { fromRow, type Row } from '../../storage/document';
import type { Storage } from '../../storage/storage';

/** All that stands in the rows about who has which chat, at one moment. */
export interface Books {
  operators: Operator[];
  /** The oldest first. */
  chats: Chat[];
  queues: Array<{ id: string; routingRule: string; memberIds: string[] }>;
  inactiveChannelIds: string[];
  limit: number;
  /** What happened to each chat, by its id. */
  log: ReadonlyMap<string, readonly RoutingLogEntry[]>;
  nowMs: number;
  /** Whom the rule of the model knows, in the order in which it names them; empty where it is not there. */
  castIds: readonly string[];
  /** Whether he declined the chat since he last set his status. */
  hasDeclined(operator: Operator, chat: Chat): boolean;
}

/** The books of a running Parley; of these queues and operators only, if they are named. */
export async function readBooks(
  storage: Storage,
  only: { queueIds?: string[]; operatorIds?: string[]; castIds?: readonly string[] } = {},
): Promise<Books> {
  const { queueIds, operatorIds, castIds = [] } = only;
  const among = (ids?: string[]) => (ids === undefined ? {} : { _id: { $in: ids } });
  const ofQueues = queueIds === undefined ? {} : { queueId: { $in: queueIds } };
  return storage.inTransaction(async (session) => {
    const chats = await storage.chats.model.find(ofQueues, null, { session }).sort({ number: 1 }).lean();
    const operators = await storage.operators.model.find(among(operatorIds), null, { session }).lean();
    const queues = await storage.queues.model.find(among(queueIds), null, { session }).lean();
    const books: Books = {
      operators: operators.map((row) => fromRow<Operator>(row as Row<Operator>)),
      chats: foundChats(chats),
      queues: [],
      inactiveChannelIds: await storage.channels.inactiveIds(session),
      limit: await storage.settings.get('SimultaneousChats', session),
      log: await readLog(storage, { chatIds: chats.map(({ _id }) => _id), session }),
      nowMs: Date.now(),
      castIds,
      hasDeclined,
    };
    for (const { _id: id, routingRule } of queues)
      books.queues.push({ id, routingRule, memberIds: await storage.queues.memberUserIds(id, session) });
    return books;
  });
}

async function readLog(storage: Storage, of: { chatIds: string[]; session: Tx }): Promise<Books['log']> {
  const { chatIds, session } = of;
  const rows = await storage.routingLog.model
    .find({ chatId: { $in: chatIds } }, null, { session })
    .sort({ at: 1, _id: 1 })
    .lean();
  const log = new Map<string, RoutingLogEntry[]>();
  for (const { chatId, ...entry } of rows) log.set(chatId, [...(log.get(chatId) ?? []), entry]);
  return log;
}
