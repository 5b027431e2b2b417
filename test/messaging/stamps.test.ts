import type { Provider } from '../../channels/contract';
import type { InboundEvent } from '../../domain/inbound';
import { checkStamps } from '../../messaging/stamps';
import { openedChannel } from '../support/provider-desk';

const clientId = 'client-1';
const aheadMs = 120_000;
const channel = { ...openedChannel({ provider: 'plugin' }), clockAheadMs: aheadMs };
const provider = { beganAt: new Date('2015-06-24') } as Provider;
const written = (timestamp: Date) => ({
  ...{ clientId, externalId: 'e', type: 'text' as const, text: 'Hello', sequence: 7, attachments: [] },
  timestamp,
});

const impossible = {
  'in microseconds': new Date(Date.now() * 1000),
  'in seconds': new Date(Date.now() / 1000),
  negative: new Date(-1),
  'no number': new Date(Number.NaN),
  'of before the messenger': new Date('2015-06-23'),
  'of the day after tomorrow': new Date(Date.now() + 2 * 24 * 3_600_000),
};

/** All events that have a time, with that time. */
function eventsAt(at: Date): InboundEvent[] {
  return [
    { kind: 'message', message: written(at) },
    { kind: 'echo', message: { ...written(at), authorName: 'Page inbox' } },
    { kind: 'edit', message: written(at), editedAt: at },
    { kind: 'watermark', clientId, until: at, status: 'read' },
    { kind: 'reaction', clientId, externalId: 'e', emoji: '👍', at },
    { kind: 'thread', clientId, control: 'ours', at },
    { kind: 'delivery', clientId, externalId: 'e', status: 'sent', accepted: { at, sequence: 0 } },
  ];
}

function timesOf(event: InboundEvent): Date[] {
  switch (event.kind) {
    case 'message':
    case 'echo':
      return [event.message.timestamp, event.message.orderAt ?? event.message.timestamp];
    case 'edit':
      return [event.message.timestamp, event.message.orderAt ?? event.message.timestamp, event.editedAt];
    case 'watermark':
      return [event.until];
    case 'reaction':
    case 'thread':
      return [event.at];
    case 'delivery':
      return event.accepted === undefined ? [] : [event.accepted.at];
    case 'typing':
      return [];
  }
}

describe('a time that cannot be is replaced by that of receipt, whatever tells it', () => {
  test.each(Object.entries(impossible))('%s', (_which, at) => {
    const from = Date.now();
    const { events, replaced } = checkStamps(provider, channel, eventsAt(at));
    const until = Date.now();
    expect(replaced).toBe(8);
    for (const ms of events.flatMap(timesOf).map((time) => time.getTime())) {
      const isOurs = ms >= from && ms <= until;
      // By the messenger's clock, as exactly as that is known.
      const isTheirs = ms >= from - aheadMs && ms <= until - aheadMs + 1_000;
      expect(isOurs || isTheirs).toBe(true);
    }
  });

  test('what clients read is dated by our clock, and stands by the messenger’s', () => {
    const [event] = checkStamps(provider, channel, [
      { kind: 'message', message: written(impossible['in microseconds']) },
    ]).events;
    if (event?.kind !== 'message') throw new Error('it is a message');
    const { timestamp, orderAt } = event.message;
    // No earlier than what was there before it, by as much as the measure leaves open.
    expect(timestamp.getTime() - (orderAt?.getTime() ?? 0)).toBe(aheadMs - 1_000);
  });

  test('a stamp of acceptance that cannot be tells nothing', () => {
    const [event] = checkStamps(provider, channel, eventsAt(impossible['in seconds']).slice(-1)).events;
    expect(event).toEqual({ kind: 'delivery', clientId, externalId: 'e', status: 'sent' });
  });
});

test('times that can be are left as they are, though a clock is hours ahead', () => {
  for (const hours of [-20, 0, 20]) {
    const told = eventsAt(new Date(Date.now() + hours * 3_600_000));
    expect(checkStamps(provider, channel, told)).toEqual({ events: told, replaced: 0 });
  }
});
