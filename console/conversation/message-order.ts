import type { Message } from '../app/types';

/** The messages with one more, or one anew: in the order of their times, what came later after what has the same time. */
export function withMessage(messages: readonly Message[], message: Message): Message[] {
  const at = messages.findIndex(({ id }) => id === message.id);
  if (at !== -1 && messages[at]?.timestamp === message.timestamp) return messages.with(at, message);
  const others = at === -1 ? [...messages] : messages.toSpliced(at, 1);
  let place = others.length;
  while (place > 0 && (others[place - 1]?.timestamp ?? '') > message.timestamp) place -= 1;
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
