import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

export const bareTaskQueue = 'bare';

export type BareActivities = ReturnType<typeof createBareActivities>;

/** Tells the bench that a message is recorded; the text carries what the bench measures by. */
function createBareActivities() {
  return {
    async record(text: string): Promise<void> {
      process.send?.({ recorded: text });
    },
  };
}

async function main(address: string): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: join(__dirname, 'bare-workflow.js'),
    logger: new DefaultLogger('ERROR'),
  });
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address }),
    taskQueue: bareTaskQueue,
    workflowBundle,
    activities: createBareActivities(),
  });
  process.once('disconnect', () => process.exit(0));
  process.send?.({ ready: true });
  await worker.run();
}

if (require.main === module) void main(process.argv[2] ?? '');
