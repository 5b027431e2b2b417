import { mongo } from 'mongoose';
import { portOpens } from './port-opens';
import { ServerDidNotStart } from './start-with-port';
import { poll } from './wait';

export const REPLICA_SET = 'parley';

const READY_TIMEOUT_MS = 120_000;

interface SetConfig {
  version: number;
  members: { _id: number; host: string }[];
}

const NOT_YET_INITIALIZED = 94;

async function currentConfig(admin: mongo.Admin): Promise<SetConfig | undefined> {
  try {
    const { config } = await admin.command({ replSetGetConfig: 1 });
    return config as SetConfig;
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === NOT_YET_INITIALIZED) return undefined;
    throw error;
  }
}

/** Makes the set consist of this very address; a configuration with another port is overwritten by force. */
async function configure(admin: mongo.Admin, host: string): Promise<void> {
  const config = await currentConfig(admin);
  if (config === undefined) {
    await admin.command({ replSetInitiate: { _id: REPLICA_SET, members: [{ _id: 0, host }] } });
  } else if (config.members[0]?.host !== host || config.members.length !== 1) {
    const members = [{ ...config.members[0], _id: 0, host }];
    await admin.command({ replSetReconfig: { ...config, version: config.version + 1, members }, force: true });
  }
}

async function isPrimary(admin: mongo.Admin, host: string): Promise<boolean> {
  const hello = await admin.command({ hello: 1 });
  return hello.isWritablePrimary === true && hello.me === host;
}

/** One look, with a client of its own: a driver that has once failed looks again only after seconds. */
async function settle(host: string): Promise<boolean> {
  const client = new mongo.MongoClient(`mongodb://${host}/?directConnection=true`, { serverSelectionTimeoutMS: 2000 });
  const admin = client.db('admin').admin();
  try {
    if (await isPrimary(admin, host)) return true;
    await configure(admin, host);
  } catch (error) {
    if (!(error instanceof mongo.MongoError)) throw error;
  } finally {
    await client.close();
  }
  return false;
}

/** Waits until the mongod on that port is the primary of its set of one, whatever the set was before. */
export async function becomePrimary(options: {
  port: number;
  gone: () => boolean;
  signal?: AbortSignal | undefined;
}): Promise<void> {
  const { port, gone, signal } = options;
  await portOpens({ port, timeoutMs: READY_TIMEOUT_MS, gone, signal });
  const settled = await poll({
    ask: async () => (gone() ? 'gone' : (await settle(`127.0.0.1:${port}`)) ? 'primary' : undefined),
    timeoutMs: READY_TIMEOUT_MS,
    everyMs: 50,
    signal,
  });
  if (settled !== 'primary') throw new ServerDidNotStart(`not the primary after ${READY_TIMEOUT_MS / 1000} s`);
}
