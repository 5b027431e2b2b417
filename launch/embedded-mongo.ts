import { mkdirSync } from 'node:fs';
import { dataFolder } from './data-folder';
import { findBinary } from './find-binary';
import { mongod } from './mongod-binary';
import { becomePrimary, REPLICA_SET } from './replica-set';
import type { RunningProcess } from './server-process';
import { startOnPort } from './start-with-port';

export interface EmbeddedMongo extends RunningProcess {
  /** Names the replica set, so that a driver waits for the primary after a restart. */
  uri: string;
  port: number;
}

const STOP_TIMEOUT_MS = 20_000;

function args(folder: string, port: number, { hasFaults }: { hasFaults: boolean }): string[] {
  return [
    ...['--dbpath', folder, '--port', String(port), '--bind_ip', '127.0.0.1', '--replSet', REPLICA_SET],
    ...['--storageEngine', 'wiredTiger', '--wiredTigerCacheSizeGB', '0.5', '--oplogSize', '512', '--quiet'],
    ...(process.platform === 'win32' ? [] : ['--nounixsocket']),
    ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
    // The default keeps a primary 15 s in case its clients look for another one: there is none.
    ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=100'],
    // What a killed process was changing stays locked for so long; the default is a minute. Ours last milliseconds.
    ...['--setParameter', 'transactionLifetimeLimitSeconds=5'],
    ...(hasFaults ? ['--setParameter', 'enableTestCommands=1'] : []),
  ];
}

/**
 * A real MongoDB on this machine, a replica set of one, its data in `dataDir`. The data survive a start on another
 * port: the set's configuration is rewritten to it. Without `port` a free one is chosen. The caller holds the data folder's lock
 * and has ended what a killed launcher left there (`endLeftovers`).
 * @param options.database goes into the uri; none by default
 * @param options.hasFaults whether it has faults on demand, for tests
 */
export async function startEmbeddedMongo(options: {
  dataDir: string;
  port?: number | undefined;
  database?: string;
  log: (line: string) => void;
  signal?: AbortSignal | undefined;
  hasFaults?: boolean;
}): Promise<EmbeddedMongo> {
  const folder = dataFolder(options.dataDir);
  const { log, signal, hasFaults = false } = options;
  const binary = await findBinary({ program: mongod(), log, signal });
  mkdirSync(folder.mongodb, { recursive: true });
  return startOnPort({
    name: 'MongoDB',
    port: options.port,
    server: async (port) => ({
      binary,
      args: args(folder.mongodb, port, { hasFaults }),
      logFile: `${folder.logs}/mongod.log`,
      pidFile: folder.mongodPid,
      marker: folder.mongodb,
      stopTimeoutMs: STOP_TIMEOUT_MS,
    }),
    ready: (port, { gone }) => becomePrimary({ port, gone, signal }),
    describe: (port, running) => ({
      ...running,
      port,
      uri: `mongodb://127.0.0.1:${port}/${options.database ?? ''}?replicaSet=${REPLICA_SET}`,
    }),
  });
}
