import type { Chat } from '../app/types';

/** What the chats section is looked through by, as its address has it. Empty: not looked at. */
export interface Filters {
  q: string;
  status: Chat['status'] | '';
  channelId: string;
  queueId: string;
  operatorId: string;
  contactId: string;
  /** Days of the reader's calendar, such as 2026-03-05; both are included. */
  from: string;
  to: string;
}

export const noFilters: Filters = {
  q: '',
  status: '',
  channelId: '',
  queueId: '',
  operatorId: '',
  contactId: '',
  from: '',
  to: '',
};

const names = Object.keys(noFilters) as Array<keyof Filters>;
export const chatStatuses = [
  'waiting',
  'offered',
  'active',
  'bot',
  'completed',
] as const satisfies readonly Chat['status'][];

/** What somebody has typed into an address is taken as far as it makes sense. */
export function filtersOf(query: URLSearchParams): Filters {
  const filters = { ...noFilters };
  for (const name of names) {
    const value = query.get(name) ?? '';
    if (name === 'status') filters.status = chatStatuses.find((status) => status === value) ?? '';
    else if (name === 'from' || name === 'to') filters[name] = dayOf(value) === null ? '' : value;
    else filters[name] = value;
  }
  return filters;
}

/** A place in the chats section with these filters: the list, a chat of it, or a message of that. */
export function placeWith(filters: Filters, chatId: string | null = null, messageId: string | null = null): string {
  const query = new URLSearchParams();
  for (const name of names) if (filters[name].trim() !== '') query.set(name, filters[name].trim());
  if (messageId !== null) query.set('message', messageId);
  const path = chatId === null ? '/chats' : `/chats/${chatId}`;
  return query.size === 0 ? path : `${path}?${query}`;
}

/** How many are set, beside the words that are looked for. */
export function countOf(filters: Filters): number {
  return names.filter((name) => name !== 'q' && filters[name] !== '').length;
}

export function sameFilters(one: Filters, other: Filters): boolean {
  return names.every((name) => one[name] === other[name]);
}

/** As the HTTP interface takes them: times instead of days, the end not included. */
export function queryOf({ from, to, ...others }: Filters): Record<string, string | null> {
  const end = dayOf(to);
  if (end !== null) end.setDate(end.getDate() + 1);
  return { ...others, from: dayOf(from)?.toISOString() ?? null, to: end?.toISOString() ?? null };
}

/** The beginning of a day of the reader's calendar; null for what is none. */
function dayOf(text: string): Date | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return null;
  const at = new Date(Number(year), Number(month) - 1, Number(day));
  return at.getMonth() === Number(month) - 1 ? at : null;
}
