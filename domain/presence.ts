import type { Operator } from './operator';

/** Whether a person is there: some tab or device of his has a live connection, `GET /api/events` (domain 13.2). */
export interface Presence {
  /** The person's, who may be an operator. */
  id: string;
  /** Each on the word of the API process that serves it, which counts as long as its lease. */
  connections: Array<{ id: string; leaseId: string }>;
  /** When he was last known to be connected. */
  seenAt: Date;
  /** When he is gone, unless he is back by then; null while he is connected. */
  timesOutAt: Date | null;
}

/** An API process's word that it is alive, and with it all connections that it serves: one renewal for all of them. */
export interface PresenceLease {
  id: string;
  renewedAt: Date;
  expiresAt: Date;
  /** Given up by its process, or taken from one that let it run out. It is never renewed again. */
  isOver: boolean;
}

/** An API process that dies is noticed by then. Longer than a process that is alive goes without renewing. */
export const presenceLeaseMs = 15_000;

export function hasEnded({ isOver, expiresAt }: PresenceLease, now: Date): boolean {
  return isOver || expiresAt <= now;
}

/** The last moment at which its connections may still have been there. */
export function lastSeenUnder({ renewedAt, expiresAt }: PresenceLease): Date {
  return new Date(Math.min(expiresAt.getTime(), renewedAt.getTime() + presenceLeaseMs));
}

/** Nobody has kept a lease up to now: Parley or MongoDB was away, and whoever is missing could not have come back. */
export function wasOutage(leases: readonly PresenceLease[], now: Date): boolean {
  return leases.every((lease) => hasEnded(lease, now));
}

/**
 * What comes of somebody's being without a connection. Only who was connected since he became active is watched: a program that sets
 * its status and never listens is left alone.
 */
export function verdictOnAbsence(
  { presence, operator }: { presence: Presence | null; operator: Pick<Operator, 'status' | 'changedAt'> | null },
  now: Date,
): 'is_there' | 'may_come_back' | 'is_not_watched' | 'is_gone' {
  if (presence === null || presence.timesOutAt === null) return 'is_there';
  if (presence.timesOutAt > now) return 'may_come_back';
  const isWatched = operator?.status === 'active' && operator.changedAt <= presence.seenAt;
  return isWatched ? 'is_gone' : 'is_not_watched';
}
