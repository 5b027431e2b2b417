import { join } from 'node:path';
import type { Config } from '../config';
import type { DataFolder } from './data-folder';
import { type EmbeddedMongo, startEmbeddedMongo } from './embedded-mongo';
import { type EmbeddedTemporal, startEmbeddedTemporal } from './embedded-temporal';
import { type KeptRunning, keepRunning } from './keep-running';
import { endLeftovers } from './leftovers';
import { type NodeChild, type Ready, startNodeChild } from './node-child';
import { rememberedPorts, rememberPorts } from './remembered-ports';
import type { RunningProcess } from './server-process';
import { Aborted } from './wait';

export interface CopyOptions {
  config: Config;
  folder: DataFolder;
  log: (line: string) => void;
  /** Gives the start up. */
  abort: AbortController;
}

/** All processes of one running copy of Parley. */
export interface Copy {
  mongodb?: KeptRunning<EmbeddedMongo>;
  temporal?: KeptRunning<EmbeddedTemporal>;
  worker?: KeptRunning<NodeChild>;
  api?: KeptRunning<NodeChild>;
}

const DIST = join(__dirname, '..');

/** Waits for all of them even when one fails, so that nothing is left running unnoticed; then throws that failure. */
async function allOrAbort(abort: AbortController, starting: Promise<unknown>[]): Promise<void> {
  for (const one of starting) one.catch(() => abort.abort());
  const outcomes = await Promise.allSettled(starting);
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  const cause = failures.find((failure) => !(failure instanceof Aborted)) ?? failures[0];
  if (cause !== undefined) throw cause;
}

async function startStores(copy: Copy, options: CopyOptions): Promise<void> {
  const { config, folder, log, abort } = options;
  await endLeftovers(folder, log);
  const last = await rememberedPorts(folder.ports);
  const common = { dataDir: folder.root, log };
  const mongodb = async () => {
    copy.mongodb = await keepRunning<EmbeddedMongo>({
      name: 'MongoDB',
      start: (before, signal) =>
        startEmbeddedMongo({ ...common, database: 'parley', port: before?.port ?? last.mongodb, signal }),
      log,
      signal: abort.signal,
    });
  };
  const temporal = async () => {
    copy.temporal = await keepRunning<EmbeddedTemporal>({
      name: 'Temporal',
      start: (before, signal) =>
        startEmbeddedTemporal({
          ...common,
          namespace: config.temporalNamespace,
          port: before?.port ?? last.temporal,
          uiPort: before?.uiPort ?? last.temporalUi,
          signal,
        }),
      log,
      signal: abort.signal,
    });
  };
  await allOrAbort(abort, [
    config.mongodbUri === undefined ? mongodb() : Promise.resolve(),
    config.temporalAddress === undefined ? temporal() : Promise.resolve(),
  ]);
  rememberPorts(folder.ports, {
    ...last,
    ...(copy.mongodb && { mongodb: copy.mongodb.current().port }),
    ...(copy.temporal && { temporal: copy.temporal.current().port, temporalUi: copy.temporal.current().uiPort }),
  });
}

/** A restarted API listens where its clients know it to be. */
function samePort(before: NodeChild | undefined): NodeJS.ProcessEnv {
  const address = before?.ready.addresses.api;
  return address === undefined ? {} : { PORT: new URL(address).port };
}

async function startOwn(copy: Copy, options: CopyOptions): Promise<void> {
  const { folder, log, abort } = options;
  const env = {
    ...process.env,
    MONGODB_URI: mongodbUri(copy, options.config),
    TEMPORAL_ADDRESS: temporalAddress(copy, options.config),
    DATA_DIR: folder.root,
    PARLEY_SUPERVISED: '1',
  };
  const keep = (name: string, script: string, extra: (before: NodeChild | undefined) => NodeJS.ProcessEnv) =>
    keepRunning<NodeChild>({
      name: `The ${name}`,
      start: (before, signal) =>
        startNodeChild({
          name: `The ${name}`,
          script: join(DIST, script),
          env: { ...env, ...extra(before) },
          logFile: join(folder.logs, `${name}.log`),
          warn: (line) => log(`[${name}] ${line}`),
          signal,
        }),
      log,
      signal: abort.signal,
      attempts: 2,
    });
  const worker = async () => {
    copy.worker = await keep('worker', 'worker.js', () => ({}));
  };
  const api = async () => {
    copy.api = await keep('api', join('api', 'server.js'), (before) => ({ SEED_STARTER: '1', ...samePort(before) }));
  };
  await allOrAbort(abort, [worker(), api()]);
}

export function mongodbUri(copy: Copy, config: Config): string | undefined {
  return config.mongodbUri ?? copy.mongodb?.current().uri;
}

export function temporalAddress(copy: Copy, config: Config): string | undefined {
  return config.temporalAddress ?? copy.temporal?.current().address;
}

/** Fills `copy` as its parts come up, so that whoever gives up knows what to stop. */
export async function bringUp(copy: Copy, options: CopyOptions): Promise<Ready | undefined> {
  await startStores(copy, options);
  await startOwn(copy, options);
  return copy.api?.current().ready;
}

/** Those who use the stores first, the stores after them. */
export async function bringDown(copy: Copy): Promise<void> {
  await Promise.all([copy.api?.stop(), copy.worker?.stop()]);
  await copy.temporal?.stop();
  await copy.mongodb?.stop();
}

export function killAll(copy: Copy): void {
  const all: (KeptRunning<RunningProcess> | undefined)[] = [copy.api, copy.worker, copy.temporal, copy.mongodb];
  for (const one of all) one?.kill();
}
