import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { testServers } from '../parley';

/** A worker outside Parley, with a task queue of its own. Returns what ends it. */
export async function startExternalWorker(taskQueue: string): Promise<() => Promise<void>> {
  const connection = await NativeConnection.connect({ address: testServers().temporalAddress });
  const logger = new DefaultLogger('WARN');
  const workflowBundle = await bundleWorkflowCode({ workflowsPath: join(__dirname, 'workflows.ts'), logger });
  const worker = await Worker.create({ connection, taskQueue, workflowBundle });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    await connection.close();
  };
}
