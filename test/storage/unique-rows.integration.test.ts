import type { Connection } from 'mongoose';
import { takePlace } from '../../domain/places';
import { connectDatabase, isDuplicate } from '../../storage/database';
import { openInstallation } from '../../storage/installation';
import { createStorage, type Storage } from '../../storage/storage';
import { testDatabaseUri } from '../api/api-under-test';
import { newChat } from '../properties/memory/scene-rows';
import { testSecretsKey } from '../support/parley';

/** The last line of defence: what the database refuses, whatever mistake leads to it. */
describe('the database refuses', () => {
  const queue = { id: 'queue', channelId: 'channel' };
  let database: Connection;
  let storage: Storage;

  beforeAll(async () => {
    database = await connectDatabase(testDatabaseUri('unique-rows'));
    storage = createStorage(database, await openInstallation(database, testSecretsKey));
    await storage.prepare();
  });

  afterAll(async () => {
    await database.dropDatabase();
    await database.close();
  });

  it('a second open chat of a client on a channel, and takes one when the first is completed', async () => {
    const first = { ...newChat({ number: 1, queue }), clientId: 'Ada' };
    const second = { ...newChat({ number: 2, queue }), clientId: 'Ada' };
    const open = (chat: typeof first) => storage.inTransaction((tx) => storage.chats.open(tx, chat));
    await open(first);
    expect(await open(second).catch(isDuplicate)).toBe(true);
    await storage.inTransaction((tx) => storage.chats.change(tx, first, { status: 'completed' }));
    await open(second);
    expect((await storage.chats.openOf([second])).map(({ id }) => id)).toEqual([second.id]);
  });

  it('a place for a chat that another operator has', async () => {
    const take = (id: string) =>
      storage.inTransaction(async (tx) => {
        const operator = await storage.operators.get(id, tx);
        if (operator === null) throw new Error(`there is ${id}`);
        const place = { chatId: 'chat', offerId: `offer to ${id}`, state: 'offered' as const, since: new Date() };
        const taken = takePlace({ ...operator, status: 'active' }, { place, limit: 1 });
        if (taken !== null) await storage.operators.change(tx, operator, taken);
      });
    for (const id of ['ann', 'bob']) await storage.operators.create({ id, name: id });
    await take('ann');
    expect(await take('bob').catch(isDuplicate)).toBe(true);
    expect(await storage.operators.get('bob')).toMatchObject({ places: [], load: 0 });
  });
});
