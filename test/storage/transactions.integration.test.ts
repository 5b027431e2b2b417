import type { Connection } from 'mongoose';
import { connectDatabase, inTransaction } from '../../storage/database';
import { testDatabaseUri } from '../api/api-under-test';
import { eventually } from '../support/eventually';

const fault = 'hangAfterCollectionInserts';

let database: Connection;

beforeAll(async () => {
  database = await connectDatabase(testDatabaseUri('transactions'));
  await database.createCollection('slow');
  await database.createCollection('answers');
});
afterAll(async () => {
  await database.dropDatabase();
  await database.close();
});

const order = (command: Record<string, unknown>) => database.getClient().db('admin').command(command);

/** While a commit that began earlier is under way; nobody's write is acknowledged until it ends. */
async function besideAnOlderCommit(work: () => Promise<void>): Promise<void> {
  const data = { collectionNS: `${database.name}.slow` };
  const { count } = await order({ configureFailPoint: fault, mode: 'alwaysOn', data });
  const writing = database.collection('slow').insertOne({ text: 'slow' });
  try {
    await order({ waitForFailPoint: fault, timesEntered: Number(count) + 1, maxTimeMS: 60_000 });
    await work();
  } finally {
    await order({ configureFailPoint: fault, mode: 'off' });
    await writing;
  }
}

test('a transaction sees what was there to be read before it began', async () => {
  const answers = database.collection<{ _id: string; status: string }>('answers');
  await answers.insertOne({ _id: 'a', status: 'sending' });
  let seen: string | null = null;
  const changes: Array<Promise<unknown>> = [];
  await besideAnOlderCommit(async () => {
    changes.push(answers.updateOne({ _id: 'a' }, { $set: { status: 'failed' } }));
    await eventually(
      'the change is to be read',
      async () => (await answers.findOne({ _id: 'a' }))?.status === 'failed',
    );
    await new Promise<void>((resolve) => {
      const change = inTransaction(database, async (session) => {
        const known = await answers.findOneAndUpdate(
          { _id: 'a', status: 'failed' },
          { $set: { status: 'pending' } },
          { session },
        );
        seen = known?.status ?? 'something else';
        resolve();
      });
      changes.push(change);
    });
  });
  await Promise.all(changes);
  expect(seen).toBe('failed');
  expect(await answers.findOne({ _id: 'a' })).toMatchObject({ status: 'pending' });
});
