import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../launch/embedded-mongo';
import { scratchFolder } from '../support/run-folder';

describe('the embedded MongoDB', () => {
  let dataDir: string;
  let running: EmbeddedMongo | undefined;

  beforeEach(() => {
    dataDir = mkdtempSync(join(scratchFolder(), 'parley-mongo-'));
  });

  afterEach(async () => {
    await running?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function withDatabase<T>(work: (client: mongo.MongoClient) => Promise<T>): Promise<T> {
    running = await startEmbeddedMongo({ dataDir, log: () => undefined });
    const client = new mongo.MongoClient(running.uri);
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  }

  it('keeps its data over a start on another port, with transactions', async () => {
    const insert = (client: mongo.MongoClient) =>
      client.withSession((session) =>
        session.withTransaction(() => client.db('kept').collection('notes').insertOne({ n: 1 }, { session })),
      );
    await withDatabase(insert);
    const firstPort = running?.port;
    await running?.stop();
    const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    other.listen(firstPort, '127.0.0.1');
    // Where somebody else has taken it meanwhile it is taken all the same.
    await Promise.race([once(other, 'listening'), new Promise((resolve) => other.once('error', resolve))]);

    const kept = await withDatabase(async (client) => {
      await insert(client);
      return client.db('kept').collection('notes').countDocuments();
    });
    other.close();
    expect(running?.port).not.toBe(firstPort);
    expect(kept).toBe(2);
  });

  it('ends within seconds the transaction of a process that died in it: its rows can be written again', async () => {
    await withDatabase(async (client) => {
      const chats = client.db('left').collection<{ _id: string; by: string }>('chats');
      await chats.insertOne({ _id: 'chat', by: 'nobody' });
      const by = (name: string) => ({ $set: { by: name } });
      // A killed process's connection ends, and nobody ends its session.
      const killed = client.startSession();
      killed.startTransaction();
      await chats.updateOne({ _id: 'chat' }, by('the killed one'), { session: killed });
      // By default MongoDB keeps it for a minute.
      await chats.updateOne({ _id: 'chat' }, by('the next one'), { maxTimeMS: 30_000 });
      expect(await chats.findOne()).toEqual({ _id: 'chat', by: 'the next one' });
    });
  });
});
