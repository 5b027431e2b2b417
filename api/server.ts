import { once } from 'node:events';
import type { Client } from '@temporalio/client';
import { createProviders, findProvider } from '../channels/registry';
import { type Config, InvalidConfig } from '../config';
import { takesPart } from '../domain/channel';
import type { MessagingDeps } from '../messaging/ports';
import { createProviderDesk } from '../messaging/provider-desk';
import { createService } from '../messaging/service';
import { createTemporalClient } from '../messaging/temporal-client';
import { closeWhenQuiet, patience } from '../messaging/temporal-patience';
import { type Program, runProgram, untilThere } from '../program';
import { routingRules } from '../routing/registry';
import { connectDatabase } from '../storage/database';
import { openInstallation } from '../storage/installation';
import { startMigrations } from '../storage/migrations/migrator';
import { loadSecretsKey } from '../storage/secrets-key';
import { createStorage } from '../storage/storage';
import { createApp } from './app';
import { createChatAccess } from './chat-access';
import type { ApiDeps } from './deps';
import { type FirstAccount, makeFirstAccount } from './first-account';
import { addressOf, listen, stopListening } from './listen';
import { createLiveEvents } from './live-events';
import { createMetrics, measureProcess } from './metrics';
import { createPasswords, type Passwords } from './passwords';
import { createSiteProbe } from './site-probe';
import { createViews } from './views';

const starterProvider = 'webchat';
const temporalPatienceMs = 400;

/** Builds what the routes need. */
export function buildDeps(
  messaging: MessagingDeps,
  { trustedProxies, passwords = createPasswords() }: { trustedProxies: number; passwords?: Passwords },
): ApiDeps {
  const { storage, installation, providers, routingRules, temporal, log } = messaging;
  const service = createService(messaging);
  const { receiver, arrivals, feed } = service;
  const views = createViews({ storage, installation, routingRules, providers, processes: service.processes });
  return {
    ...{ storage, installation, providers, routingRules, log, trustedProxies, passwords, service, views },
    consequences: service.consequences,
    access: createChatAccess(storage),
    liveEvents: createLiveEvents({ storage, views, feed: service.feed }),
    deskFor: (provider) => createProviderDesk({ storage, installation, receiver, arrivals, feed }, provider),
    temporalReachable: () => answers(temporal),
    siteProbe: createSiteProbe(installation.fingerprint),
    metrics: createMetrics(storage),
  };
}

/** Within the second that probes wait for. */
async function answers(temporal: Client): Promise<boolean> {
  try {
    await patience(temporal, () => temporal.workflowService.getSystemInfo({}), temporalPatienceMs);
    return true;
  } catch {
    return false;
  }
}

async function main({ config, log, ending }: Program): Promise<void> {
  const { mongodbUri, temporalAddress, taskQueue } = config;
  if (mongodbUri === undefined || temporalAddress === undefined) {
    throw new InvalidConfig('The API needs MONGODB_URI and TEMPORAL_ADDRESS. (`npm start` brings both along.)');
  }
  const database = await untilThere('MongoDB', { log, ending }, () => connectDatabase(mongodbUri));
  const installation = await openInstallation(database, await loadSecretsKey(config));
  const storage = createStorage(database, installation);
  await storage.prepare();
  const migrations = await startMigrations({ database, log }, ending);
  const temporal = createTemporalClient({ address: temporalAddress, namespace: config.temporalNamespace });
  const providers = createProviders(config);
  const deps = buildDeps({ storage, installation, temporal, taskQueue, providers, routingRules, log }, config);
  measureProcess(deps.metrics);

  const feed = deps.service.feed.run(ending);
  const presence = deps.service.presence.run(ending);
  const starter = config.seedStarter ? (findProvider(providers, starterProvider) ?? null) : null;
  const firstAccount = await makeFirstAccount(deps, { password: config.adminPassword, starter });
  const { app, endStreams } = createApp(deps);
  const server = await listen(app, config);
  await announce(addressOf(server), { config, deps, firstAccount });

  if (!ending.aborted) await once(ending, 'abort');
  log.info('ending');
  endStreams();
  await stopListening(server);
  await feed;
  await presence;
  await closeWhenQuiet(temporal);
  await migrations.ended;
  await database.close();
}

/** Tells where it is, and once the password that was made: to the launcher, or on the terminal. */
async function announce(
  api: string,
  { config, deps, firstAccount }: { config: Config; deps: ApiDeps; firstAccount: FirstAccount | null },
): Promise<void> {
  const channels = await deps.storage.channels.list('', { limit: 200, after: null });
  const webchat = channels.find(({ item }) => item.provider === starterProvider && takesPart(item))?.item.id;
  const addresses = {
    console: `${api}/console`,
    api,
    docs: `${api}/api/docs`,
    openapi: `${api}/api/openapi.json`,
    ...(webchat === undefined ? {} : { webchat: `${api}/webhooks/${starterProvider}/${webchat}` }),
  };
  deps.log.info(addresses, 'the API listens');
  const password = firstAccount?.madePassword ?? null;
  const admin = firstAccount === null || password === null ? {} : { admin: { login: firstAccount.login, password } };
  // A launcher that is gone by now is noticed elsewhere.
  process.send?.({ type: 'ready', addresses, ...admin }, undefined, {}, () => undefined);
  if (password !== null && !config.supervised) {
    console.log(`The first account: login ${firstAccount?.login}, password ${password} (shown this once).`);
  }
}

if (require.main === module) void runProgram('api', main);
