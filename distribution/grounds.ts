import type { Channel } from '../domain/channel';
import type { Queue } from '../domain/queue';
import { minuteMs } from '../domain/settings';
import type { DistributionStorage } from './ports';

/** What every decision of one transaction is made on. */
export interface Grounds {
  limit: number;
  acceptTimeoutMs: number;
  inactiveChannelIds: string[];
  /** Each is read once. */
  queue(id: string): Promise<Queue | null>;
  channel(id: string): Promise<Channel | null>;
}

/**
 * Read anew for each attempt, beside the transaction and after its first look at a row. Whoever changes one of these makes
 * the transactions collide that read the former value (`recheck_claims`, `reroute_channel`), or looks at what waits afterwards.
 */
export async function groundsOf(storage: DistributionStorage): Promise<Grounds> {
  const [limit, acceptTimeoutMinutes, inactiveChannelIds] = await Promise.all([
    storage.settings.get('SimultaneousChats'),
    storage.settings.get('OmniChatOperatorAcceptChatTimeout'),
    storage.channels.inactiveIds(),
  ]);
  return {
    limit,
    acceptTimeoutMs: acceptTimeoutMinutes * minuteMs,
    inactiveChannelIds,
    queue: once((id) => storage.queues.get(id)),
    channel: once((id) => storage.channels.get(id)),
  };
}

function once<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (id) => {
    const found = known.get(id) ?? read(id);
    known.set(id, found);
    return found;
  };
}
