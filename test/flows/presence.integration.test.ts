import { ApiClient } from '../support/api-client';
import { createTeam, createWebchatChannel, setSetting } from '../support/builders';
import { EventStream } from '../support/event-stream';
import { eventually } from '../support/eventually';
import { type Parley, startParley } from '../support/parley';
import { clientWrites, pair, untilOffered } from '../support/routing-scenes';

let parley: Parley;
let otherApi: string;
const streams: EventStream[] = [];

/** No time to come back; nobody is asked to be quick. */
const atOnce = 0.0001;
const never = 1_440;

beforeAll(async () => {
  parley = await startParley();
  otherApi = await parley.startApi();
  await parley.startWorker();
});
beforeEach(() => setSetting(parley, 'PresenceTimeoutMinutes', never));
afterEach(() => {
  for (const stream of streams.splice(0)) stream.cut();
});
afterAll(() => parley.stop());

const elsewhere = (operator: ApiClient) => new ApiClient(otherApi, operator.token, operator.userId);

async function listen(client: ApiClient): Promise<EventStream> {
  const stream = await EventStream.open(client);
  streams.push(stream);
  return stream;
}

const presenceOf = ({ userId }: ApiClient) => parley.storage.presence.get(userId);

const untilConnections = (operator: ApiClient, count: number) =>
  eventually(`he has ${count} connections`, async () => (await presenceOf(operator))?.connections.length === count);

const statusOf = ({ userId }: ApiClient) =>
  parley.admin.ok<{ status: string; reason: string; load: number }>('GET', `/api/operators/${userId}/status`);

const untilInactive = (operator: ApiClient) =>
  eventually('he is inactive', async () => {
    const now = await statusOf(operator);
    return now.status === 'inactive' && now;
  });

/** It was looked whether he is gone, and found that nobody needs to look again. */
const untilUnwatched = (operator: ApiClient) =>
  eventually('nobody watches him', async () => (await presenceOf(operator)) === null);

/** His time to come back is over. */
const letTimeOut = ({ userId }: ApiClient) =>
  parley.storage.presence.model.updateOne(
    { _id: userId, timesOutAt: { $ne: null } },
    { $set: { timesOutAt: new Date() } },
  );

/** Two operators of a queue; the first has a chat in work and another one is offered to him. */
async function atWork() {
  const { queue, operators } = await createTeam(parley, { size: 2, active: false });
  const [first, second] = pair(operators);
  const channel = await createWebchatChannel(parley, queue.id);
  const stream = await listen(first);
  await first.setStatus('active');
  const { chat: inWork } = await clientWrites(parley, channel.id);
  await untilOffered(first, [inWork]);
  await first.accept(inWork.id);
  const { chat: offered } = await clientWrites(parley, channel.id);
  await untilOffered(first, [offered]);
  await second.setStatus('active');
  return { first, second, stream, inWork, offered };
}

/** He has what was his, and his offer is the other one's. */
async function expectHandedOn({ second, inWork, offered }: Awaited<ReturnType<typeof atWork>>) {
  await untilOffered(second, [offered]);
  const { operator, status, routingLog } = await parley.admin.chat(inWork.id);
  expect({ status, operator: operator?.name }).toEqual({ status: 'active', operator: 'Operator 0' });
  expect(routingLog.map(({ event }) => event)).toEqual(['offered', 'accepted']);
  const log = (await parley.admin.chat(offered.id)).routingLog.map(({ event, operator: who }) => [event, who?.name]);
  expect(log).toEqual([
    ['offered', 'Operator 0'],
    ['withdrawn', 'Operator 0'],
    ['offered', 'Operator 1'],
  ]);
}

describe('who signs out', () => {
  test('is inactive: his offer goes to the next one, what he has in work stays his', async () => {
    const scene = await atWork();
    await scene.first.ok('POST', '/api/logout');
    expect(await statusOf(scene.first)).toMatchObject({ status: 'inactive', reason: 'signed_out', load: 1 });
    await expectHandedOn(scene);
  });

  test('on one device, by way of any process, is inactive on the other too, which is told so', async () => {
    const { first, stream } = await atWork();
    const phone = await parley.storage.sessions.open(first.userId, '127.0.0.1');
    await new ApiClient(otherApi, phone.token).ok('POST', '/api/logout');
    await stream.untilHeard('operator.status', ({ data }) => data.operatorStatus?.reason === 'signed_out');
    expect(await first.status()).toMatchObject({ status: 'inactive', reason: 'signed_out' });
    expect(await first.setStatus('active')).toMatchObject({ status: 'active', reason: 'self' });
  });
});

describe('who loses his last live connection', () => {
  test('is inactive when his time to come back is over: his offer goes to the next one, what he has in work stays his', async () => {
    const scene = await atWork();
    scene.stream.cut();
    await untilConnections(scene.first, 0);
    expect(await statusOf(scene.first)).toMatchObject({ status: 'active', load: 2 });
    await letTimeOut(scene.first);
    expect(await untilInactive(scene.first)).toMatchObject({ reason: 'connection_lost', load: 1 });
    await expectHandedOn(scene);
    await untilUnwatched(scene.first);
  });

  test('has as long as the setting said when he lost it', async () => {
    await setSetting(parley, 'PresenceTimeoutMinutes', atOnce);
    const { first, stream } = await atWork();
    stream.cut();
    expect(await untilInactive(first)).toMatchObject({ reason: 'connection_lost' });
  });

  test('is active as before when he is back in time, on whatever process', async () => {
    const { first, second, stream } = await atWork();
    const other = await listen(second);
    stream.cut();
    await untilConnections(first, 0);
    await listen(elsewhere(first));
    expect(await presenceOf(first)).toMatchObject({ timesOutAt: null });
    // Whoever is gone is found in the same look.
    other.cut();
    await untilConnections(second, 0);
    await letTimeOut(first);
    await letTimeOut(second);
    await untilInactive(second);
    expect(await statusOf(first)).toMatchObject({ status: 'active', load: 2 });
  });

  test('is no other operator with a second tab or device: it is the last one that counts', async () => {
    await setSetting(parley, 'PresenceTimeoutMinutes', atOnce);
    const { first, second, stream } = await atWork();
    const tablet = await listen(elsewhere(first));
    const other = await listen(second);
    await untilConnections(first, 2);
    stream.cut();
    await untilConnections(first, 1);
    other.cut();
    await untilInactive(second);
    expect(await statusOf(first)).toMatchObject({ status: 'active' });
    tablet.cut();
    expect(await untilInactive(first)).toMatchObject({ reason: 'connection_lost' });
  });

  test('because his session was revoked has the same time', async () => {
    const { first, stream } = await atWork();
    await parley.storage.sessions.model.deleteMany({ userId: first.userId });
    await eventually('the stream has ended', async () => stream.isEnded);
    await untilConnections(first, 0);
    await letTimeOut(first);
    expect(await untilInactive(first)).toMatchObject({ reason: 'connection_lost' });
  });

  test('and is inactive already keeps his reason', async () => {
    await setSetting(parley, 'PresenceTimeoutMinutes', atOnce);
    const { first, stream } = await atWork();
    await parley.admin.ok('PUT', `/api/operators/${first.userId}/status`, { status: 'inactive' });
    stream.cut();
    await untilUnwatched(first);
    expect(await statusOf(first)).toMatchObject({ status: 'inactive', reason: 'administrator' });
  });
});

describe('who has had no live connection since he became active is left alone', () => {
  test('a program that sets its status and never listens', async () => {
    await setSetting(parley, 'PresenceTimeoutMinutes', atOnce);
    const { first, second, stream } = await atWork();
    stream.cut();
    await untilInactive(first);
    expect(await presenceOf(second)).toBeNull();
    expect(await statusOf(second)).toMatchObject({ status: 'active' });
  });

  test('whoever set himself active after his stream had ended', async () => {
    const { first, stream } = await atWork();
    stream.cut();
    await untilConnections(first, 0);
    await first.setStatus('active');
    await letTimeOut(first);
    await untilUnwatched(first);
    expect(await statusOf(first)).toMatchObject({ status: 'active', load: 2 });
  });
});
