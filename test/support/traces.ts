import type { Parley } from './parley';
import { readable } from './readable';

/** Every place of the whole database, each row and each file's content, in which one of the texts stands, as `collection field`. */
export async function tracesOf(parley: Pick<Parley, 'storage'>, texts: string[]): Promise<string[]> {
  const { db } = parley.storage.chats.model.db;
  if (db === undefined) throw new Error('the connection to MongoDB is open');
  const found: string[] = [];
  for (const { name } of await db.listCollections().toArray())
    for await (const row of db.collection(name).find()) found.push(...tracesIn(row, name, texts));
  return [...new Set(found)].sort();
}

function tracesIn(value: unknown, path: string, texts: string[]): string[] {
  if (typeof value === 'string' || typeof value === 'number')
    return texts.some((text) => String(value).includes(text)) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  if ('buffer' in value && 'position' in value) {
    const content = Buffer.from(value.buffer as Uint8Array).toString('latin1');
    return texts.some((text) => content.includes(text)) ? [`${path} (content)`] : [];
  }
  return Object.entries(value).flatMap(([field, inner]) => tracesIn(inner, `${path} ${field}`, texts));
}

/** All that Temporal's histories of this Parley hold, with payloads readable. */
export async function historiesOf({ temporal, name }: Pick<Parley, 'temporal' | 'name'>): Promise<string> {
  const histories: string[] = [];
  for await (const { workflowId, runId } of temporal.workflow.list({ query: `TaskQueue = '${name}'` })) {
    const history = await temporal.workflow.getHandle(workflowId, runId).fetchHistory();
    histories.push(`${workflowId} ${readable(history)}`);
  }
  return histories.join('\n');
}
