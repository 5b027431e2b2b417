import { randomUUID } from 'node:crypto';
import { msToTs } from '@temporalio/common/lib/time';
import { createTemporalClient } from '../../messaging/temporal-client';
import { closeWhenQuiet } from '../../messaging/temporal-patience';
import { connectDatabase } from '../../storage/database';
import { openInstallation } from '../../storage/installation';
import { createStorage } from '../../storage/storage';
import { ApiClient } from '../support/api-client';
import { testSecretsKey, testServers, withDatabase } from '../support/parley';
import { apiBaseOf, type ParleyProcess, spawnParley } from '../support/process';
import { loadSaved, type SavedData } from './saved-data';

/** Messengers that nobody reaches. */
const nowhere = 'http://127.0.0.1:9';

export type SavedStage = Awaited<ReturnType<typeof startOnSaved>>;

/**
 * This version's own processes on a database that an earlier one has left, as if it had been saved at the given moment. Temporal
 * has a namespace of its own for it and knows nothing of its chats, as after a restore.
 */
export async function startOnSaved(data: SavedData, asOf: Date) {
  const { mongodbUri, temporalAddress } = testServers();
  const name = `saved-${randomUUID().slice(0, 8)}`;
  const uri = withDatabase(mongodbUri, name);
  const database = await connectDatabase(uri);
  await loadSaved(data, database, asOf);
  const temporal = createTemporalClient({ address: temporalAddress, namespace: name });
  await temporal.workflowService.registerNamespace({
    namespace: name,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  const env = {
    MONGODB_URI: uri,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: name,
    SECRETS_KEY: testSecretsKey,
    TELEGRAM_API_ROOT: nowhere,
    TWILIO_API_ROOT: nowhere,
    FACEBOOK_GRAPH_ROOT: nowhere,
    PORT: '0',
  };
  const processes: ParleyProcess[] = [];
  const start = (program: 'worker.js' | 'api/server.js') => {
    const started = spawnParley(program, env);
    processes.push(started);
    return started;
  };
  const base = await apiBaseOf(start('api/server.js'));

  return {
    database,
    anonymous: new ApiClient(base),
    temporal,
    storage: createStorage(database, await openInstallation(database, testSecretsKey)),

    async startWorker(): Promise<void> {
      await start('worker.js').says('the worker takes part');
    },

    async stop(): Promise<void> {
      await Promise.all(processes.map((process) => process.end()));
      await temporal.connection.operatorService.deleteNamespace({ namespace: name });
      await closeWhenQuiet(temporal);
      await database.dropDatabase();
      await database.close();
    },
  };
}
