import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { Connection } from 'mongoose';
import { justAdded } from '../../domain/channel';
import type { Storage } from '../../storage/storage';
import type { DeliveringMessenger, Delivery } from '../support/deliveries';
import { eventually } from '../support/eventually';
import type { StandInBot } from '../support/telegram/stand-in-bot';
import { quantile } from './figures';

const connections = 200;
const forMs = 8_000;
const warmUpMs = 1_000;
const joiningPatienceMs = 120_000;

export interface DeliveryFigures {
  perSecond: number;
  p99Ms: number;
  /** Up to the last message that has joined its chat: what is acknowledged early is not done yet. */
  joinedPerSecond: number;
}

/** A channel that takes part, in a queue without operators: what is measured is the receipt. */
export async function makeDeliveryChannel(
  storage: Storage,
  { messenger, queueId }: { messenger: DeliveringMessenger; queueId: string },
): Promise<string> {
  const id = randomUUID();
  await storage.inTransaction((tx) =>
    storage.channels.create(
      {
        ...{ id, provider: messenger.code, name: 'bench', ...messenger.channel },
        ...{ active: true, queueId, language: 'en', verified: true, ...justAdded({ verified: true }) },
        health: { status: 'ok', detail: '', checkedAt: new Date() },
      },
      tx,
    ),
  );
  return id;
}

/** Signed deliveries a second, each connection of 200 sending one after the other; every one has to be acknowledged and to be there. */
export async function deliveryFigures(
  database: Connection,
  { base, channelId, messenger }: { base: string; channelId: string; messenger: DeliveringMessenger },
): Promise<DeliveryFigures> {
  const make = await messenger.prepare({ base, channelId, clients: connections });
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let acknowledged = 0;
  const deliverFor = async (ms: number): Promise<number[]> => {
    const tookMs: number[] = [];
    const untilMs = performance.now() + ms;
    const line = async (client: number) => {
      while (performance.now() < untilMs) {
        const startedMs = performance.now();
        const status = await deliver(base, agent, make({ client, text: `message ${acknowledged}` }));
        if (status !== 200) throw new Error(`A delivery of ${messenger.code} was answered with ${status}`);
        tookMs.push(performance.now() - startedMs);
        acknowledged += 1;
      }
    };
    await Promise.all(Array.from({ length: connections }, (_, client) => line(client)));
    return tookMs;
  };
  const beganMs = performance.now();
  await deliverFor(warmUpMs);
  const startedMs = performance.now();
  const tookMs = await deliverFor(forMs);
  const seconds = (performance.now() - startedMs) / 1000;
  agent.destroy();
  const messages = database.collection('messages');
  const stored = await messages.countDocuments({ channelId });
  if (stored !== acknowledged) throw new Error(`${stored} messages are stored, and ${acknowledged} were acknowledged`);
  await eventually(
    `all messages of ${messenger.code} are in their chats`,
    async () => (await messages.countDocuments({ channelId, chatId: null })) === 0,
    joiningPatienceMs,
  );
  const joinedPerSecond = (1000 * stored) / (performance.now() - beganMs);
  return { perSecond: tookMs.length / seconds, p99Ms: quantile(tookMs, 0.99), joinedPerSecond };
}

function deliver(base: string, agent: Agent, { path, headers, body }: Delivery): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(base + path, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    call.once('error', reject);
    call.end(body);
  });
}

const updates = 3_000;
const clients = 100;

/** Telegram has no webhook: updates a second that its polling takes in, from the first batch to the last confirmation. */
export async function pollingRate(bot: StandInBot, activate: () => Promise<unknown>): Promise<number> {
  const writers = Array.from({ length: clients }, (_, index) => bot.client({ firstName: `Client ${index}` }));
  for (let index = 0; index < updates; index += 1) writers[index % clients]?.sendText(`update ${index}`);
  await activate();
  await bot.waitUntil(() => bot.pendingUpdates.length < updates, 'the first batch', joiningPatienceMs);
  const startedMs = performance.now();
  const left = bot.pendingUpdates.length;
  await bot.waitUntil(() => bot.pendingUpdates.length === 0, 'the last confirmation', joiningPatienceMs);
  return left / ((performance.now() - startedMs) / 1000);
}
