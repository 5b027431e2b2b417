import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import mongoose, { type Connection } from 'mongoose';

const { EJSON } = mongoose.mongo.BSON;
const root = join(__dirname, '..', '..');
/** Histories that were recorded before databases were saved with them. */
const firstHistories = join(root, 'test', 'replay', 'histories');

/** A workflow as it ran. */
export interface Story {
  workflowId: string;
  history: unknown;
}

interface Manifest {
  savedAt: string;
  /** Of the accounts in it, which are a test's. */
  passwords: { admin: string; others: string };
}

export interface SavedData extends Manifest {
  /** The folder's name. */
  name: string;
}

type Row = { _id: unknown };

/** What `npm run save-data` has saved, the oldest first. */
export function savedData(): SavedData[] {
  const folders = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map(({ name }) => ({ name, ...(JSON.parse(read(name, 'saved.json')) as Manifest) }))
    .sort((a, b) => (a.savedAt < b.savedAt ? -1 : 1));
}

/** All workflows that ran on earlier versions. */
export function savedStories(): Story[] {
  const folders = [firstHistories, ...savedData().map(({ name }) => join(__dirname, name, 'histories'))];
  return folders.flatMap((folder) =>
    readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Story),
  );
}

/** Puts a database and histories into a folder of their own, in place of what is there by that name. */
export async function saveData(
  name: string,
  { database, stories, ...manifest }: Manifest & { database: Connection; stories: Map<string, Story> },
): Promise<void> {
  rmSync(join(__dirname, name), { recursive: true, force: true });
  for (const folder of ['database', 'histories']) mkdirSync(join(__dirname, name, folder), { recursive: true });
  write(name, 'saved.json', JSON.stringify(manifest, null, 2));
  for (const [story, { workflowId, history }] of stories)
    write(name, `histories/${story}.json`, JSON.stringify({ workflowId, history }, null, 1));
  for (const { name: collection, isEmpty } of await collectionsOf(database)) {
    if (isEmpty) continue;
    const rows = (await database.collection(collection).find().toArray()) as Row[];
    const lines = rows.map((row) => EJSON.stringify(row, { relaxed: false }));
    write(name, `database/${collection}.jsonl`, lines.sort().join('\n'));
  }
}

/** Names of the collections, and whether they hold rows. */
export async function collectionsOf(database: Connection): Promise<Array<{ name: string; isEmpty: boolean }>> {
  const names = (await database.listCollections()).map(({ name }) => name).sort();
  return Promise.all(
    names.map(async (name) => ({ name, isEmpty: (await database.collection(name).findOne()) === null })),
  );
}

/**
 * Loads a saved database into an empty one, as if it had been saved at the given moment: every time in it is moved by as much,
 * so that what had run out then has run out now, and nothing else. Indexes are the business of whoever starts on it.
 */
export async function loadSaved({ name, savedAt }: SavedData, database: Connection, asOf: Date): Promise<void> {
  const byMs = asOf.getTime() - new Date(savedAt).getTime();
  for (const file of readdirSync(join(__dirname, name, 'database'))) {
    const rows = read(name, `database/${file}`)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => moved(EJSON.parse(line, { relaxed: false }), byMs) as Row);
    await database.collection(file.replace(/\.jsonl$/, '')).insertMany(rows as object[]);
  }
}

function moved(value: unknown, byMs: number): unknown {
  if (value instanceof Date) return new Date(value.getTime() + byMs);
  if (Array.isArray(value)) return value.map((item) => moved(item, byMs));
  // Numbers and ids of MongoDB's are objects with classes of their own.
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, moved(item, byMs)]));
}

function read(name: string, path: string): string {
  const file = join(__dirname, name, path);
  if (!existsSync(file)) throw new Error(`${file} is not there: \`npm run save-data\` writes it`);
  return readFileSync(file, 'utf8');
}

/** Stack traces and the names of workers tell of the machine that they come from. */
function write(name: string, path: string, text: string): void {
  const anyMachines = text.replaceAll(`${root}/`, '').replaceAll(`@${hostname()}"`, '@host"');
  writeFileSync(join(__dirname, name, path), `${anyMachines}\n`);
}
