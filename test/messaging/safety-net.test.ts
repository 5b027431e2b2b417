import type { Channel } from '../../domain/channel';
import type { InboundEvent } from '../../domain/inbound';
import type { Outage } from '../../domain/outage';
import type { PresenceLease } from '../../domain/presence';
import { type Leads, type Reception, undisturbed } from '../../domain/reception';
import { createSafetyNet } from '../../messaging/safety-net';
import { openedChannel } from '../support/provider-desk';

const minuteMs = 60_000;
const now = Math.floor(Date.now() / 1000) * 1000;
const ago = (minutes: number) => new Date(now - minutes * minuteMs);

const said = (minutes: number): InboundEvent => ({
  kind: 'message',
  message: {
    ...{ clientId: 'anna', externalId: `${minutes}`, type: 'text', text: `${minutes} minutes ago` },
    ...{ timestamp: ago(minutes), sequence: 0, attachments: [] },
  },
});
const report: InboundEvent = { kind: 'delivery', clientId: 'anna', externalId: 'ours', status: 'delivered' };
const fetched = [said(50), said(30), said(10), said(0), report];

const here: Leads = { kind: 'here' };
const untold: Leads = { kind: 'untold' };
const elsewhere: Leads = { kind: 'elsewhere', address: 'other.example', detail: 'They go to other.example.' };
const well = { status: 'ok' as const, detail: 'Receiving messages.' };
const alive: PresenceLease = { id: 'api', renewedAt: new Date(), expiresAt: new Date(now + minuteMs), isOver: false };

interface Scene {
  reception?: Partial<Reception>;
  leases?: PresenceLease[];
  outages?: Outage[];
  /** Messages that were delivered here. */
  delivered?: string[];
  clockAheadMs?: number;
}

async function sift(
  leads: Leads | undefined,
  { reception, leases = [alive], outages = [], delivered = [], ...clock }: Scene = {},
) {
  const channel: Channel = openedChannel({
    ...{ provider: 'whatsapp', reception: { ...undisturbed, ...reception }, ...clock },
  });
  const noted: object[] = [];
  const counted: Array<[string, number]> = [];
  const marks: Array<Date | null> = [];
  const { sift: siftNow } = createSafetyNet({
    storage: {
      channels: {
        noteReception: async (_id, { leftUntil, ...found }) =>
          void (leftUntil === undefined ? noted.push(found) : marks.push(leftUntil)),
        countLeftOut: async (_id, reason, count) => void counted.push([reason, count]),
      },
      messages: {
        unknownAmong: async (_channelId, messages) =>
          messages.filter(({ externalId }) => !delivered.includes(externalId)),
      },
      outages: { of: async () => outages },
      presenceLeases: { all: async () => leases },
    },
    log: { info: () => undefined },
  });
  const { events, health } = await siftNow(channel, { events: fetched, leads, health: well });
  const minutes = events.flatMap((event) => (event.kind === 'message' ? [Number(event.message.externalId)] : []));
  return { minutes, hasReport: events.includes(report), health, noted, counted, marks };
}

const outage = (from: number, until: number): Outage => ({
  ...{ id: `${from}`, channelId: null, from: ago(from), until: ago(until) },
});

test('what a messenger is asked for that calls nobody is all ours', async () => {
  expect(await sift(undefined)).toMatchObject({ minutes: [50, 30, 10, 0], health: well, noted: [] });
});

test('where the messenger leads here, everything is taken in', async () => {
  expect(await sift(here)).toMatchObject({ minutes: [50, 30, 10, 0], hasReport: true, health: well, noted: [] });
});

test('where it leads elsewhere, nothing is taken in but reports on our own messages, whatever happened here, and the health says conflict', async () => {
  const { minutes, hasReport, health, noted } = await sift(elsewhere, { outages: [outage(60, 0)] });
  expect({ minutes, hasReport }).toEqual({ minutes: [], hasReport: true });
  expect(health).toEqual({ status: 'conflict', detail: 'They go to other.example.' });
  expect(noted).toEqual([{ elsewhere: 'other.example', elsewhereUntil: expect.any(Date), gateway: null }]);
});

test('when it leads here again, what came until then stays with the other installation', async () => {
  const first = await sift(here, { reception: { elsewhere: 'other.example', elsewhereUntil: ago(20) } });
  expect(first).toMatchObject({ minutes: [], hasReport: true, health: well });
  expect(first.noted).toEqual([{ elsewhere: null, elsewhereUntil: expect.any(Date) }]);
  expect(await sift(here, { reception: { elsewhereUntil: ago(20) } })).toMatchObject({ minutes: [10, 0], noted: [] });
});

describe('where the messenger does not tell, only what could not be received here is taken in', () => {
  const overAt = (minutes: number): PresenceLease => {
    return { id: 'gone', renewedAt: ago(minutes), expiresAt: ago(minutes), isOver: true };
  };
  const silentSince = (minutes: number): PresenceLease => {
    return { id: 'silent', renewedAt: ago(minutes), expiresAt: ago(minutes - 0.25), isOver: false };
  };

  test.each<[string, Scene, number[]]>([
    ['nothing, with all in order', {}, []],
    ['what came in an outage', { outages: [outage(35, 25)] }, [30]],
    ['what came in several', { outages: [outage(55, 45), outage(11, 9)] }, [50, 10]],
    ['what came since the last process ended', { leases: [overAt(40)] }, [30, 10, 0]],
    ['what came since the last process fell silent', { leases: [silentSince(12)] }, [10, 0]],
    ['what came when one of two fell silent', { leases: [alive, silentSince(30)] }, [30]],
    ['nothing when one of two ended in order', { leases: [alive, overAt(30)] }, []],
    [
      'what came since a delivery failed, until one gets through',
      { reception: { failingSince: ago(31) } },
      [30, 10, 0],
    ],
    ['nothing that went elsewhere', { outages: [outage(60, 0)], reception: { elsewhereUntil: ago(20) } }, [10, 0]],
  ])('%s', async (_, scene, expected) => {
    expect(await sift(untold, scene)).toMatchObject({ minutes: expected, hasReport: true, health: well });
  });

  test('and a conflict that is not told any more is over', async () => {
    const { noted, health } = await sift(untold, { reception: { elsewhere: 'other.example', elsewhereUntil: ago(1) } });
    expect({ noted, health }).toEqual({ noted: [{ elsewhere: null }], health: well });
  });
});

describe('what is left to another installation leaves a trace', () => {
  test('once it would have come, and once only, though it is listed again', async () => {
    const { counted, marks } = await sift(elsewhere);
    expect({ counted, marks }).toEqual({ counted: [['left_to_another', 3]], marks: [ago(10)] });
    expect(await sift(elsewhere, { reception: { leftUntil: ago(10) } })).toMatchObject({ counted: [], marks: [] });
    const more = await sift(elsewhere, { reception: { leftUntil: ago(30) } });
    expect(more.counted).toEqual([['left_to_another', 1]]);
  });

  test('without what was delivered here, or is taken in', async () => {
    const scene = { delivered: ['50', '10'], outages: [outage(31, 29)] };
    expect(await sift(untold, scene)).toMatchObject({ minutes: [30], counted: [] });
    expect((await sift(here)).counted).toEqual([]);
  });
});

describe('clocks that differ: the messenger’s is a quarter of an hour behind, and so are the times that it lists', () => {
  const clockAheadMs = 15 * minuteMs;

  test('what came in an outage of ours is that of its time', async () => {
    expect(await sift(untold, { clockAheadMs, outages: [outage(20, 10)] })).toMatchObject({ minutes: [30] });
  });

  test('what went elsewhere is what came until then', async () => {
    expect(await sift(here, { clockAheadMs, reception: { elsewhereUntil: ago(14) } })).toMatchObject({
      minutes: [10, 0],
    });
    expect(await sift(here, { clockAheadMs, reception: { elsewhereUntil: ago(1) } })).toMatchObject({
      minutes: [10, 0],
    });
  });

  test('what has just been said may still be handed on', async () => {
    const scene = { clockAheadMs, reception: { gateway: 'other.example' }, delivered: ['50', '30'] };
    expect(await sift(elsewhere, scene)).toMatchObject({ minutes: [], health: well, noted: [] });
  });
});

describe('where deliveries arrive by an address that is not ours', () => {
  const reception = { gateway: 'other.example' };

  test('all is well while everything that the messenger lists has arrived', async () => {
    const scene = { reception, delivered: ['50', '30', '10'] };
    expect(await sift(elsewhere, scene)).toMatchObject({ minutes: [], health: well, noted: [] });
  });

  test('what came in an outage is taken in', async () => {
    const scene = { reception, delivered: ['50', '30', '10'], outages: [outage(1, 0)] };
    expect(await sift(elsewhere, scene)).toMatchObject({ minutes: [0], health: well });
  });

  test('it is a conflict once something has not arrived, or the address is another one', async () => {
    const kept = { reception, delivered: ['50', '30'] };
    expect(await sift(elsewhere, kept)).toMatchObject({ minutes: [], health: { status: 'conflict' } });
    const moved = { reception: { gateway: 'former.example' }, delivered: ['50', '30', '10', '0'] };
    expect(await sift(elsewhere, moved)).toMatchObject({ minutes: [], health: { status: 'conflict' } });
  });
});
