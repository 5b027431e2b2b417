import type { Provider } from '../../channels/contract';
import type { InboundEvent } from '../../domain/inbound';
import { createProviderDesk, type ProviderDeskDeps } from '../../messaging/provider-desk';
import { openedChannel } from '../support/provider-desk';

const typing: InboundEvent = { kind: 'typing', clientId: 'anna' };
const channel = openedChannel({ provider: 'any' });

/** A desk over a store that takes deliveries or fails. */
function bench(provider: Partial<Provider>) {
  const state = { isAway: false, told: [] as unknown[] };
  const deps = {
    storage: { channels: { openMany: async () => [], openManyBySource: async () => [] } },
    receiver: {
      receive: async () => {
        if (state.isAway) throw new Error('MongoDB is away');
      },
    },
    arrivals: {
      arrived: async (...given: unknown[]) => void state.told.push(['arrived', ...given]),
      failed: async (...given: unknown[]) => void state.told.push(['failed', ...given]),
    },
  } as unknown as ProviderDeskDeps;
  return { desk: createProviderDesk(deps, { code: 'any', ...provider } as Provider), state };
}

const hasNet: Partial<Provider> = { poll: async () => ({ kind: 'batch', events: [], cursor: null }) };

test('a safety net is told what arrives, and what fails, which the messenger is told as well', async () => {
  const { desk, state } = bench(hasNet);
  await desk.receive(channel, [typing]);
  state.isAway = true;
  await expect(desk.receive(channel, [typing])).rejects.toThrow('MongoDB is away');
  expect(state.told).toEqual([
    ['arrived', channel, [typing]],
    ['failed', channel],
  ]);
});

test('where there is no safety net nothing is noted', async () => {
  const { desk, state } = bench({});
  await desk.receive(channel, [typing]);
  state.isAway = true;
  await expect(desk.receive(channel, [typing])).rejects.toThrow('MongoDB is away');
  expect(state.told).toEqual([]);
});
