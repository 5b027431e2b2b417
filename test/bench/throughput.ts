import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { Visitor } from '../support/builders';
import { eventually } from '../support/eventually';
import type { Bare } from './bare';
import { inParallel } from './figures';

const width = 50;

/** Messages of one round: each client writes several, the clients take turns. */
function messagesOf(clients: number, each: number): Array<{ client: number; text: string }> {
  return Array.from({ length: clients * each }, (_, index) => ({ client: index % clients, text: `message ${index}` }));
}

/** Messages a second of the bare workflow, from the first signal to the last record. */
export async function bareThroughput(
  bare: Bare,
  { clients, each }: { clients: number; each: number },
): Promise<number> {
  const round = randomUUID();
  let recorded = 0;
  const leave = bare.onRecorded(() => {
    recorded += 1;
  });
  const startedMs = performance.now();
  await inParallel(messagesOf(clients, each), width, ({ client, text }) => bare.send(`${round}-${client}`, text, each));
  await eventually('all are recorded', async () => recorded === clients * each, 300_000);
  const seconds = (performance.now() - startedMs) / 1000;
  leave();
  return (clients * each) / seconds;
}

/** Messages a second of Parley, from the first delivery to the last message that is in its chat. */
export async function parleyThroughput(database: Connection, visitors: Visitor[], each: number): Promise<number> {
  const messages = database.collection('messages');
  const before = await messages.countDocuments({ chatId: { $ne: null } });
  const startedMs = performance.now();
  await inParallel(messagesOf(visitors.length, each), width, async ({ client, text }) => {
    const status = await visitors[client]?.write(text);
    if (status !== 200) throw new Error(`a delivery was answered with ${status}`);
  });
  const wanted = before + visitors.length * each;
  await eventually(
    'all are in their chats',
    async () => (await messages.countDocuments({ chatId: { $ne: null } })) === wanted,
    300_000,
  );
  return (visitors.length * each) / ((performance.now() - startedMs) / 1000);
}
