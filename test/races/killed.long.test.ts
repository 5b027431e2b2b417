import { ApiClient } from '../support/api-client';
import { createTeam, createWebchatChannel, Visitor } from '../support/builders';
import { EventStream } from '../support/event-stream';
import { eventually } from '../support/eventually';
import { processOf } from '../support/held-process';
import { chatsOf, onlyChatOf, textsOf } from '../support/look';
import { type Parley, startParley, testServers } from '../support/parley';
import { apiBaseOf, environmentOf, type ParleyProcess, spawnParley } from '../support/process';
import { clientWrites, offeredTo, only, pair } from '../support/routing-scenes';
import { startWire, type Wire } from '../support/wire';

/** Temporal gives a worker ten seconds before it takes him for dead, and the relay a writer five. */
const goesOnWithinMs = 240_000;

let parley: Parley;
/** Leads from the process that is to be killed to Temporal. */
let wire: Wire;
const processes: ParleyProcess[] = [];
let endWorker = async () => {};

beforeAll(async () => {
  parley = await startParley();
});

beforeEach(async () => {
  wire = await startWire(testServers().temporalAddress);
});

afterEach(async () => {
  await endWorker();
  await Promise.all(processes.splice(0).map((process) => process.kill()));
  await wire.close();
});

afterAll(() => parley.stop());

/** One that nobody kills. */
async function startWorker(): Promise<void> {
  endWorker = await parley.startWorker();
}

function start(program: 'worker.js' | 'api/server.js'): ParleyProcess {
  return startWith(program, { TEMPORAL_ADDRESS: wire.address });
}

function startWith(program: 'worker.js' | 'api/server.js', environment: Record<string, string>): ParleyProcess {
  const process = spawnParley(program, { ...environmentOf(parley), ...environment });
  processes.push(process);
  return process;
}

test('an API killed between storing and telling: what the client and the operator wrote comes by the relay', async () => {
  await startWorker();
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const operator = only(operators);
  const channel = await createWebchatChannel(parley, queue.id);
  const visitor = await Visitor.arrive(parley, channel.id);
  await visitor.write('first');
  const { id: chatId } = await eventually('the chat is offered', async () => (await operator.mine()).offered[0]);
  await operator.accept(chatId);

  const api = start('api/server.js');
  const base = await apiBaseOf(api);
  const telling = wire.holdSending();
  expect(await visitor.through(base).write('second')).toBe(200);
  const answer = await new ApiClient(base, operator.token, operator.userId).say(chatId, 'answer');
  expect(answer.deliveryStatus).toBe('pending');
  await telling.arrived;
  await api.kill();

  const bothHaveCome = async () => {
    const isSent = (await visitor.sees()).some(({ text }) => text === 'answer');
    return isSent && textsOf(await operator.conversation(chatId)).includes('second');
  };
  await eventually('both have come', bothHaveCome, goesOnWithinMs);
  expect(textsOf(await operator.conversation(chatId))).toEqual(['first', 'second', 'answer']);
  expect((await onlyChatOf(parley, channel.id)).id).toBe(chatId);
});

test('a worker killed between claiming a place and reporting it: the next finds message, chat and offer, though somebody else is freer by now', async () => {
  const { queue, operators } = await createTeam(parley, { size: 2 });
  const channel = await createWebchatChannel(parley, queue.id);
  const worker = start('worker.js');
  // A chat of which the worker's work is done: it asks for the next piece by now.
  const former = (await clientWrites(parley, channel.id)).chat;
  await eventually('the worker has reported', async () => (await eventsOf(former.id)).some(isDone));

  const report = wire.holdSending();
  const visitor = await Visitor.arrive(parley, channel.id);
  await visitor.write('Hello');
  const chat = await eventually('a place is claimed', async () =>
    (await chatsOf(parley, channel.id)).find(({ id, status }) => id !== former.id && status === 'offered'),
  );
  await report.arrived;
  await worker.kill();
  await processOf(parley).offers.complete({ chatId: former.id, by: 'administrator' });

  await startWorker();
  await eventually('the worker’s death is noticed', async () => (await eventsOf(chat.id)).some(isLost), goesOnWithinMs);
  await eventually('its work is done again', async () => (await eventsOf(chat.id)).some(isDone), goesOnWithinMs);
  const [claimed] = offeredTo(await parley.admin.chat(chat.id));
  const [holder, other] = claimed === operators[0]?.userId ? pair(operators) : pair([...operators].reverse());
  expect(offeredTo(await parley.admin.chat(chat.id))).toEqual([holder.userId]);
  expect(await holder.accept(chat.id)).toMatchObject({ status: 200 });
  expect(textsOf(await holder.conversation(chat.id))).toEqual(['Hello']);
  expect([await holder.status(), await other.status()]).toMatchObject([{ load: 1 }, { load: 0 }]);
  expect(await chatsOf(parley, channel.id)).toHaveLength(2);
});

test('an API killed between a report and telling of it: when the report comes again, the operator hears of it', async () => {
  await startWorker();
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const operator = only(operators);
  const channel = await createWebchatChannel(parley, queue.id);
  const { visitor, chat } = await clientWrites(parley, channel.id);
  await eventually('the operator has taken it', async () => (await operator.accept(chat.id)).status === 200);
  const { id: answerId } = await operator.say(chat.id, 'answer');
  await eventually('it has arrived', async () => (await visitor.sees()).some(({ id }) => id === answerId));
  const stream = await EventStream.open(operator);

  const { MONGODB_URI = '' } = environmentOf(parley);
  const database = new URL(MONGODB_URI);
  const toDatabase = await startWire(database.host);
  database.host = toDatabase.address;
  // The members of a replica set would be asked where they are.
  database.search = 'directConnection=true';
  const api = startWith('api/server.js', { MONGODB_URI: database.toString() });
  const base = await apiBaseOf(api);
  const telling = toDatabase.holdSending((piece) => piece.includes('message.updated'));
  const reporting = expect(visitor.through(base).hasSeen([answerId])).rejects.toThrow('fetch failed');
  await telling.arrived;
  await api.kill();
  await reporting;
  await toDatabase.close();

  await visitor.hasSeen([answerId]);
  await stream.untilHeard('message.updated', ({ data }) => data.message?.deliveryStatus === 'read');
});

async function eventsOf(chatId: string) {
  const { workflowId } = (await parley.storage.chats.get(chatId)) ?? { workflowId: '' };
  return (await parley.temporal.workflow.getHandle(workflowId).fetchHistory()).events ?? [];
}

type HistoryEvent = Awaited<ReturnType<typeof eventsOf>>[number];
const isDone = ({ workflowTaskCompletedEventAttributes: done }: HistoryEvent) => Boolean(done);
const isLost = ({ workflowTaskTimedOutEventAttributes: lost }: HistoryEvent) => Boolean(lost);
