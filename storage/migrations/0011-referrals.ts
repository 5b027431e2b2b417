import type { Connection } from 'mongoose';
import type { Referral } from '../../domain/message-parts';
import { inOrder, orderKey } from '../../domain/order-key';
import { type Searched, searchedFields, searchedText } from '../../domain/searched-text';
import { wordCodes } from '../word-codes';
import type { Cursor, Migration } from './contract';
import { type FormerMessage, isArrival, mayTell, referralIn } from './former-referrals';

type Row = FormerMessage &
  Omit<Searched, 'versions'> & {
    _id: string;
    chatId: string | null;
    type: string;
    timestamp: Date;
    sequence: number;
    orderKey?: string;
    referral?: Referral | null;
    versions?: Searched['versions'] & FormerMessage['versions'];
  };

interface ChatRow {
  _id: string;
  clientId: string;
  referral?: Referral | null;
  lastMessage: { id: string; type: string; text: string } | null;
}

interface Place extends Cursor {
  after: string;
}

const rowsAtOnce = 500;
const isOfInterest = { direction: 'incoming', $or: [...mayTell.$or, { referral: { $exists: true } }] };
/** Chats of erased people have no client any more, and get nothing of him back. */
const lacksReferral = { referral: null, clientId: { $ne: '' } };

const messagesIn = (database: Connection) => database.collection<Row>('messages');
const chatsIn = (database: Connection) => database.collection<ChatRow>('chats');

/** Earlier versions left in the payload, or among the client's words, by which advertisement or link he came. */
export const referrals: Migration = {
  number: 11,
  title: 'messages and chats tell by which advertisement or link the client came',
  async step(database, cursor) {
    const after = (cursor as Place | null)?.after;
    const seen = await messagesIn(database)
      .find(after === undefined ? {} : { _id: { $gt: after } }, { projection: { _id: 1 } })
      .sort({ _id: 1 })
      .limit(rowsAtOnce)
      .toArray();
    const last = seen.at(-1)?._id;
    if (last === undefined) return { cursor: null, seen: 0, changed: 0 };
    const within = { ...(after !== undefined && { $gt: after }), $lte: last };
    // Most rows tell nothing of it, and stay where they are.
    const rows = await messagesIn(database)
      .find({ _id: within, ...isOfInterest }, { projection: { words: 0 } })
      .toArray();
    // Whoever is killed in between does both again: chats look at what the messages are by now, not at what was changed.
    const changed = (await changeMessages(database, rows)) + (await changeChats(database, rows.map(present)));
    return { cursor: seen.length < rowsAtOnce ? null : { after: last }, seen: seen.length, changed };
  },
};

/** As the row is to be, or is already. */
function present(row: Row): Row {
  const referral = row.referral ?? referralIn(row);
  // What an arrival's link carried stood as the client's words in conversations, lists and exports: he has written none.
  return { ...row, referral, ...(isArrival(row) && { type: 'referral', text: '' }) };
}

async function changeMessages(database: Connection, rows: Row[]): Promise<number> {
  const updates = rows.flatMap((row) => {
    const { referral, type, text, ...rest } = present(row);
    if (type === row.type && (referral === null || row.referral)) return [];
    const from = Object.fromEntries((['type', ...searchedFields] as const).map((name) => [name, row[name]]));
    const words = wordCodes(searchedText({ ...rest, text, referral }));
    const set = { type, text, words, ...(referral && { referral }) };
    return [{ updateOne: { filter: { _id: row._id, ...from }, update: { $set: set } } }];
  });
  if (updates.length === 0) return 0;
  return (await messagesIn(database).bulkWrite(updates, { ordered: false })).modifiedCount;
}

async function changeChats(database: Connection, rows: Row[]): Promise<number> {
  const joined = rows.flatMap(({ chatId, ...row }) => (chatId === null ? [] : [{ ...row, chatId }]));
  const shown = joined.filter(isArrival).map(({ _id: id, chatId, type, text }) => ({
    updateOne: {
      filter: { _id: chatId, 'lastMessage.id': id, 'lastMessage.type': { $ne: type } },
      update: { $set: { 'lastMessage.type': type, 'lastMessage.text': text } },
    },
  }));
  const chatIds = new Set(joined.filter(({ referral }) => referral).map(({ chatId }) => chatId));
  const given = [...(await firstReferrals(database, [...chatIds]))].map(([_id, referral]) => ({
    updateOne: { filter: { _id, ...lacksReferral }, update: { $set: { referral } } },
  }));
  const updates = [...shown, ...given];
  if (updates.length === 0) return 0;
  return (await chatsIn(database).bulkWrite(updates, { ordered: false })).modifiedCount;
}

/** For those of the chats that have none: of the earliest message that tells one, which a later step may come by. */
async function firstReferrals(database: Connection, chatIds: string[]): Promise<Map<string, Referral>> {
  if (chatIds.length === 0) return new Map();
  const lacking = await chatsIn(database)
    .find({ _id: { $in: chatIds }, ...lacksReferral }, { projection: { _id: 1 } })
    .toArray();
  if (lacking.length === 0) return new Map();
  const rows = await messagesIn(database)
    .find({ chatId: { $in: lacking.map(({ _id }) => _id) }, ...isOfInterest }, { projection: { words: 0 } })
    .toArray();
  const placed = rows.map((row) => {
    const { _id: id, chatId, referral, timestamp, sequence } = present(row);
    return { id, chatId, referral, orderKey: row.orderKey ?? orderKey(timestamp, sequence) };
  });
  const latestFirst = placed.sort(inOrder).reverse();
  return new Map(
    latestFirst.flatMap(({ chatId, referral }) => (chatId !== null && referral ? [[chatId, referral]] : [])),
  );
}
