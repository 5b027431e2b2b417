import { ApiError } from './api-error';
import { messageResource, type StandInMessage } from './message';
import { type PageRequest, pageOf } from './paging';

const filters = ['To', 'From', 'DateSent', 'DateSent<', 'DateSent>', 'PageSize', 'Page', 'PageToken'];

function timeOf(query: URLSearchParams, name: string): number | null {
  const written = query.get(name);
  if (written === null) return null;
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$/.test(written)) throw new ApiError(20001);
  return Date.parse(written);
}

/** Whole seconds, as Twilio shows and compares them. */
function secondOf(at: Date): number {
  return Math.floor(at.getTime() / 1000) * 1000;
}

/** Newest first; what was not sent yet is in no span of time. */
export function listMessages(all: StandInMessage[], request: PageRequest) {
  const { query } = request;
  for (const name of query.keys()) if (!filters.includes(name)) throw new ApiError(20001);
  const [to, from] = [query.get('To'), query.get('From')];
  const [after, before] = [timeOf(query, 'DateSent>'), timeOf(query, 'DateSent<')];
  const found = all.filter((message) => {
    if ((to !== null && message.to !== to) || (from !== null && message.from !== from)) return false;
    if (after === null && before === null) return true;
    const sentAt = message.sentAt === null ? Number.NaN : secondOf(message.sentAt);
    return (after === null || sentAt >= after) && (before === null || sentAt <= before);
  });
  const at = (message: StandInMessage) => secondOf(message.sentAt ?? message.createdAt);
  const newestFirst = [...found].reverse().sort((a, b) => at(b) - at(a));
  const { items, frame } = pageOf(newestFirst, request);
  return { ...frame, messages: items.map(messageResource) };
}
