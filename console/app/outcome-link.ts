import { hrefOf } from './router';

/** Where the outcome of a process leads: what the HTTP interface names has a place in the console, anything else is elsewhere. */
export function outcomeHref(link: string): { href: string; isElsewhere: boolean } | null {
  const [, kind, id] = /^\/api\/(cases|orders|chats|contacts)\/([^/?#]+)$/.exec(link) ?? [];
  if (kind !== undefined && id !== undefined)
    return { href: hrefOf(kind === 'orders' ? `/cases/orders/${id}` : `/${kind}/${id}`), isElsewhere: false };
  return /^https?:\/\//i.test(link) ? { href: link, isElsewhere: true } : null;
}
