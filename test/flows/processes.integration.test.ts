import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from '../support/api-client';
import { createTeam, createTelegramChannel, createWebchatChannel, Visitor } from '../support/builders';
import { EventStream } from '../support/event-stream';
import { eventually } from '../support/eventually';
import { adminPassword, type Parley, startParley } from '../support/parley';
import { apiBaseOf, environmentOf, type ParleyProcess, spawnParley } from '../support/process';

let parley: Parley;
let dataDir: string;
const processes: ParleyProcess[] = [];

beforeAll(async () => {
  parley = await startParley();
  dataDir = mkdtempSync(join(tmpdir(), 'parley-processes-'));
});

afterEach(async () => {
  await Promise.all(processes.splice(0).map((process) => process.kill()));
});

afterAll(async () => {
  await parley.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

function start(program: 'worker.js' | 'api/server.js', changes: Record<string, string> = {}): ParleyProcess {
  const started = spawnParley(program, { ...environmentOf(parley), DATA_DIR: dataDir, ...changes });
  processes.push(started);
  return started;
}

/** The same Parley as seen through another process. */
async function through(api: ParleyProcess): Promise<Parley> {
  const base = await apiBaseOf(api);
  const anonymous = new ApiClient(base);
  return { ...parley, base, anonymous, admin: await anonymous.login('admin', adminPassword) };
}

const asIn = (operator: ApiClient, { base }: Parley) => new ApiClient(base, operator.token, operator.userId);

test('two APIs and two workers together play chats, and an operator hears at one API what happens at the other', async () => {
  const workers = [start('worker.js'), start('worker.js')];
  const apis = [start('api/server.js'), start('api/server.js')];
  const [one, other] = await Promise.all(apis.map(through));
  await Promise.all(workers.map((worker) => worker.says('the worker takes part')));
  if (one === undefined || other === undefined) throw new Error('there are two APIs');

  const {
    queue,
    operators: [operator],
  } = await createTeam(one, { size: 1 });
  if (operator === undefined) throw new Error('a team of one has an operator');
  const events = await EventStream.open(asIn(operator, other));
  const webchat = await createWebchatChannel(one, queue.id);
  const bot = parley.telegram.createBot();
  await createTelegramChannel(other, { bot, queueId: queue.id });

  const visitor = await Visitor.arrive(one, webchat.id, 'Ada');
  expect(await visitor.write('Hello from the page')).toBe(200);
  bot.client({ firstName: 'Grace' }).sendText('Hello from Telegram');

  for (const name of ['Ada', 'Grace']) {
    const { data } = await events.untilHeard('chat.offered', (event) => event.data.chat?.contact.name === name);
    const chatId = data.chat?.id ?? '';
    expect((await asIn(operator, other).accept(chatId)).status).toBe(200);
    await asIn(operator, one).say(chatId, `Hello, ${name}`);
    await events.untilHeard(
      'message.updated',
      ({ data: { message } }) => message?.text === `Hello, ${name}` && message.deliveryStatus === 'sent',
    );
    expect((await asIn(operator, one).close(chatId)).body).toMatchObject({ status: 'completed' });
    await events.untilOfChat('chat.completed', chatId);
  }
  events.cut();
  expect(bot.sent.map(({ params }) => params.text)).toEqual(['Hello, Grace']);
  expect((await visitor.sees()).map(({ text }) => text)).toEqual(['Hello from the page', 'Hello, Ada']);

  const endings = await Promise.all([...apis, ...workers].map((process) => process.end()));
  expect(endings).toEqual(endings.map(() => ({ code: 0, signal: null })));
  expect(bot.openPollers).toBe(0);
});

test('an API measures its process beside its requests', async () => {
  const base = await apiBaseOf(start('api/server.js'));
  const measured = async () => (await fetch(`${base}/metrics`)).text();
  await measured();
  const text = await measured();
  expect(text).toContain('process_cpu_user_seconds_total');
  expect(text).toContain('parley_http_request_duration_seconds_count{method="GET",route="/metrics",status="200"}');
});

test('SIGTERM ends an API that has open streams, with exit code 0', async () => {
  const api = start('api/server.js');
  const { admin } = await through(api);
  const events = await EventStream.open(admin);
  expect(await api.end()).toEqual({ code: 0, signal: null });
  await eventually('the stream is ended', async () => events.isEnded);
});

test('SIGTERM in the middle of sending ends a worker with exit code 0, and the answer is sent once', async () => {
  const worker = start('worker.js');
  await worker.says('the worker takes part');
  const {
    queue,
    operators: [operator],
  } = await createTeam(parley, { size: 1 });
  const bot = parley.telegram.createBot();
  await createTelegramChannel(parley, { bot, queueId: queue.id });
  bot.client({ firstName: 'Ada' }).sendText('Hello');
  const offered = await eventually('the chat is offered', async () => (await operator?.mine())?.offered[0]);
  await operator?.accept(offered.id);

  const release = bot.holdNext('sendMessage');
  await operator?.say(offered.id, 'once');
  await release.arrived;
  const ending = worker.end();
  release();
  expect(await ending).toEqual({ code: 0, signal: null });

  await start('worker.js').says('the worker takes part');
  await eventually('the answer is marked as sent', async () => {
    const messages = await operator?.conversation(offered.id);
    return messages?.some(({ text, deliveryStatus }) => text === 'once' && deliveryStatus === 'sent');
  });
  expect(bot.sent.map(({ params }) => params.text)).toEqual(['once']);
});

test.each(['worker.js', 'api/server.js'] as const)(
  'SIGTERM ends a %s that still waits for its stores',
  async (program) => {
    const nobodyListens = 'mongodb://127.0.0.1:1/parley?serverSelectionTimeoutMS=300&directConnection=true';
    const waiting = start(program, { MONGODB_URI: nobodyListens });
    await waiting.says('MongoDB is not there yet; trying again');
    expect(await waiting.end()).toEqual({ code: 0, signal: null });
  },
);

/** Other settings that are missing or cannot be: `processes-starting.long.test.ts`. */
describe.each(['worker.js', 'api/server.js'] as const)('%s', (program) => {
  test.each<{ what: string; changes: Record<string, string>; says: string[] }>([
    {
      what: 'values that cannot be',
      changes: { SECRETS_KEY: 'short', PORT: 'http' },
      says: ['SECRETS_KEY: must be 32 bytes in base64', 'PORT'],
    },
    {
      what: 'the key of another database',
      changes: { SECRETS_KEY: Buffer.alloc(32, 8).toString('base64') },
      says: ['SECRETS_KEY is not the key that this database was made with'],
    },
  ])('started with $what says so in words and ends with exit code 1', async ({ changes, says }) => {
    const refused = start(program, changes);
    expect(await refused.exited).toEqual({ code: 1, signal: null });
    for (const words of says) expect(refused.output()).toContain(words);
    expect(refused.output()).not.toMatch(/^\s+at /m);
  });
});

test('processes without a key of their own agree on one in the data folder, whoever starts first', async () => {
  const folder = join(dataDir, 'fresh');
  const fresh = {
    SECRETS_KEY: '',
    DATA_DIR: folder,
    MONGODB_URI: environmentOf(parley).MONGODB_URI?.replace(/\/test_\w+/, '$&_key') ?? '',
  };
  const both = [start('api/server.js', fresh), start('worker.js', fresh)];
  await apiBaseOf(both[0] as ParleyProcess);
  await both[1]?.says('the worker takes part');
  expect(readdirSync(folder)).toContain('secrets.key');
  await Promise.all(both.map((process) => process.end()));
});
