import type { Client } from '@temporalio/client';
import {
  DefaultLogger,
  NativeConnection,
  Runtime,
  type Logger as TemporalLogger,
  Worker,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import type { Logger } from 'pino';
import { createActivities, createPollingActivities } from './activities';
import { createProviders } from './channels/registry';
import { InvalidConfig } from './config';
import type { MessagingDeps } from './messaging/ports';
import { createService, type Service } from './messaging/service';
import { createTemporalClient } from './messaging/temporal-client';
import { closeWhenQuiet } from './messaging/temporal-patience';
import { type Program, runProgram, untilThere } from './program';
import { routingRules } from './routing/registry';
import { connectDatabase } from './storage/database';
import { openInstallation } from './storage/installation';
import { startMigrations } from './storage/migrations/migrator';
import { loadSecretsKey } from './storage/secrets-key';
import { createStorage } from './storage/storage';
import { workflowBundlePath } from './workflows/bundle';
import { pollingTaskQueue } from './workflows/channel-polling/messages';
import { searchAttributeKeys } from './workflows/search-attributes';

/** Time that running activities get to end by themselves when the worker is told to stop. */
const shutdownGraceTime = '10s';

export interface WorkerDeps extends MessagingDeps {
  service: Service;
  connection: NativeConnection;
  workflowBundle: WorkflowBundleOption;
}

/** Makes the two workers of a process: one for chats, one for pollers, which stay long and would crowd out all else. */
export async function createWorkers(deps: WorkerDeps): Promise<Worker[]> {
  const { connection, taskQueue, service, storage, providers, workflowBundle } = deps;
  const { namespace } = deps.temporal.options;
  const activityDeps = {
    storage,
    providers,
    router: service.router,
    offers: service.offers,
    bots: service.bots,
    transfer: service.transfer,
    installation: deps.installation,
    joining: service.joining,
    receiver: service.receiver,
    clientIds: service.clientIds,
    safetyNet: service.safetyNet,
    alarms: service.alarms,
    processes: service.processes,
  };
  return [
    await Worker.create({
      connection,
      namespace,
      taskQueue,
      workflowBundle,
      activities: createActivities(activityDeps),
      shutdownGraceTime,
      /** A chat whose bookkeeping waits for MongoDB keeps its slot meanwhile; 40 would be full of them in a rush. */
      maxConcurrentWorkflowTaskExecutions: 100,
      maxConcurrentLocalActivityExecutions: 100,
      /** A killed worker's chats wait this long for it; 10 s by default. */
      stickyQueueScheduleToStartTimeout: '2s',
    }),
    await Worker.create({
      connection,
      namespace,
      taskQueue: pollingTaskQueue(taskQueue),
      activities: createPollingActivities(activityDeps),
      maxConcurrentActivityTaskExecutions: 1_000,
      /** Pollers have nothing to finish: another worker goes on at once. */
      shutdownGraceTime: 0,
    }),
  ];
}

/** Runs workers, the relay and what makes previews until the signal ends them. */
export async function runWorkers(workers: Worker[], service: Service, signal: AbortSignal): Promise<void> {
  const shutdown = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const running = Promise.all([
    ...workers.map((worker) => worker.run()),
    service.relay.run(signal),
    service.previews.run(signal),
  ]);
  // It may have come while the workers were made.
  if (signal.aborted) shutdown();
  else signal.addEventListener('abort', shutdown, { once: true });
  await running;
}

/** Temporal's numbers of the types that search attributes have here. */
const indexedValueTypes = { KEYWORD: 2, INT: 3 };

/** Operations find chats by these; Temporal must know them before the first chat. */
export async function registerSearchAttributes(temporal: Client): Promise<void> {
  const { namespace } = temporal.options;
  const { operatorService } = temporal.connection;
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = searchAttributeKeys.filter(({ name }) => !(name in customAttributes));
  if (missing.length === 0) return;
  await operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map(({ name, type }) => [name, indexedValueTypes[type]])),
  });
}

async function main({ config, log, ending }: Program): Promise<void> {
  Runtime.install({ logger: logOfTemporal(log) });
  const { mongodbUri, temporalAddress } = config;
  if (mongodbUri === undefined || temporalAddress === undefined)
    throw new InvalidConfig('A worker needs MONGODB_URI and TEMPORAL_ADDRESS. (`npm start` brings both along.)');

  const database = await untilThere('MongoDB', { log, ending }, () => connectDatabase(mongodbUri));
  const installation = await openInstallation(database, await loadSecretsKey(config));
  const storage = createStorage(database, installation);
  await storage.prepare();
  const migrations = await startMigrations({ database, log }, ending);
  const temporal = createTemporalClient({ address: temporalAddress, namespace: config.temporalNamespace });
  const connection = await untilThere('Temporal', { log, ending }, () =>
    NativeConnection.connect({ address: temporalAddress }),
  );
  await untilThere('Temporal', { log, ending }, () => registerSearchAttributes(temporal));

  const { taskQueue } = config;
  const providers = createProviders(config);
  const deps: MessagingDeps = { storage, installation, temporal, taskQueue, providers, routingRules, log };
  const service = createService(deps);
  const workflowBundle = { codePath: workflowBundlePath };
  const workers = await createWorkers({ ...deps, service, connection, workflowBundle });
  log.info({ taskQueue }, 'the worker takes part');
  process.send?.({ type: 'ready' });
  await runWorkers(workers, service, ending);
  await closeWhenQuiet(temporal);
  await connection.close();
  await migrations.ended;
  await database.close();
}

/** Temporal's own words go where ours go. */
function logOfTemporal(log: Logger): TemporalLogger {
  const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;
  /** The pollers' worker has none on purpose. */
  const expected = 'No workflows registered';
  return new DefaultLogger('INFO', ({ level, message, meta }) => {
    if (!message.startsWith(expected)) log[levels[level]](meta ?? {}, message);
  });
}

if (require.main === module) void runProgram('worker', main);
