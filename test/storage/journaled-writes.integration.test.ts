import type { Connection } from 'mongoose';
import { connectDatabase, inTransaction } from '../../storage/database';
import { testDatabaseUri } from '../api/api-under-test';

/** A mongod that is killed seldom loses what its journal did not have yet: what is asked of it proves more than a kill. */
describe('a write is acknowledged when a majority has it in its journal', () => {
  let database: Connection;
  /** What MongoDB was told to wait for, by command. */
  let waitedFor: Record<string, unknown>;

  beforeAll(async () => {
    const uri = new URL(testDatabaseUri('journaled'));
    uri.searchParams.set('monitorCommands', 'true');
    database = await connectDatabase(uri.href);
    await database.createCollection('notes');
    database.getClient().on('commandStarted', ({ commandName, command }) => {
      waitedFor[commandName] = command.writeConcern;
    });
  });

  beforeEach(() => {
    waitedFor = {};
  });

  afterAll(async () => {
    await database.dropDatabase();
    await database.close();
  });

  const byAMajority = { w: 'majority', j: true };

  it('by itself', async () => {
    await database.collection('notes').insertOne({ text: 'by itself' });
    expect(waitedFor).toEqual({ insert: byAMajority });
  });

  it('in a transaction', async () => {
    await inTransaction(database, (session) =>
      database.collection('notes').insertOne({ text: 'with all' }, { session }),
    );
    expect(waitedFor).toMatchObject({ commitTransaction: byAMajority });
  });
});
