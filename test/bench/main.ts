import { rmSync } from 'node:fs';
import { pino } from 'pino';
import { createProviders } from '../../channels/registry';
import { readConfig } from '../../config';
import { createService } from '../../messaging/service';
import { createTemporalClient } from '../../messaging/temporal-client';
import { routingRules } from '../../routing/registry';
import { connectDatabase } from '../../storage/database';
import { openInstallation } from '../../storage/installation';
import { loadSecretsKey } from '../../storage/secrets-key';
import { createStorage } from '../../storage/storage';
import { type PartName, partNames } from '../chaos/part';
import { adminPassword, createSystem, type System } from '../chaos/system';
import { createTimeline } from '../chaos/timeline';
import { ApiClient } from '../support/api-client';
import {
  createQueue,
  createTeam,
  createTelegramChannel,
  createWebchatChannel,
  setSetting,
  Visitor,
} from '../support/builders';
import { deliveringMessengers } from '../support/deliveries';
import { eventually } from '../support/eventually';
import { openRunFolder } from '../support/run-folder';
import { startTelegramStandIn, type TelegramStandIn } from '../support/telegram/telegram-stand-in';
import { assignmentRate } from './assignments';
import { type Bare, startBare } from './bare';
import { deliveryFigures, makeDeliveryChannel, pollingRate } from './deliveries';
import { cpuSeconds, quantile, rounded } from './figures';
import { bareHops, inboundHops, outboundHops } from './hops';
import { searchFigures } from './searches';
import { bareThroughput, parleyThroughput } from './throughput';

const clients = 200;
const each = 10;
/** By one visitor, who may write 120 messages a minute. */
const hopCount = 100;
const temporalPatience = 60_000;
/** They take two minutes to be generated. */
const searchedMessages = 1_000_000;

interface Ground {
  system: System;
  telegram: TelegramStandIn;
  dataDir: string;
  bare: Bare;
}

/** Measures Parley against a bare workflow on the same server in the same run, and closes with one JSON line. */
async function measure({ system, telegram, dataDir, bare }: Ground, log: (line: string) => void): Promise<object> {
  const anonymous = new ApiClient(system.apiBase);
  const admin = await eventually('the API answers', () => anonymous.login('admin', adminPassword), temporalPatience);
  const doors = { admin, anonymous };
  await setSetting(doors, 'SimultaneousChats', 50);
  const database = await connectDatabase(system.mongodbUri);
  const installation = await openInstallation(database, await loadSecretsKey({ secretsKey: undefined, dataDir }));
  const storage = createStorage(database, installation);
  const temporal = createTemporalClient({ address: system.temporalAddress, namespace: 'default' });
  const providers = createProviders(readConfig({ TELEGRAM_API_ROOT: telegram.root }));
  try {
    return {
      ...(await throughput(doors)),
      ...(await hops(doors)),
      ...(await receipt(doors)),
      ...(await assignments()),
      ...(await searches()),
    };
  } finally {
    await temporal.connection.close();
    await database.close();
  }

  /** Of each provider that is called, and of Telegram, which is asked. */
  async function receipt(of: typeof doors) {
    const { id: queueId } = await createQueue(of);
    const figures: Record<string, number> = {};
    for (const messenger of deliveringMessengers) {
      if (!providers.some(({ code }) => code === messenger.code)) continue;
      const channelId = await makeDeliveryChannel(storage, { messenger, queueId });
      const { perSecond, p99Ms, joinedPerSecond } = await deliveryFigures(database, {
        base: system.apiBase,
        channelId,
        messenger,
      });
      log(
        `${messenger.code}: ${rounded(perSecond, 1)} signed deliveries a second by 200 connections, p99 ${rounded(p99Ms, 1)} ms; ${rounded(joinedPerSecond, 1)} up to their chats`,
      );
      figures[`${messenger.code}DeliveriesPerSecond`] = rounded(perSecond, 1);
      figures[`${messenger.code}DeliveryP99Ms`] = rounded(p99Ms, 1);
      figures[`${messenger.code}JoinedPerSecond`] = rounded(joinedPerSecond, 1);
    }
    const bot = telegram.createBot({ firstName: 'Busy' });
    const perSecond = await pollingRate(bot, () => createTelegramChannel(of, { bot, queueId }));
    log(`telegram: ${rounded(perSecond, 1)} updates a second by polling`);
    return { ...figures, telegramUpdatesPerSecond: rounded(perSecond, 1) };
  }

  async function throughput(of: typeof doors) {
    const { queue } = await createTeam(of, { size: 20 });
    const channel = await createWebchatChannel(of, queue.id);
    const visitors: Visitor[] = [];
    for (let index = 0; index < clients; index += 1)
      visitors.push(await Visitor.arrive({ base: system.apiBase }, channel.id));
    await bareThroughput(bare, { clients: 20, each: 5 });
    await parleyThroughput(database, visitors.slice(0, 20), 2);

    const atStart = cpuOf(system, bare);
    const bareRate = await bareThroughput(bare, { clients, each });
    const between = cpuOf(system, bare);
    const rate = await parleyThroughput(database, visitors, each);
    const atEnd = cpuOf(system, bare);
    log(
      `bare: ${rounded(bareRate, 1)} messages a second; Parley: ${rounded(rate, 1)}; ratio ${rounded(rate / bareRate)}`,
    );
    log(`  CPU a message, bare: ${spent(atStart, between, ['bareWorker', 'temporal', 'bench'])}`);
    log(`  CPU a message, Parley: ${spent(between, atEnd, [...partNames, 'bench'])}`);
    return {
      bareMessagesPerSecond: rounded(bareRate, 1),
      messagesPerSecond: rounded(rate, 1),
      throughputRatio: rounded(rate / bareRate),
    };
  }

  async function hops(of: typeof doors) {
    const { queue, operators } = await createTeam(of, { size: 1 });
    const [operator] = operators;
    if (operator === undefined) throw new Error('there is no operator');
    const bot = telegram.createBot({ firstName: 'Bench' });
    await createTelegramChannel(of, { bot, queueId: queue.id });
    const client = bot.client({ firstName: 'Client' });
    const visitor = await Visitor.arrive({ base: system.apiBase }, (await createWebchatChannel(of, queue.id)).id);
    client.sendText('hello');
    await visitor.write('hello');
    const offered = await eventually('both chats are offered', async () => {
      const chats = (await operator.mine()).offered;
      return chats.length === 2 && chats;
    });
    for (const { id } of offered) await operator.accept(id);
    const telegramChats = offered.filter(({ contact }) => contact.name === 'Client').map(({ id }) => id);

    const bareMs = await bareHops(bare, hopCount);
    const inMs = await inboundHops(operator, visitor, hopCount);
    const outMs = await outboundHops(operator, { chatIds: telegramChats, bot }, hopCount);
    for (const [name, sample] of Object.entries({
      'bare hop': bareMs,
      'delivery to live event': inMs,
      'answer to messenger': outMs,
    }))
      log(`${name}: p50 ${rounded(quantile(sample, 0.5), 1)} ms, p99 ${rounded(quantile(sample, 0.99), 1)} ms`);
    const ratio = (sample: number[], share: number) => rounded(quantile(sample, share) / quantile(bareMs, share));
    log(`  ratios of p99: ${ratio(inMs, 0.99)} in, ${ratio(outMs, 0.99)} out`);
    return { inboundHopRatio: ratio(inMs, 0.5), outboundHopRatio: ratio(outMs, 0.5) };
  }

  /** In a database of its own: generated chats have numbers of their own. */
  async function searches() {
    const uri = new URL(system.mongodbUri);
    uri.pathname = '/searches';
    const generated = await connectDatabase(uri.href);
    try {
      const stores = createStorage(generated, installation);
      await stores.prepare();
      const figures = await searchFigures(stores, { messages: searchedMessages });
      for (const [what, ms] of Object.entries(figures))
        log(`chats section among ${searchedMessages} messages, ${what}: p50 ${rounded(ms, 1)}`);
      return Object.fromEntries(Object.entries(figures).map(([what, ms]) => [what, rounded(ms, 1)]));
    } finally {
      await generated.dropDatabase();
      await generated.close();
    }
  }

  async function assignments() {
    const quiet = pino({ level: 'silent' });
    const service = createService({
      storage,
      installation,
      temporal,
      taskQueue: 'bench',
      providers,
      routingRules,
      log: quiet,
    });
    await assignmentRate({ storage, service }, { waiting: 100 });
    const few = await assignmentRate({ storage, service }, { waiting: 100 });
    const many = await assignmentRate({ storage, service }, { waiting: 10_000 });
    log(
      `assignments a second: ${rounded(few, 1)} with 100 waiting, ${rounded(many, 1)} with 10,000; ratio ${rounded(many / few)}`,
    );
    return { assignmentsPerSecond: rounded(many, 1), backlogRatio: rounded(many / few) };
  }
}

type CpuOf = Record<PartName | 'bareWorker' | 'bench', number>;

function cpuOf({ parts }: System, bare: Bare): CpuOf {
  const secondsOf = (part: PartName) => cpuSeconds(parts[part].pid ?? 0);
  return {
    api: secondsOf('api'),
    worker: secondsOf('worker'),
    temporal: secondsOf('temporal'),
    mongodb: secondsOf('mongodb'),
    bareWorker: cpuSeconds(bare.pid),
    bench: cpuSeconds(process.pid),
  };
}

function spent(before: CpuOf, after: CpuOf, names: Array<keyof CpuOf>): string {
  const msOf = (name: keyof CpuOf) => ((after[name] - before[name]) * 1000) / (clients * each);
  const all = names.reduce((sum, name) => sum + msOf(name), 0);
  return `${rounded(all)} ms (${names.map((name) => `${name} ${rounded(msOf(name))}`).join(', ')})`;
}

async function main(): Promise<void> {
  const log = console.log;
  const abort = new AbortController();
  const dataDir = await openRunFolder('bench', log);
  const telegram = await startTelegramStandIn();
  const timeline = createTimeline(log);
  const system = await createSystem({ dataDir, telegramRoot: telegram.root, timeline, signal: abort.signal });
  process.once('exit', () => {
    system.endNow();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });
  for (const event of ['SIGINT', 'SIGTERM'] as const) process.once(event, () => process.exit(130));
  await system.bringUp();
  const bare = await startBare(system.temporalAddress);
  const figures = await measure({ system, telegram, dataDir, bare }, log);
  await bare.end();
  abort.abort();
  await system.end();
  await telegram.stop();
  log(JSON.stringify(figures));
}

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
