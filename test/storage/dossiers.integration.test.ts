import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { Case } from '../../domain/dossier';
import { connectDatabase } from '../../storage/database';
import { createDossierStore } from '../../storage/dossiers';
import { testDatabaseUri } from '../api/api-under-test';

let database: Connection;
let cases: ReturnType<typeof createDossierStore<Case['status']>>;

beforeAll(async () => {
  database = await connectDatabase(testDatabaseUri('dossiers'));
  cases = createDossierStore(database, { model: 'Case', collection: 'cases', counter: 'case' });
  await cases.model.createCollection();
  await cases.model.createIndexes();
});

afterAll(async () => {
  await database.dropDatabase();
  await database.close();
});

const draft = (chatId: string, id: string = randomUUID()) => ({
  id,
  chatId,
  subject: 'Hello',
  status: 'open' as const,
  notes: '',
  contactId: 'contact',
  queueId: 'queue',
  operatorId: 'operator',
  createdAt: new Date(),
  history: [],
});

const times = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: 8 }, work));

test('of many that are opened as the first of a chat at the same moment there is one, and all get it', async () => {
  const opened = await times(() => cases.open(draft('one chat'), { isFirst: true }));
  expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
  expect(await cases.list({ chatId: 'one chat' }, { before: null, limit: 50 })).toEqual([opened[0]]);
});

test('one that is opened again is the same, also when it is not the first of its chat', async () => {
  const first = await cases.open(draft('two'), { isFirst: true });
  const id = randomUUID();
  const opened = await times(() => cases.open(draft('two', id), { isFirst: false }));
  expect(new Set(opened.map(({ number }) => number)).size).toBe(1);
  expect(opened[0]?.number).toBeGreaterThan(first.number);
  expect(await cases.lastOf({ chatId: 'two' })).toEqual(opened[0]);
  expect(await cases.list({ chatId: 'two' }, { before: null, limit: 50 })).toHaveLength(2);
});
