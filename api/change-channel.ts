import type { z } from 'zod';
import type { Provider } from '../channels/contract';
import { type Health, type OpenedChannel, takesPart } from '../domain/channel';
import { invalid, Problem } from '../domain/problem';
import type { Storage } from '../storage/storage';
import type { UnitOfWork } from '../storage/unit-of-work';
import { type Registered, refuseUnverified } from './channel-registration';
import type { changedChannel } from './routes/channel-fields';

type Wanted = Omit<z.output<typeof changedChannel>, 'settings'>;

/** The queue must be there, and stay there. */
export async function holdQueue(
  storage: Storage,
  queueId: string | null | undefined,
  { tx }: UnitOfWork,
): Promise<void> {
  if (typeof queueId === 'string' && !(await storage.queues.hold(queueId, tx)))
    throw invalid({ queueId: 'is no queue' });
}

/** Changes a channel with all that follows: polling, and chats that waited for it. */
export async function changeChannel(
  { storage, provider }: { storage: Storage; provider: Provider | undefined },
  { before, wanted, registered }: { before: OpenedChannel; wanted: Wanted; registered: Registered | null },
  unit: UnitOfWork,
): Promise<OpenedChannel> {
  if (registered !== null && registered.source !== before.source) {
    throw new Problem('channel_source_taken', 'These settings are of another source. Add a channel of its own for it.');
  }
  await holdQueue(storage, wanted.queueId, unit);
  const found = registered && {
    settings: registered.settings,
    verified: registered.verified,
    health: registered.health,
  };
  if (wanted.active === true) refuseUnverified({ ...before, ...wanted, ...found });
  // New credentials of a channel that has to be connected: it waits for that.
  const stops = found?.verified === false ? { active: false } : {};
  const next = { ...before, ...wanted, ...found, ...stops };
  const turn = turnOf(before, next, provider);
  const after = await storage.channels.change(before.id, { ...wanted, ...turn, ...found, ...stops }, unit.tx);
  if (after === null) throw noChannel();
  unit.follow({ kind: 'poll_channel', channelId: after.id });
  if (found !== null) await storage.messages.hurry(after.id, unit.tx);
  if (takesPart(after) !== takesPart(before)) unit.follow({ kind: 'reroute_channel', channelId: after.id });
  return after;
}

/**
 * What changes when a channel begins or ceases to take part. Ceasing leaves a mark in `acceptsFrom`; beginning again moves
 * it on: what clients wrote in between is not taken in (domain 2.7).
 */
function turnOf(
  before: OpenedChannel,
  next: OpenedChannel,
  provider: Provider | undefined,
): { acceptsFrom?: Date; health?: Health } {
  const now = new Date();
  if (takesPart(before) === takesPart(next)) return {};
  if (takesPart(before))
    return {
      acceptsFrom: now,
      health: { status: 'unchecked', detail: 'Not looked at since it was switched off.', checkedAt: now },
    };
  const health: Health =
    provider?.poll === undefined
      ? { status: 'ok', detail: 'Ready to receive.', checkedAt: now }
      : { status: 'unchecked', detail: 'Not looked at since it was switched on.', checkedAt: now };
  return before.acceptsFrom === null ? { health } : { acceptsFrom: now, health };
}

export function noChannel(): Problem {
  return new Problem('not_found', 'There is no such channel.');
}
