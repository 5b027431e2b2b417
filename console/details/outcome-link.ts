/** Where more of an outcome can be seen: in the console, or outside. */
export type OutcomeLink = { kind: 'inside'; path: string } | { kind: 'outside'; url: string };

/** Paths of the HTTP interface that the console has a place for. */
const places: Array<[RegExp, (id: string) => string]> = [
  [/^\/api\/cases\/([\w-]+)$/, (id) => `/cases/${id}`],
  [/^\/api\/orders\/([\w-]+)$/, (id) => `/cases/orders/${id}`],
  [/^\/api\/chats\/([\w-]+)$/, (id) => `/chats/${id}`],
  [/^\/api\/channels\/([\w-]+)$/, (id) => `/administration/channels/${id}`],
];

/** Processes of others name what they like: only addresses of the web are followed. */
export function outcomeLink(link: string | null): OutcomeLink | null {
  if (link === null) return null;
  for (const [pattern, pathOf] of places) {
    const id = pattern.exec(link)?.[1];
    if (id !== undefined) return { kind: 'inside', path: pathOf(id) };
  }
  return /^https?:\/\//i.test(link) && URL.canParse(link) ? { kind: 'outside', url: link } : null;
}
