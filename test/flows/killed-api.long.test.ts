import { minuteMs } from '../../domain/settings';
import { ApiClient } from '../support/api-client';
import { createTeam, setSetting } from '../support/builders';
import { EventStream } from '../support/event-stream';
import { eventually } from '../support/eventually';
import { type Parley, startParley } from '../support/parley';
import { apiBaseOf, environmentOf, type ParleyProcess, spawnParley } from '../support/process';

/** Longer than anything here takes: whose time is over is told by his row. */
const timeoutMinutes = 600;

let parley: Parley;
const apis: ParleyProcess[] = [];
const streams: EventStream[] = [];

beforeAll(async () => {
  parley = await startParley();
});

afterAll(async () => {
  for (const stream of streams) stream.cut();
  await Promise.all(apis.map((api) => api.kill()));
  await parley.stop();
});

async function startApi(): Promise<{ api: ParleyProcess; base: string }> {
  const api = spawnParley('api/server.js', environmentOf(parley));
  apis.push(api);
  return { api, base: await apiBaseOf(api) };
}

async function listen(base: string, operator: ApiClient): Promise<void> {
  streams.push(await EventStream.open(new ApiClient(base, operator.token, operator.userId)));
}

const presenceOf = async ({ userId }: ApiClient) => {
  const presence = await parley.storage.presence.get(userId);
  return { connections: presence?.connections.length ?? 0, timesOutAtMs: Number(presence?.timesOutAt ?? 0) };
};
const statusOf = async ({ userId }: ApiClient) => {
  const operator = await parley.storage.operators.get(userId);
  return { status: operator?.status, reason: operator?.reason };
};
const untilConnections = (operator: ApiClient, count: number) =>
  eventually(`${count} connections`, async () => (await presenceOf(operator)).connections === count);

test('an API process that is killed, and all of Parley that is down for an hour, make nobody inactive who can’t come back', async () => {
  await setSetting(parley, 'PresenceTimeoutMinutes', timeoutMinutes);
  const { operators } = await createTeam(parley, { size: 3 });
  const [goes, isElsewhere, comesBack] = operators as [ApiClient, ApiClient, ApiClient];
  const [dying, other] = [await startApi(), await startApi()];
  for (const operator of operators) await listen(dying.base, operator);
  await listen(other.base, isElsewhere);

  const killedAtMs = Date.now();
  await dying.api.kill();
  await listen(other.base, comesBack);
  await untilConnections(goes, 0);
  await untilConnections(comesBack, 1);
  expect((await presenceOf(goes)).timesOutAtMs).toBeGreaterThanOrEqual(killedAtMs + timeoutMinutes * minuteMs);
  expect(await presenceOf(isElsewhere)).toEqual({ connections: 1, timesOutAtMs: 0 });
  expect(await presenceOf(comesBack)).toEqual({ connections: 1, timesOutAtMs: 0 });
  for (const operator of operators) expect(await statusOf(operator)).toEqual({ status: 'active', reason: 'self' });

  await other.api.kill();
  await parley.endApi(parley.base);
  await letAnHourPass();
  const backAtMs = Date.now();
  await startApi();
  for (const operator of [goes, isElsewhere, comesBack]) {
    await eventually('he has the whole time anew', async () => {
      const { connections, timesOutAtMs } = await presenceOf(operator);
      return connections === 0 && timesOutAtMs >= backAtMs + timeoutMinutes * minuteMs;
    });
    expect(await statusOf(operator)).toEqual({ status: 'active', reason: 'self' });
  }

  await parley.storage.presence.model.updateOne({ _id: goes.userId }, { $set: { timesOutAt: new Date() } });
  await eventually('who does not come is inactive', async () => (await statusOf(goes)).reason === 'connection_lost');
  expect(await statusOf(comesBack)).toEqual({ status: 'active', reason: 'self' });
});

/** Nobody is there to see it: all times lie further back, and whoever was about to be gone would have been. */
async function letAnHourPass(): Promise<void> {
  const { presence, presenceLeases } = parley.storage;
  const earlier = (field: string) => ({ $subtract: [`$${field}`, 60 * minuteMs] });
  await presenceLeases.model.updateMany(
    {},
    [{ $set: { renewedAt: earlier('renewedAt'), expiresAt: earlier('expiresAt') } }],
    { updatePipeline: true },
  );
  const past = new Date(Date.now() - minuteMs);
  await presence.model.updateMany({ timesOutAt: { $ne: null } }, { $set: { timesOutAt: past } });
}
