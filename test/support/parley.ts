import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { createApp } from '../../api/app';
import { makeFirstAccount } from '../../api/first-account';
import { createPasswords } from '../../api/passwords';
import { buildDeps } from '../../api/server';
import type { Provider } from '../../channels/contract';
import { createProviders } from '../../channels/registry';
import type { MessagingDeps } from '../../messaging/ports';
import { createService } from '../../messaging/service';
import { createTemporalClient } from '../../messaging/temporal-client';
import { closeWhenQuiet } from '../../messaging/temporal-patience';
import type { RoutingRule } from '../../routing/contract';
import { routingRules } from '../../routing/registry';
import { connectDatabase } from '../../storage/database';
import { openInstallation } from '../../storage/installation';
import { createStorage } from '../../storage/storage';
import { createWorkers, registerSearchAttributes, runWorkers } from '../../worker';
import { ApiClient } from './api-client';
import { startFacebookStandIn } from './facebook/facebook-stand-in';
import { createKeptLog } from './kept-log';
import { onFailure } from './on-failure';
import { startTelegramStandIn } from './telegram/telegram-stand-in';
import { startTwilioStandIn } from './twilio/twilio-stand-in';
import type { Wire } from './wire';
import { withoutPresets } from './without-presets';

Runtime.install({ logger: new DefaultLogger('ERROR') });

export const adminPassword = 'a-long-password';
export const testSecretsKey = Buffer.alloc(32, 7).toString('base64');
/** Hashes that cost next to nothing: tests sign many people in. */
const passwords = createPasswords({ N: 16, r: 1, p: 1 });

/** Where the servers of this test run are; the global set-up started them. */
export function testServers(): { mongodbUri: string; temporalAddress: string; workflowBundle: string } {
  const { TEST_MONGODB_URI, TEST_TEMPORAL_ADDRESS, TEST_WORKFLOW_BUNDLE } = process.env;
  if (!TEST_MONGODB_URI || !TEST_TEMPORAL_ADDRESS || !TEST_WORKFLOW_BUNDLE)
    throw new Error('These tests need the servers that the global set-up of `npm test` starts.');
  return {
    mongodbUri: TEST_MONGODB_URI,
    temporalAddress: TEST_TEMPORAL_ADDRESS,
    workflowBundle: TEST_WORKFLOW_BUNDLE,
  };
}

export interface StartOptions {
  mongodbUri?: string;
  temporalAddress?: string;
  /** Messengers beside the built-in ones. */
  providers?: Provider[];
  /** Routing rules beside the registered ones. */
  routingRules?: RoutingRule[];
  /** Another Parley's name: shares its database and task queue, as a second process does. */
  name?: string;
}

export type Parley = Awaited<ReturnType<typeof startParley>>;

/** A whole Parley in this process on the real servers, with a database and a task queue of its own, and the messengers' stand-ins. */
export async function startParley(options: StartOptions = {}) {
  const servers = testServers();
  const name = options.name ?? `test_${randomUUID().slice(0, 8)}`;
  const mongodbUri = withDatabase(options.mongodbUri ?? servers.mongodbUri, name);
  const temporalAddress = options.temporalAddress ?? servers.temporalAddress;

  const telegram = await startTelegramStandIn();
  const twilio = await startTwilioStandIn();
  const facebook = await startFacebookStandIn();
  const database = await connectDatabase(mongodbUri);
  const installation = await openInstallation(database, testSecretsKey);
  const storage = createStorage(database, installation);
  await storage.prepare();
  await withoutPresets(storage);
  const temporal = createTemporalClient({ address: temporalAddress, namespace: 'default' });
  const { log, lines } = createKeptLog(name);
  const endLook = onFailure((keep) => keep(`${name}.log`, lines.join('')));
  const deps: MessagingDeps = {
    storage,
    installation,
    temporal,
    taskQueue: name,
    providers: [
      ...createProviders({
        telegramApiRoot: telegram.root,
        twilioApiRoot: twilio.root,
        facebook: facebook.config,
      }),
      ...(options.providers ?? []),
    ],
    routingRules: [...routingRules, ...(options.routingRules ?? [])],
    log,
  };
  const apis = new Map<string, () => Promise<void>>();
  const workers: Array<() => Promise<void>> = [];

  /** One API process; a second one shares the stores, and hears the same events. With the port of one that ended, it is that one again. */
  async function startApi(port = 0): Promise<string> {
    const apiDeps = buildDeps(deps, { trustedProxies: 0, passwords });
    const ending = new AbortController();
    const feed = apiDeps.service.feed.run(ending.signal);
    const presence = apiDeps.service.presence.run(ending.signal);
    await makeFirstAccount(apiDeps, { password: adminPassword, starter: null });
    const { app, endStreams } = createApp(apiDeps);
    const server = await new Promise<Server>((resolve) => {
      const listening = app.listen(port, '127.0.0.1', () => resolve(listening));
    });
    // Node closes an idle connection after five seconds, perhaps just when a busy test sends its next request on it.
    server.keepAliveTimeout = 0;
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    apis.set(base, async () => {
      ending.abort();
      endStreams();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await feed;
      await presence;
    });
    return base;
  }

  /** Ends one API process, with the streams that hang on it. */
  async function endApi(base: string): Promise<void> {
    const end = apis.get(base);
    apis.delete(base);
    await end?.();
  }

  /**
   * One worker process, some of its parts replaced if need be. Returns what ends it in an orderly way. What it sends over a
   * `wire` can be read there. Without a relay nobody does later what a writer left undone:
   * whatever is seen was done at once. It takes part from `from` on; all that takes long is done before.
   */
  async function startWorker(
    changes: Partial<MessagingDeps> = {},
    {
      wire,
      hasRelay = true,
      makesPreviews = true,
      from,
    }: { wire?: Pick<Wire, 'address'>; hasRelay?: boolean; makesPreviews?: boolean; from?: Promise<void> } = {},
  ): Promise<() => Promise<void>> {
    const workerDeps = { ...deps, ...changes };
    const service = createService(workerDeps);
    if (!hasRelay) service.relay.run = async () => undefined;
    if (!makesPreviews) service.previews.run = async () => undefined;
    const connection = await NativeConnection.connect(
      wire ? { address: wire.address, grpcCompression: { codec: 'none' } } : { address: temporalAddress },
    );
    await registerSearchAttributes(temporal);
    const made = await createWorkers({
      ...workerDeps,
      service,
      connection,
      workflowBundle: { codePath: servers.workflowBundle },
    });
    const ending = new AbortController();
    const run = () => runWorkers(made, service, ending.signal);
    const running = from === undefined ? run() : from.then(run);
    let ended: Promise<void> | null = null;
    const end = () => {
      ended ??= (async () => {
        ending.abort();
        await running;
        await connection.close();
      })();
      return ended;
    };
    workers.push(end);
    return end;
  }

  const base = await startApi();
  const anonymous = new ApiClient(base);
  const admin = await anonymous.login('admin', adminPassword);

  return {
    name,
    base,
    anonymous,
    admin,
    telegram,
    twilio,
    facebook,
    storage,
    installation,
    temporal,
    deps,
    startApi,
    endApi,
    startWorker,

    /** Ends everything and drops the database; chats left open would keep workers of later tests busy, so their workflows are ended. */
    async stop(): Promise<void> {
      for (const end of [...workers, ...apis.values()]) await end();
      await telegram.stop();
      await twilio.stop();
      await facebook.stop();
      await endWorkflows();
      await closeWhenQuiet(temporal);
      await database.dropDatabase();
      await database.close();
      endLook();
    },
  };

  async function endWorkflows(): Promise<void> {
    const running = temporal.workflow.list({ query: `TaskQueue = '${name}' AND ExecutionStatus = 'Running'` });
    for await (const { workflowId } of running) {
      await temporal.workflow
        .getHandle(workflowId)
        .terminate('the test is over')
        .catch(() => undefined);
    }
  }
}

export function withDatabase(uri: string, name: string): string {
  const url = new URL(uri);
  url.pathname = `/${name}`;
  return url.toString();
}
