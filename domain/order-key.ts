/**
 * Where a message stands in its conversation (domain 2.11), as a text: of two, what was said later has the greater one. It is made of a
 * time, by the clock that stamps the channel's messages, of the messenger's own sequence at that time, and of how many places it stands
 * behind those two: what the messenger has not stamped itself has no place of its own, and follows what was there before it.
 */

/** When the messenger took a message, and its sequence among those of the same time. */
export interface Stamp {
  at: Date;
  sequence: number;
}

const separator = '/';
/** Of the largest number that can be told exactly. */
const sequenceDigits = 16;
const behindDigits = 6;
const mostBehind = 10 ** behindDigits - 1;
const latest = Date.UTC(9999, 11, 31);

/** Times of one length, so that they sort as texts; nothing in a conversation is said outside these years. */
function textOf(at: Date): string {
  const ms = at.getTime();
  return new Date(Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), latest)).toISOString();
}

function padded(count: number, digits: number): string {
  return String(Math.max(0, Math.trunc(count)) || 0).padStart(digits, '0');
}

function keyOf({ at, sequence }: Stamp, behind: number): string {
  return [textOf(at), padded(sequence, sequenceDigits), padded(behind, behindDigits)].join(separator);
}

/** Of what the messenger has stamped. */
export function orderKey(at: Date, sequence: number): string {
  return keyOf({ at, sequence }, 0);
}

/** Of what was surely not said before a time, and else is not known. */
function keyFrom(at: Date): string {
  return keyOf({ at, sequence: 0 }, 1);
}

/** Right behind another. */
export function keyBehind(key: string): string {
  const [at = '', sequence = '', behind = ''] = key.split(separator);
  return [at, sequence, padded(Math.min(Number(behind) + 1, mostBehind), behindDigits)].join(separator);
}

/** Whether the place is the messenger's own, and so for good. */
export function isStamped(key: string): boolean {
  return key.endsWith(separator + padded(0, behindDigits));
}

export function laterKey(one: string, other: string): string {
  return one < other ? other : one;
}

/** When it was said, by the clock that stamps the channel's messages. */
export function saidAt(key: string): Date {
  return new Date(key.slice(0, key.indexOf(separator)));
}

/** No key of what was said until then is greater. */
export function lastKeyUntil(at: Date): string {
  return `${textOf(at)}~`;
}

/** Keys first; of two messages that stand at one place, one is first for good. */
export function inOrder(one: { orderKey: string; id: string }, other: typeof one): number {
  if (one.orderKey !== other.orderKey) return one.orderKey < other.orderKey ? -1 : 1;
  return one.id < other.id ? -1 : Number(one.id > other.id);
}

/**
 * The place of a message of ours once the messenger has it. Written, it stood behind what its author had seen, and never comes to stand
 * before that. Without a stamp of the messenger's it was at least not taken before it was handed over.
 */
export function keyOnceTaken(
  written: string,
  { stamp, notBefore }: { stamp?: Stamp; notBefore?: Date | undefined },
): string {
  if (stamp !== undefined) return laterKey(written, orderKey(stamp.at, stamp.sequence));
  return notBefore === undefined ? written : laterKey(written, keyFrom(notBefore));
}
