import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { dataFolder } from '../../launch/data-folder';
import { startEmbeddedMongo } from '../../launch/embedded-mongo';
import { startEmbeddedTemporal } from '../../launch/embedded-temporal';
import type { RunningProcess } from '../../launch/server-process';
import { openRunFolder } from './run-folder';

declare global {
  /** Ends the servers of this run and deletes their data. */
  var endTestServers: (() => Promise<void>) | undefined;
}

const log = (line: string) => void process.stderr.write(`${line}\n`);

/** A run that is interrupted has no time to ask nicely: the data are thrown away all the same. */
function endWithTheProcess(running: RunningProcess[], run: string): void {
  const end = () => {
    if (globalThis.endTestServers === undefined) return;
    for (const server of running) server.kill();
    rmSync(run, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', end);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
}

/** The servers' logs of a run in which something failed: its traces have a folder then. */
function keepLogs(run: string): void {
  const artifacts = process.env.TEST_ARTIFACTS;
  if (artifacts !== undefined && existsSync(artifacts))
    cpSync(dataFolder(run).logs, join(artifacts, 'servers'), { recursive: true });
}

async function bundleWorkflows(run: string): Promise<string> {
  const file = join(run, 'workflow-bundle.js');
  const workflowsPath = join(__dirname, '..', '..', 'workflows', 'index.ts');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  writeFileSync(file, code);
  return file;
}

/** One MongoDB, one Temporal and one bundle of the workflow code for all test files. */
async function globalSetup(): Promise<void> {
  const run = await openRunFolder('test', log, { inMemory: true });
  const running: RunningProcess[] = [];
  globalThis.endTestServers = async () => {
    await Promise.all(running.map((server) => server.stop()));
    keepLogs(run);
    rmSync(run, { recursive: true, force: true });
    globalThis.endTestServers = undefined;
  };
  endWithTheProcess(running, run);
  const [mongodb, temporal, bundle] = await Promise.all([
    startEmbeddedMongo({ dataDir: run, log, hasFaults: true }).then((server) => {
      running.push(server);
      return server;
    }),
    startEmbeddedTemporal({ dataDir: run, inMemory: true, log }).then((server) => {
      running.push(server);
      return server;
    }),
    bundleWorkflows(run),
  ]);
  process.env.TEST_MONGODB_URI = mongodb.uri;
  process.env.TEST_TEMPORAL_ADDRESS = temporal.address;
  process.env.TEST_WORKFLOW_BUNDLE = bundle;
}

// Jest takes what the file itself is.
export = globalSetup;
