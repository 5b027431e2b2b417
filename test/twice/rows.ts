import type { Parley } from '../support/parley';

/** A row as it is compared: its collection and its content, as text. */
type RowText = string;

/** What was measured, and marks and leases that say when somebody looked last or may look again; whether they are there counts. */
const marks: Record<string, string[]> = {
  messages: ['dueAt'],
  chats: ['checkedAt'],
  sessions: ['expiresAt'],
  channels: ['pollCursor', 'clockAheadMs'],
  threads: ['looks'],
  files: ['unclaimedSince'],
  presence_leases: ['renewedAt', 'expiresAt'],
};
/** When a channel's health was looked at: its status and words count. */
const looks = new Set(['checkedAt']);

const lookEveryMs = 50;
/** Workflows are told two seconds later, and Temporal has five to take it; the rows are read twice. */
const quietWithinMs = 120_000;

/** All that MongoDB holds of a Parley, once nothing more follows from what was done. */
export async function rowsAtRest(parley: Pick<Parley, 'storage'>): Promise<RowText[]> {
  let before: RowText[] | null = null;
  for (const until = Date.now() + quietWithinMs; Date.now() < until; ) {
    const rows = (await somethingFollows(parley)) ? null : await allRows(parley);
    if (rows !== null && before?.join('\n') === rows.join('\n')) return rows;
    before = rows;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  throw new Error(`it is not quiet after ${quietWithinMs} ms`);
}

/** Chores are to be done, or a workflow is to be told of a message that has joined its chat. */
async function somethingFollows({ storage: { chores, messages } }: Pick<Parley, 'storage'>): Promise<boolean> {
  const untold = { chatId: { $ne: null }, direction: 'incoming', dueAt: { $exists: true } } as const;
  return (await chores.model.exists({})) !== null || (await messages.model.exists(untold)) !== null;
}

/**
 * What was done to the rows, a line for each that came, changed or went; without what differs from one scene to the next: ids,
 * moments, numbers that are given out.
 */
export function effectOf(before: RowText[], after: RowText[]): string[] {
  const without = (rows: RowText[], others: RowText[]) => {
    const known = new Set(others);
    return rows.filter((row) => !known.has(row)).map(shapeOf);
  };
  return [
    ...without(after, before).map((row) => `now ${row}`),
    ...without(before, after).map((row) => `no longer ${row}`),
  ].sort();
}

export function shapeOf(row: RowText): string {
  return row
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
    .replace(/[0-9a-f]{32}/g, '<hash>')
    .replace(/[0-9a-f]{24}/g, '<oid>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<moment>')
    .replace(/"(number|chatNumber|value|update_id|message_id)":\d+/g, '"$1":"<number>"')
    .replace(/"v1(\.[\w-]+)+"/g, '"<encrypted>"')
    .replace(/\bChat \d+/g, 'Chat <number>')
    .replace(/"reference":"[^"]+"/g, '"reference":"<reference>"')
    .replace(/\d{6,}/g, '<number>');
}

async function allRows({ storage }: Pick<Parley, 'storage'>): Promise<RowText[]> {
  const { db } = storage.chats.model.db;
  if (db === undefined) throw new Error('the connection to MongoDB is open');
  const rows: RowText[] = [];
  for (const { name } of await db.listCollections().toArray())
    for await (const row of db.collection(name).find().sort({ _id: 1 })) rows.push(`${name} ${textOf(name, row)}`);
  return rows.sort();
}

function textOf(collection: string, row: Record<string, unknown>): string {
  const fields = Object.entries(row).map(([field, value]) => [
    field,
    marks[collection]?.includes(field) ? '<mark>' : value,
  ]);
  return JSON.stringify(Object.fromEntries(fields), (field, value: unknown) => {
    if (looks.has(field)) return '<look>';
    // The content of files: as long as it is.
    if (typeof value === 'object' && value !== null && 'buffer' in value && 'position' in value)
      return `<${String(value.position)} bytes>`;
    return value;
  });
}
