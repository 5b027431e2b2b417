import { setTimeout as sleep } from 'node:timers/promises';
import { pause } from '../chaos/pause';
import { createRandom } from '../chaos/random';
import { ApiClient } from '../support/api-client';
import { untilAtRest } from '../support/at-rest';
import { createQueue, createUser, createWebchatChannel, setSetting, Visitor } from '../support/builders';
import { BusyOperator } from '../support/busy-operator';
import { eventually } from '../support/eventually';
import { type Parley, startParley } from '../support/parley';
import { environmentOf, type ParleyProcess, spawnParley } from '../support/process';
import { watchPlaces } from '../support/watch-places';

const limit = 2;
/** Three seconds: offers lapse while workers are away. */
const acceptTimeoutMinutes = 0.05;
const killsOfEach = 4;
const chatsOfEach = 18;
/** What a killed worker had taken in hand, Temporal gives to another one after ten seconds. */
const restWithinMs = 180_000;
/** All its waits together, and the start of each worker. */
const playedWithinMs = 600_000;
const seed = 1;

let parley: Parley;
let otherApi: string;
const workers: ParleyProcess[] = [];

beforeAll(async () => {
  parley = await startParley();
  otherApi = await parley.startApi();
  await setSetting(parley, 'SimultaneousChats', limit);
  await setSetting(parley, 'OmniChatOperatorAcceptChatTimeout', acceptTimeoutMinutes);
});

afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.kill()));
  await parley.stop();
});

/** Five operators in two queues, one of them in both: chats are offered in one and shown in the other. */
async function hire(): Promise<{ operators: BusyOperator[]; users: ApiClient[]; queueIds: string[] }> {
  const users: ApiClient[] = [];
  for (let index = 0; index < 5; index += 1) {
    const { token, userId } = await createUser(parley, { name: `Operator ${index}`, active: true });
    users.push(new ApiClient(index % 2 === 0 ? parley.base : otherApi, token, userId));
  }
  const membersOf = (members: ApiClient[]) => members.map(({ userId }) => ({ userId }));
  const offering = await createQueue(parley, { operators: membersOf(users.slice(0, 3)) });
  const showing = await createQueue(parley, { operators: membersOf(users.slice(2)), routingRule: 'ToEveryone' });
  const operators = users.map((user, index) => new BusyOperator(user, createRandom(seed, `operator ${index}`)));
  return { operators, users, queueIds: [offering.id, showing.id] };
}

/** One client after the other writes to a queue, each a chat of his own. */
async function writeOn(queueId: string, signal: AbortSignal): Promise<void> {
  const channel = await createWebchatChannel(parley, queueId);
  const random = createRandom(seed, 'clients');
  for (let chats = 0; chats < chatsOfEach && !signal.aborted; chats += 1) {
    const visitor = await Visitor.arrive(parley, channel.id);
    expect(await visitor.write('Hello')).toBe(200);
    await pause(random.between(200, 1_200), signal);
  }
}

async function startWorker(): Promise<ParleyProcess> {
  const worker = spawnParley('worker.js', environmentOf(parley));
  workers.push(worker);
  await worker.says('the worker takes part');
  return worker;
}

/** Two workers, each killed several times at random moments, now and then both, and others started in their place. */
async function killWorkers(): Promise<void> {
  const random = createRandom(seed, 'killer');

  async function keepKilling(first: ParleyProcess): Promise<void> {
    let worker = first;
    for (let kills = 0; kills < killsOfEach; kills += 1) {
      await sleep(random.between(500, 3_000));
      await worker.kill();
      worker = await startWorker();
    }
  }

  await Promise.all(workers.map(keepKilling));
}

test(
  'workers killed at random moments while chats come, lapse, are taken and completed: in the end nobody waits in vain',
  async () => {
    const { operators, users, queueIds } = await hire();
    await Promise.all([startWorker(), startWorker()]);
    const watch = await watchPlaces(parley, limit);
    const end = new AbortController();
    const acting = Promise.all([
      ...queueIds.map((queueId) => writeOn(queueId, end.signal)),
      ...operators.map((operator) => operator.work(end.signal)),
    ]);
    await killWorkers().finally(() => end.abort());
    await acting;
    const rest = { highestLimit: limit, withinMs: restWithinMs };
    await untilAtRest(parley, rest);
    for (const user of users) await user.setStatus('active');
    await untilAtRest(parley, rest);

    const { chats } = parley.storage;
    const came = await chats.model.countDocuments();
    expect(came).toBeGreaterThan(operators.length * limit);
    // A slow machine must not let offers lapse faster than they are taken.
    await setSetting(parley, 'OmniChatOperatorAcceptChatTimeout', 5);
    const clearing = new AbortController();
    for (const operator of operators) operator.clearingUp = true;
    const clearedUp = Promise.all(operators.map((operator) => operator.work(clearing.signal)));
    await eventually(
      'all are completed',
      async () => (await chats.model.countDocuments({ status: 'completed' })) === came,
      restWithinMs,
    ).finally(() => clearing.abort());
    await clearedUp;
    await untilAtRest(parley, rest);

    expect((await watch.end()).faults).toEqual([]);
    expect(operators.flatMap(({ surprises }) => surprises)).toEqual([]);
  },
  playedWithinMs,
);
