import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Where the build leaves the workflow code, which every worker loads. */
export const workflowBundlePath = join(__dirname, '..', 'workflow-bundle.js');

/** Bundling takes seconds, so it is done once, when Parley is built. */
async function bundle(): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(__dirname, 'index.js'),
    logger: new DefaultLogger('WARN'),
  });
  writeFileSync(workflowBundlePath, code);
}

if (require.main === module) {
  bundle().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}
