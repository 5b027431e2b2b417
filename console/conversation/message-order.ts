import type { Message } from '../app/types';

/** While an upgrade is under way, an API process of the version before may answer, which tells times only: they compare with keys. */
function keyOf(message: Message): string {
  const { orderKey, timestamp }: Partial<Message> = message;
  return orderKey ?? timestamp ?? '';
}

/** Whether a message stands before another one: as the service orders them, so that a page loaded anew moves nothing. */
export function isBefore(one: Message, other: Message): boolean {
  return keyOf(one) === keyOf(other) ? one.id < other.id : keyOf(one) < keyOf(other);
}

/** The messages with one more, or one anew, in the order in which they were said. */
export function withMessage(messages: readonly Message[], message: Message): Message[] {
  const at = messages.findIndex(({ id }) => id === message.id);
  const known = messages[at];
  if (known !== undefined && keyOf(known) === keyOf(message)) return messages.with(at, message);
  const others = at === -1 ? [...messages] : messages.toSpliced(at, 1);
  const place = others.findLastIndex((other) => isBefore(other, message)) + 1;
  others.splice(place, 0, message);
  return others;
}

/**
 * What is kept when the newest page is loaded anew: the page is the truth from its first message on. Null when something may lie between
 * what was there and the page.
 */
export function olderThanPage(messages: readonly Message[], page: readonly Message[]): Message[] | null {
  const first = page[0];
  if (first === undefined) return [];
  const at = messages.findIndex(({ id }) => id === first.id);
  return at === -1 ? null : messages.slice(0, at);
}
