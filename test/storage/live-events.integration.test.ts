import type { Connection } from 'mongoose';
import { settlesWithin } from '../../launch/wait';
import { connectDatabase } from '../../storage/database';
import { createLiveEventStore } from '../../storage/live-events';
import { testDatabaseUri } from '../api/api-under-test';

describe('watching the live events', () => {
  let database: Connection;
  beforeAll(async () => {
    database = await connectDatabase(testDatabaseUri('live-events'));
  });
  afterAll(async () => {
    await database.dropDatabase();
    await database.close();
  });

  it('ends when it is told to while it still opens its stream', async () => {
    const events = createLiveEventStore(database);
    const ending = new AbortController();
    const watching = events.watch({ sinceMs: 0, signal: ending.signal, onOpen: () => undefined }).next();
    ending.abort();
    expect(await settlesWithin(watching, 10_000)).toBe(true);
    expect((await watching).done).toBe(true);
  });
});
