import { type PresenceLease, wasOutage } from './presence';
import type { Span } from './reception';

/** A time in which deliveries of messengers could not be taken in here, by all channels or by one. */
export interface Outage extends Span {
  id: string;
  channelId: string | null;
}

/** Longer than a process that is well goes without renewing its lease, and than a delivery waits for a store that is away. */
const suspectMs = 6_000;

/**
 * When nothing could be received, as far as the leases of the API processes tell: since the last sign of life of all of them, or, of one
 * that is suddenly silent while others are there, since its own. An orderly end beside others is no outage.
 */
export function outagesIn(leases: readonly PresenceLease[], now: Date): Outage[] {
  if (leases.length > 0 && wasOutage(leases, now)) {
    const from = new Date(Math.max(...leases.map(({ renewedAt }) => renewedAt.getTime())));
    return [{ id: `all-${from.getTime()}`, channelId: null, from, until: now }];
  }
  return leases.flatMap(({ id, isOver, renewedAt, expiresAt }) => {
    const isSilent = !isOver && now.getTime() - renewedAt.getTime() > suspectMs;
    if (!isSilent) return [];
    const until = expiresAt < now ? expiresAt : now;
    return [{ id: `${id}-${renewedAt.getTime()}`, channelId: null, from: renewedAt, until }];
  });
}
