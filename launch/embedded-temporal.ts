import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from './data-folder';
import { findBinary } from './find-binary';
import { freePort } from './free-port';
import type { RunningProcess } from './server-process';
import { startOnPort } from './start-with-port';
import { temporalCli } from './temporal-binary';
import { type SearchAttributes, temporalServes } from './temporal-serves';

export interface EmbeddedTemporal extends RunningProcess {
  /** host:port of the frontend. */
  address: string;
  /** Of its web page, as a URL. */
  uiAddress: string;
  port: number;
  uiPort: number;
}

const SEARCH_ATTRIBUTES: SearchAttributes = {
  ParleyChat: 'Keyword',
  ParleyNumber: 'Int',
  ParleyChannel: 'Keyword',
  ParleyQueue: 'Keyword',
  ParleyOperator: 'Keyword',
  ParleyStatus: 'Keyword',
  ParleyProcess: 'Keyword',
};

const STOP_TIMEOUT_MS = 10_000;

/** One history shard polls each of its task queues 20 times a second by default: 45 ms for every hop above that. */
const QUEUE_POLLS = ['transfer', 'timer', 'visibility'].map((queue) => `history.${queue}ProcessorMaxPollRPS=2000`);

/** WAL without a sync on every commit: as fast as in memory, and safe against the process's own death. */
const SQLITE_PRAGMAS = ['journal_mode=WAL', 'synchronous=NORMAL'];

function repeated(flag: string, values: string[]): string[] {
  return values.flatMap((value) => [flag, value]);
}

function args(options: {
  file: string | undefined;
  port: number;
  uiPort: number;
  httpPort: number;
  metricsPort: number;
  namespace: string;
}): string[] {
  const stored = options.file && ['--db-filename', options.file, ...repeated('--sqlite-pragma', SQLITE_PRAGMAS)];
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--log-level', 'error'],
    ...['--port', String(options.port), '--ui-port', String(options.uiPort)],
    ...['--http-port', String(options.httpPort), '--metrics-port', String(options.metricsPort)],
    ...['--namespace', options.namespace],
    ...(stored || []),
    ...repeated('--dynamic-config-value', QUEUE_POLLS),
    ...repeated(
      '--search-attribute',
      Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => `${name}=${type}`),
    ),
  ];
}

/**
 * Temporal's development server on this machine, its histories in `dataDir` unless `inMemory`. Without `port` a free
 * one is chosen. The caller holds the data folder's lock
 * and has ended what a killed launcher left there (`endLeftovers`).
 */
export async function startEmbeddedTemporal(options: {
  dataDir: string;
  port?: number | undefined;
  uiPort?: number | undefined;
  namespace?: string;
  inMemory?: boolean;
  log: (line: string) => void;
  signal?: AbortSignal | undefined;
}): Promise<EmbeddedTemporal> {
  const folder = dataFolder(options.dataDir);
  const { log, signal, namespace = 'default' } = options;
  const binary = await findBinary({ program: temporalCli(), log, signal });
  mkdirSync(folder.temporal, { recursive: true });
  const file = options.inMemory ? undefined : join(folder.temporal, 'temporal.db');
  const addMissing = file !== undefined && existsSync(file);
  let uiPort = 0;
  return startOnPort({
    name: 'Temporal',
    port: options.port,
    server: async (port) => {
      uiPort = options.uiPort ?? (await freePort());
      const ports = { port, uiPort, httpPort: await freePort(), metricsPort: await freePort() };
      return {
        binary,
        args: args({ file, namespace, ...ports }),
        logFile: join(folder.logs, 'temporal.log'),
        pidFile: folder.temporalPid,
        marker: file ?? `--port ${port}`,
        stopTimeoutMs: STOP_TIMEOUT_MS,
      };
    },
    ready: (port, { gone }) =>
      temporalServes({ port, namespace, searchAttributes: SEARCH_ATTRIBUTES, addMissing, gone, signal }),
    describe: (port, running) => ({
      ...running,
      port,
      uiPort,
      address: `127.0.0.1:${port}`,
      uiAddress: `http://127.0.0.1:${uiPort}`,
    }),
  });
}
