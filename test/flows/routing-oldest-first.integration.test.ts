import { ApiClient } from '../support/api-client';
import { expectRestAfterEach } from '../support/at-rest';
import { createTeam, createWebchatChannel, setSetting } from '../support/builders';
import { eventually } from '../support/eventually';
import { type Parley, startParley } from '../support/parley';
import { clientWrites, only, writeAtOnce } from '../support/routing-scenes';
import { activeAndNothingFollows } from '../support/silent-status';
import { watchPlaces } from '../support/watch-places';

const limit = 3;

let parley: Parley;
let otherApi: string;

beforeAll(async () => {
  parley = await startParley();
  otherApi = await parley.startApi();
  await parley.startWorker();
  await setSetting(parley, 'SimultaneousChats', limit);
});

expectRestAfterEach(() => parley);
afterAll(() => parley.stop());

/** Thirty chats are some work on a busy machine. */
const workWithinMs = 240_000;

/** Half of them work with one API process, half with the other. */
async function teamOnTwoApis(size: number) {
  const { queue, operators } = await createTeam(parley, { size, active: false });
  const channel = await createWebchatChannel(parley, queue.id);
  return {
    channel,
    operators: operators.map((operator, index) =>
      index % 2 === 0 ? operator : new ApiClient(otherApi, operator.token, operator.userId),
    ),
  };
}

/** Writes chats that find nobody; returned oldest first. */
async function letWait(channelId: string, count: number): Promise<string[]> {
  await writeAtOnce(parley, channelId, count);
  const rows = await eventually('all of them wait', async () => {
    const waiting = await parley.storage.chats.model.find({ channelId, status: 'waiting', unrouted: false }).lean();
    return waiting.length === count && waiting;
  });
  return rows.sort((a, b) => a.number - b.number).map(({ _id }) => _id);
}

test('operators who become active and complete chats at the same moment get what waits in the order of its age', async () => {
  const { channel, operators } = await teamOnTwoApis(4);
  const chats = await letWait(channel.id, 30);
  const watch = await watchPlaces(parley, limit);
  const answers: number[] = [];
  let completed = 0;

  /** Takes what is offered to him and completes it, all of it at once, until nothing is left. */
  async function work(operator: ApiClient): Promise<void> {
    await operator.setStatus('active');
    await eventually(
      'all are completed',
      async () => {
        const { offered } = await operator.mine();
        await Promise.all(offered.map((chat) => takeAndComplete(operator, chat)));
        return completed === chats.length;
      },
      workWithinMs,
    );
  }

  async function takeAndComplete(operator: ApiClient, { id }: { id: string }): Promise<void> {
    answers.push((await operator.accept(id)).status);
    answers.push((await operator.close(id)).status);
    completed += 1;
  }

  await Promise.all(operators.map(work));
  expect(new Set(answers)).toEqual(new Set([200]));
  const { placed, faults } = await watch.end();
  expect(placed).toEqual(chats);
  expect(faults).toEqual([]);
});

test('a chat that comes when room was made, and before anything followed from it, goes behind those that wait', async () => {
  const { channel, operators } = await teamOnTwoApis(1);
  const { userId: operatorId } = only(operators);
  const waiting = await letWait(channel.id, limit + 1);
  const watch = await watchPlaces(parley, limit);
  await activeAndNothingFollows(parley, operatorId);
  const { chat } = await clientWrites(parley, channel.id);
  const { placed, faults } = await watch.end();
  expect(placed).toEqual(waiting.slice(0, limit));
  expect(faults).toEqual([]);
  expect(chat.status).toBe('waiting');
});
