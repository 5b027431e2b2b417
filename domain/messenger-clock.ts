/** What a reply of a messenger's tells of its clock. */
export interface ClockReading {
  /** When it was asked and when it had answered, by our clock. */
  askedAt: Date;
  answeredAt: Date;
  /** When it answered, by its own, which may tell whole seconds. */
  told: Date;
}

/** What stamps of whole seconds leave untold. */
export const stampStepMs = 1_000;

/** The second that a messenger would tell, in milliseconds. */
export function wholeSecond(at: Date | number): number {
  return Math.floor(Number(at) / stampStepMs) * stampStepMs;
}

/** The first whole second that is not before. */
export function nextSecond(at: Date | number): number {
  return Math.ceil(Number(at) / stampStepMs) * stampStepMs;
}

/** Of what took longer than this the answer may have been made long before it came. */
const slowMs = 1_000;
/** Less is not worth writing down. */
const worthNotingMs = 100;
const dayMs = 24 * 60 * 60_000;

/**
 * How many milliseconds our clock is ahead of the messenger's at most (negative: it is behind), after one more reading. A reply was made
 * before it came, and after it was asked for: a reading bounds the difference from both sides. The narrowest upper bound is kept, until
 * a reading shows that a clock was set. A slow reply that clocks which agree would have given as well tells nothing.
 */
export function clockAheadAfter(
  knownMs: number | undefined,
  { askedAt, answeredAt, told }: ClockReading,
): number | undefined {
  const mostMs = answeredAt.getTime() - told.getTime();
  const leastMs = askedAt.getTime() - told.getTime() - stampStepMs;
  // Who tells a time of another day tells none.
  if (!(Math.abs(mostMs) <= dayMs)) return knownMs;
  if (knownMs === undefined) {
    const isVague = mostMs - leastMs > slowMs + stampStepMs && leastMs <= 0 && mostMs >= 0;
    return isVague ? undefined : mostMs;
  }
  return mostMs < knownMs - worthNotingMs || leastMs > knownMs ? mostMs : knownMs;
}

/**
 * How far our clock is ahead of the one that stamps a channel's messages: our own where a messenger gives no time. Undefined while nobody
 * has measured it.
 */
export function aheadOfStampsMs(
  provider: { stampsByReceipt?: boolean } | undefined,
  { clockAheadMs }: { clockAheadMs?: number },
): number | undefined {
  return provider?.stampsByReceipt ? 0 : clockAheadMs;
}

/** The same where clocks surely differ: what may be the inexactness of the measure is no difference. */
export function evidentAheadMs(aheadMs = 0): number {
  return Math.abs(aheadMs) < 2 * stampStepMs ? 0 : aheadMs;
}

/** The same as people would say it, and no longer an upper bound. */
export function roundAheadMs(aheadMs?: number): number {
  const evidentMs = evidentAheadMs(aheadMs);
  return evidentMs === 0 ? 0 : evidentMs - stampStepMs;
}

/** A time of ours by a clock that ours is so far ahead of. */
export function byOther(ours: Date, aheadMs = 0): Date {
  return new Date(ours.getTime() - aheadMs);
}

/** What such a clock shows now, at the latest: by how much ours is ahead is known but for one step of its stamps. */
export function latestByOther(aheadMs: number | undefined): Date {
  return byOther(new Date(), aheadMs === undefined ? 0 : aheadMs - stampStepMs);
}

/** A time of such a clock by ours. */
export function byOurs(theirs: Date, aheadMs = 0): Date {
  return new Date(theirs.getTime() + aheadMs);
}

/**
 * Before when a message surely was not taken that we handed over then, by the clock that stamps a channel's messages: its stamps may be
 * of whole seconds, and what is said right after it has none that is earlier.
 */
export function notTakenBefore(
  askedAt: Date,
  provider: { stampsByReceipt?: boolean } | undefined,
  channel: { clockAheadMs?: number },
): Date | undefined {
  const aheadMs = aheadOfStampsMs(provider, channel);
  if (aheadMs === undefined) return undefined;
  return byOther(askedAt, provider?.stampsByReceipt ? aheadMs : aheadMs + stampStepMs);
}

/** The oldest of the messengers began in this year; nothing that reaches Parley was said before. */
const firstMessenger = Date.UTC(2009, 0, 1);

/** Whether something can have been said then: not before its messenger was there, and not after tomorrow (domain 2.11). */
export function canBe(stamp: Date, now: Date, beganAt: Date | undefined): boolean {
  const ms = stamp.getTime();
  return ms >= (beganAt?.getTime() ?? firstMessenger) && ms <= now.getTime() + dayMs;
}
