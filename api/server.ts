import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import { createProviders, findProvider } from '../channels/registry';
import { type Config, InvalidConfig, readConfigOrExit } from '../config';
import { takesPart } from '../domain/channel';
import { createLog } from '../log';
import type { MessagingDeps } from '../messaging/ports';
import { createProviderDesk } from '../messaging/provider-desk';
import { createService } from '../messaging/service';
import { createTemporalClient } from '../messaging/temporal-client';
import { closeWhenQuiet, patience } from '../messaging/temporal-patience';
import { routingRules } from '../routing/registry';
import { connectDatabase } from '../storage/database';
import { openInstallation, WrongSecretsKey } from '../storage/installation';
import { loadSecretsKey } from '../storage/secrets-key';
import { createStorage } from '../storage/storage';
import { createApp } from './app';
import { createChatAccess } from './chat-access';
import type { ApiDeps } from './deps';
import { type FirstAccount, makeFirstAccount } from './first-account';
import { addressOf, listen, stopListening } from './listen';
import { createLiveEvents } from './live-events';
import { createMetrics } from './metrics';
import { createPasswords, type Passwords } from './passwords';
import { createViews } from './views';

const starterProvider = 'webchat';
const reconnectAfterMs = 1_000;
const temporalPatienceMs = 400;

/** Builds what the routes need. */
export function buildDeps(
  messaging: MessagingDeps,
  { trustedProxies, passwords = createPasswords() }: { trustedProxies: number; passwords?: Passwords },
): ApiDeps {
  const { storage, installation, providers, temporal, log } = messaging;
  const service = createService(messaging);
  const views = createViews({ storage, installation });
  return {
    ...{ storage, installation, providers, routingRules, log, trustedProxies, passwords, service, views },
    consequences: service.consequences,
    access: createChatAccess(storage),
    liveEvents: createLiveEvents({ storage, views, feed: service.feed }),
    deskFor: (provider) =>
      createProviderDesk({ storage, installation, receiver: service.receiver, feed: service.feed }, provider),
    temporalReachable: () => answers(temporal),
    metrics: createMetrics(),
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

/** Stores are started in any order, and may be late; null when the process is told to end before MongoDB is there. */
async function connectWhenThere(uri: string, log: Logger, ending: AbortSignal): Promise<Connection | null> {
  while (!ending.aborted) {
    try {
      return await connectDatabase(uri);
    } catch (error) {
      log.warn({ err: error }, 'MongoDB is not there yet; trying again');
      await sleep(reconnectAfterMs, undefined, { signal: ending }).catch(() => undefined);
    }
  }
  return null;
}

async function main(config: Config, log: Logger): Promise<void> {
  const { mongodbUri, temporalAddress, taskQueue } = config;
  if (mongodbUri === undefined || temporalAddress === undefined) {
    throw new InvalidConfig('The API needs MONGODB_URI and TEMPORAL_ADDRESS. (`npm start` brings both along.)');
  }
  const ending = whenToldToEnd(config);
  const database = await connectWhenThere(mongodbUri, log, ending);
  if (database === null) return;
  const installation = await openInstallation(database, await loadSecretsKey(config));
  const storage = createStorage(database, installation);
  await storage.prepare();
  const temporal = createTemporalClient({ address: temporalAddress, namespace: config.temporalNamespace });
  const providers = createProviders(config);
  const deps = buildDeps({ storage, installation, temporal, taskQueue, providers, log }, config);

  const feed = deps.service.feed.run(ending);
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
  await closeWhenQuiet(temporal);
  await database.close();
}

/** Aborted when the process is told to end: by a signal, or by its launcher's being gone. */
function whenToldToEnd({ supervised }: Pick<Config, 'supervised'>): AbortSignal {
  const ending = new AbortController();
  for (const event of ['SIGTERM', 'SIGINT'] as const) process.once(event, () => ending.abort());
  if (supervised) process.once('disconnect', () => ending.abort());
  return ending.signal;
}

/** Tells where it is, and once the password that was made: to the launcher, or on the terminal. */
async function announce(
  api: string,
  { config, deps, firstAccount }: { config: Config; deps: ApiDeps; firstAccount: FirstAccount | null },
): Promise<void> {
  const channels = await deps.storage.channels.list({ limit: 200, after: null });
  const webchat = channels.find(({ item }) => item.provider === starterProvider && takesPart(item))?.item.id;
  const addresses = {
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

if (require.main === module) {
  const config = readConfigOrExit();
  const log = createLog({ name: 'api', level: config.logLevel });
  Promise.resolve()
    .then(() => main(config, log))
    .then(
      () => process.exit(0),
      (error: unknown) => {
        if (error instanceof InvalidConfig || error instanceof WrongSecretsKey) console.error(error.message);
        else log.fatal({ err: error }, 'the API cannot go on');
        process.exit(1);
      },
    );
}
