import { type Connection, mongo } from 'mongoose';
import { connectDatabase } from '../../storage/database';
import { createRoutingLogStore } from '../../storage/routing-log';
import { testDatabaseUri } from '../api/api-under-test';

describe('the routing log of a chat', () => {
  let database: Connection;
  beforeAll(async () => {
    database = await connectDatabase(testDatabaseUri('routing-log'));
  });
  afterAll(async () => {
    await database.dropDatabase();
    await database.close();
  });

  it('is in the order of the decisions, although two processes take turns', async () => {
    const log = createRoutingLogStore(database);
    const second = Math.floor(Date.now() / 1_000).toString(16);
    /** An id as a process makes it: of one second, those of a process with a higher number come later. */
    const idOf = (process: string, count: number) => new mongo.ObjectId(`${second}${process}00000${count}`);
    const events = ['offered', 'lapsed', 'offered', 'accepted'] as const;
    for (const [index, event] of events.entries()) {
      const _id = idOf(index % 2 === 0 ? 'ffffffffff' : '0000000000', index);
      const at = new Date(Date.now() + index);
      await log.model.collection.insertOne({ _id, chatId: 'chat', at, event, operatorId: null, reason: '' });
    }
    expect((await log.ofChat('chat')).map(({ event }) => event)).toEqual(events);
  });
});
