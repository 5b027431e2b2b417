import type { InboundEvent } from '../../domain/inbound';
import type { Outage } from '../../domain/outage';
import { type Reception, undisturbed } from '../../domain/reception';
import { createArrivals } from '../../messaging/arrivals';
import { eventually } from '../support/eventually';
import { openedChannel } from '../support/provider-desk';

const message: InboundEvent = {
  kind: 'message',
  message: {
    ...{ clientId: 'anna', externalId: '1', type: 'text', text: 'Hello', attachments: [] },
    ...{ timestamp: new Date(), sequence: 0 },
  },
};
const report: InboundEvent = { kind: 'delivery', clientId: 'anna', externalId: 'ours', status: 'delivered' };
const since = new Date(Date.now() - 60_000);

/** `isAway`: MongoDB is. */
function bench() {
  const state = { isAway: false, written: [] as unknown[], outages: [] as Outage[] };
  const write =
    (name: string) =>
    async (...given: unknown[]): Promise<void> => {
      if (state.isAway) throw new Error('MongoDB is away');
      state.written.push([name, ...given]);
    };
  const arrivals = createArrivals({
    storage: {
      channels: {
        noteFailing: write('failing'),
        noteThrough: write('through'),
        noteReception: write('reception'),
        setHealth: write('health'),
      },
      outages: { note: async (outage) => void state.outages.push(outage) },
    },
    log: { warn: () => undefined },
  });
  const channelWith = (reception: Partial<Reception>, status: 'ok' | 'conflict' = 'ok') =>
    openedChannel({
      ...{ id: 'c1', provider: 'whatsapp', reception: { ...undisturbed, ...reception } },
      health: { status, detail: '', checkedAt: new Date() },
    });
  return { arrivals, state, channelWith };
}

test('a delivery on a channel that is well costs nothing', async () => {
  const { arrivals, state, channelWith } = bench();
  await arrivals.arrived(channelWith({ gateway: 'gateway.example', elsewhereUntil: since }), [message]);
  expect(state).toMatchObject({ written: [], outages: [] });
});

test('a delivery that arrives although the messenger leads elsewhere clears the conflict, and its address is remembered', async () => {
  const { arrivals, state, channelWith } = bench();
  await arrivals.arrived(channelWith({ elsewhere: 'other.example' }, 'conflict'), [message]);
  const reception = { elsewhere: null, elsewhereUntil: expect.any(Date), gateway: 'other.example' };
  expect(state.written).toEqual([
    ['reception', 'c1', reception],
    ['health', 'c1', { status: 'ok', detail: 'Receiving messages.' }],
  ]);
});

test('a report on our own message shows no way: it goes where the message said', async () => {
  const { arrivals, state, channelWith } = bench();
  await arrivals.arrived(channelWith({ elsewhere: 'other.example', failingSince: since }, 'conflict'), [report]);
  expect(state).toMatchObject({ written: [], outages: [] });
});

test('from a failed delivery until one gets through there was an outage of the channel', async () => {
  const { arrivals, state, channelWith } = bench();
  await arrivals.failed(channelWith({}));
  await arrivals.arrived(channelWith({ failingSince: since }), [message]);
  expect(state.written).toEqual([
    ['failing', 'c1', expect.any(Date)],
    ['through', 'c1', since],
  ]);
  expect(state.outages).toMatchObject([{ channelId: 'c1', from: since }]);
});

test('a failure is noted as soon as MongoDB is back, with its first moment', async () => {
  const { arrivals, state, channelWith } = bench();
  state.isAway = true;
  const before = Date.now();
  await arrivals.failed(channelWith({}));
  const after = Date.now();
  await arrivals.failed(channelWith({}));
  state.isAway = false;
  const [, , at] = await eventually('it is noted', async () => state.written[0] as [string, string, Date] | undefined);
  expect(at.getTime()).toBeGreaterThanOrEqual(before);
  expect(at.getTime()).toBeLessThanOrEqual(after);
  expect(state.written).toHaveLength(1);
});

test('what cannot be noted does not make a stored delivery fail', async () => {
  const { arrivals, state, channelWith } = bench();
  state.isAway = true;
  await expect(arrivals.arrived(channelWith({ elsewhere: 'other.example' }), [message])).resolves.toBeUndefined();
});
