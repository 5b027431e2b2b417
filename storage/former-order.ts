import type { Connection } from 'mongoose';
import { canBe } from '../domain/messenger-clock';
import { orderKey } from '../domain/order-key';

/** What an earlier version wrote of a message's order. */
export interface FormerRow {
  _id: string;
  chatId: string | null;
  timestamp: Date;
  sequence: number;
}

/**
 * The keys of messages of an earlier version, which had none: in the order in which they were shown. What has a time that can't be stood
 * behind all else for good; it stands at the end of its own chat, and before all that comes now.
 */
export async function formerKeys(database: Connection, rows: FormerRow[], now: Date): Promise<Map<string, string>> {
  const isFine = ({ timestamp }: FormerRow) => canBe(timestamp, now, undefined);
  const ends = await endsOf(
    database,
    rows.filter((row) => !isFine(row)),
  );
  const keyOf = (row: FormerRow) =>
    isFine(row)
      ? orderKey(row.timestamp, row.sequence)
      : orderKey(ends.get(row.chatId) ?? now, Math.max(0, new Date(row.timestamp).getTime()));
  return new Map(rows.map((row) => [row._id, keyOf(row)]));
}

/** When the chats of these messages were completed. */
async function endsOf(database: Connection, rows: FormerRow[]): Promise<Map<string | null, Date>> {
  const ids = [...new Set(rows.flatMap(({ chatId }) => chatId ?? []))];
  if (ids.length === 0) return new Map();
  const chats = database.collection<{ _id: string; completedAt: Date | null }>('chats');
  const found = await chats.find({ _id: { $in: ids } }, { projection: { completedAt: 1 } }).toArray();
  return new Map(found.flatMap(({ _id, completedAt }) => (completedAt === null ? [] : [[_id, completedAt]])));
}

/** Writes a key only while the row has none, and what it was made of still holds. */
export function keyUpdate({ _id, timestamp, sequence }: FormerRow, key: string | undefined) {
  return {
    updateOne: { filter: { _id, timestamp, sequence, orderKey: null }, update: { $set: { orderKey: key } } },
  };
}
