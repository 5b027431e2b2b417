import type { Operator } from '../../domain/operator';
import { presenceLeaseMs } from '../../domain/presence';
import { commit } from '../../storage/unit-of-work';
import { routedChat, setScene } from '../support/by-hand';
import { eventually } from '../support/eventually';
import { heldProcess, overtaken, type ProcessByHand, processOf } from '../support/held-process';
import { type Parley, startParley } from '../support/parley';
import { only, pair } from '../support/routing-scenes';

let parley: Parley;

/** The process over HTTP makes the scenes, and has ended before anything is looked at: all that is done after that is done by hand. */
beforeEach(async () => {
  parley = await startParley();
});
afterEach(() => parley.stop());

const storage = () => parley.storage;
const presenceOf = (id: string) => storage().presence.get(id);

async function operatorNow(id: string): Promise<Operator> {
  const operator = await storage().operators.get(id);
  if (operator === null) throw new Error('he is an operator');
  return operator;
}

/** An active operator, with an offer; from then on no process runs but those that the test makes. */
async function scene(size = 1) {
  const { channel, operators } = await setScene(parley, { size });
  const { chatId } = await routedChat(parley, channel.id);
  await parley.endApi(parley.base);
  return { id: only(operators).userId, operators, chatId };
}

async function twoOperators(): Promise<[string, string]> {
  const [first, second] = pair((await scene(2)).operators);
  return [first.userId, second.userId];
}

/** A process that others take for alive. */
async function living(process: ProcessByHand = processOf(parley)): Promise<ProcessByHand> {
  // The first look may find an outage.
  for (let look = 0; look < 2; look += 1) await process.presence.round();
  return process;
}

/** He had a connection, and his time to come back is over. */
async function gone(process: ProcessByHand, id: string): Promise<void> {
  const disconnect = await process.presence.connected(id);
  disconnect();
  await untilAlone(id);
  await letTimeOut(id);
}

const isAlone = async (id: string) => (await presenceOf(id))?.connections.length === 0;
const untilAlone = (id: string) => eventually('he has no connection', () => isAlone(id));
const isConnected = { connections: [{}], timesOutAt: null };

const letTimeOut = (id: string) =>
  storage().presence.model.updateOne({ _id: id }, { $set: { timesOutAt: new Date(Date.now() - 1) } });

/** As if so much time had passed since any process has said that it is alive. */
async function letLeasesRunOut(agoMs = presenceLeaseMs): Promise<void> {
  const before = (field: string) => ({ $subtract: [`$${field}`, agoMs] });
  await storage().presenceLeases.model.updateMany(
    {},
    [{ $set: { renewedAt: before('renewedAt'), expiresAt: before('expiresAt') } }],
    { updatePipeline: true },
  );
}

/** As if the process that this connection is of had been silent for long. */
const letItsLeaseRunOut = async (id: string, leaseId: string | undefined) => {
  const past = new Date(Date.now() - presenceLeaseMs);
  await storage().presenceLeases.model.updateOne(
    { _id: leaseId, isOver: false },
    { $set: { renewedAt: past, expiresAt: past } },
  );
  return isAlone(id);
};
const leaseOf = async (id: string) => only((await presenceOf(id))?.connections ?? []).leaseId;

/** Looks until it is so: a slow machine may have let a lease run out, rightly, and everybody has his time anew. */
const rounds = (process: ProcessByHand, what: string, look: () => Promise<boolean>) =>
  eventually(what, async () => {
    await process.presence.round();
    return look();
  });

describe('whether somebody is gone', () => {
  test('is looked at again: who comes back in that moment stays active', async () => {
    const { id } = await scene();
    const slow = heldProcess(parley, 'presence', 'get', 'after');
    await living(slow);
    const other = await living();
    await gone(slow, id);
    await overtaken(slow, slow.presence.round(), () => other.presence.connected(id));
    expect(await operatorNow(id)).toMatchObject({ status: 'active', load: 1 });
    expect(await presenceOf(id)).toMatchObject(isConnected);
  });

  test('is decided once when two processes look at the same time', async () => {
    const { id, chatId } = await scene();
    const slow = heldProcess(parley, 'presence', 'get', 'after');
    await living(slow);
    const other = await living();
    await gone(other, id);
    await overtaken(slow, slow.presence.round(), () => other.presence.round());
    expect(await operatorNow(id)).toMatchObject({ status: 'inactive', reason: 'connection_lost', statusRevision: 2 });
    const log = await storage().routingLog.ofChat(chatId);
    expect(log.map(({ event }) => event)).toEqual(['offered', 'withdrawn']);
  });

  test('is nobody’s guess when he set his status in that moment: a program may have', async () => {
    const { id } = await scene();
    const slow = heldProcess(parley, 'presence', 'get', 'after');
    await living(slow);
    await gone(slow, id);
    await overtaken(slow, slow.presence.round(), () =>
      processOf(parley).desk.setStatus({ operatorId: id, status: 'active', reason: 'self' }),
    );
    expect(await operatorNow(id)).toMatchObject({ status: 'active', reason: 'self' });
    expect(await presenceOf(id)).toBeNull();
  });
});

describe('an outage of Parley’s makes nobody inactive', () => {
  test('who was connected when the process was killed has the whole time to come back, from when that is noticed', async () => {
    const { id } = await scene();
    const killed = await living();
    await killed.presence.connected(id);
    const leaseId = await leaseOf(id);
    await letLeasesRunOut(3_600_000);
    const next = processOf(parley);
    const backAt = Date.now();
    await next.presence.round();
    expect(await presenceOf(id)).toMatchObject(isConnected);
    await rounds(next, 'it is noticed', () => letItsLeaseRunOut(id, leaseId));
    const { timesOutAt } = (await presenceOf(id)) ?? {};
    expect(Number(timesOutAt) - backAt).toBeGreaterThanOrEqual(120_000);
    expect(await operatorNow(id)).toMatchObject({ status: 'active' });
    await rounds(next, 'he does not come', async () => {
      await letTimeOut(id);
      return (await operatorNow(id)).status === 'inactive';
    });
  });

  test('who was about to be gone when it began has the whole time anew', async () => {
    const { id } = await scene();
    await gone(await living(), id);
    await letLeasesRunOut();
    const next = processOf(parley);
    for (let look = 0; look < 3; look += 1) await next.presence.round();
    expect(await operatorNow(id)).toMatchObject({ status: 'active' });
    expect(Number((await presenceOf(id))?.timesOutAt)).toBeGreaterThan(Date.now() + 60_000);
  });

  test('nor does a pause of the process itself, which looks for an outage before anything else', async () => {
    const { id } = await scene();
    await gone(await living(), id);
    const paused = heldProcess(parley, 'presence', 'due', 'after');
    const round = paused.presence.round();
    await Promise.race([round, paused.gate.arrived]);
    // It has looked who is due when the machine falls asleep.
    const realNow = Date.now;
    Date.now = () => realNow() + 3_600_000;
    try {
      paused.gate.open();
      await round;
    } finally {
      Date.now = realNow;
    }
    expect(await operatorNow(id)).toMatchObject({ status: 'active' });
  });

  test('that is over when one process is back: the others have the time to say that they are alive', async () => {
    const [first, second] = await twoOperators();
    const [one, other] = [await living(), await living()];
    await one.presence.connected(first);
    await other.presence.connected(second);
    await letLeasesRunOut();
    await one.presence.round();
    await one.presence.round();
    await other.presence.round();
    for (const id of [first, second]) expect(await presenceOf(id)).toMatchObject(isConnected);
  });
});

describe('of several processes', () => {
  test('one that dies leaves its operators the time to come back; who is connected elsewhere as well is untouched', async () => {
    const [first, second] = await twoOperators();
    const dying = await living();
    await dying.presence.connected(first);
    await dying.presence.connected(second);
    const left = await living();
    await left.presence.connected(second);
    const leaseId = await leaseOf(first);
    await rounds(left, 'it is noticed', () => letItsLeaseRunOut(first, leaseId));
    expect(Number((await presenceOf(first))?.timesOutAt)).toBeGreaterThan(Date.now() + 60_000);
    expect(await presenceOf(second)).toMatchObject(isConnected);
  });

  test('one that was taken for dead and goes on has its connections as before', async () => {
    const { id } = await scene();
    const paused = await living();
    const disconnect = await paused.presence.connected(id);
    const other = await living();
    const leaseId = await leaseOf(id);
    await rounds(other, 'it is taken for dead', () => letItsLeaseRunOut(id, leaseId));
    await paused.presence.round();
    expect(await presenceOf(id)).toMatchObject(isConnected);
    disconnect();
    await untilAlone(id);
  });
});

describe('a connection that closes while MongoDB is away', () => {
  test('is noted when it is back, with the whole time from then', async () => {
    const { id } = await scene();
    const real = storage();
    let isAway = false;
    const disconnecting: typeof real.presence.disconnect = async (...given) => {
      if (isAway) throw new Error('MongoDB is away');
      return real.presence.disconnect(...given);
    };
    const process = await living(
      processOf(parley, { ...real, presence: { ...real.presence, disconnect: disconnecting } }),
    );
    const disconnect = await process.presence.connected(id);
    isAway = true;
    disconnect();
    await process.presence.round().catch(() => undefined);
    expect(await presenceOf(id)).toMatchObject(isConnected);
    isAway = false;
    await rounds(process, 'it is noted', () => isAlone(id));
    expect(Number((await presenceOf(id))?.timesOutAt)).toBeGreaterThan(Date.now() + 60_000);
  });
});

describe('an accept in the moment of signing out', () => {
  const leaving = ({ storage: stores, desk }: ProcessByHand, operatorId: string) =>
    commit(stores, (unit) => desk.leave(unit, { operatorId, reason: 'signed_out' }));
  const accepting = (chatId: string, operatorId: string) => ({ chatId, operatorId, receivedAtMs: Date.now() });

  test('that comes first: the chat is his, and he is inactive', async () => {
    const { id, chatId } = await scene();
    const slow = heldProcess(parley, 'operators', 'change');
    await overtaken(slow, leaving(slow, id), () => processOf(parley).offers.accept(accepting(chatId, id)));
    expect(await operatorNow(id)).toMatchObject({ status: 'inactive', reason: 'signed_out', load: 1 });
    expect(await storage().chats.get(chatId)).toMatchObject({ status: 'active', operatorId: id });
  });

  test('that is overtaken is refused, and the chat is free for the next one', async () => {
    const { id, chatId } = await scene();
    const slow = heldProcess(parley, 'operators', 'change');
    const { answer } = await overtaken(slow, slow.offers.accept(accepting(chatId, id)), () =>
      leaving(processOf(parley), id),
    );
    expect(answer).toEqual({ kind: 'refused', code: 'offer_expired' });
    expect(await operatorNow(id)).toMatchObject({ status: 'inactive', reason: 'signed_out', load: 0 });
    expect(await storage().chats.get(chatId)).toMatchObject({ status: 'waiting', operatorId: null });
  });
});

test('who becomes active in the moment in which he signs out, being inactive, is inactive in the end', async () => {
  const { id } = await scene();
  const { desk } = processOf(parley);
  await desk.setStatus({ operatorId: id, status: 'inactive', reason: 'self' });
  const slow = heldProcess(parley, 'operators', 'touch');
  await overtaken(
    slow,
    commit(slow.storage, (unit) => slow.desk.leave(unit, { operatorId: id, reason: 'signed_out' })),
    () => desk.setStatus({ operatorId: id, status: 'active', reason: 'self' }),
  );
  expect(await operatorNow(id)).toMatchObject({ status: 'inactive', reason: 'signed_out' });
});
