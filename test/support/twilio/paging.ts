import { ApiError } from './api-error';

const mostPerPage = 1000;

export interface PageRequest {
  path: string;
  /** As it came, in its order. */
  query: URLSearchParams;
}

function whole(query: URLSearchParams, name: string, otherwise: number, least: number): number {
  const value = query.get(name) ?? String(otherwise);
  if (!/^\d{1,6}$/.test(value) || Number(value) < least) throw new ApiError(20001);
  return Number(value);
}

/**
 * One page of a list, as the older interfaces answer it. The token names where a page begins, so that what comes in meanwhile
 * moves nothing; a page number without its token is refused.
 */
export function pageOf<Item extends { sid: string }>(
  all: Item[],
  { path, query }: PageRequest,
): { items: Item[]; frame: Record<string, unknown> } {
  const size = Math.min(whole(query, 'PageSize', 50, 1), mostPerPage);
  const page = whole(query, 'Page', 0, 0);
  const token = query.get('PageToken');
  if (page > 0 !== (token !== null)) throw new ApiError(20001);
  const start = token === null ? 0 : all.findIndex(({ sid }) => `PA${sid}` === token) + 1;
  if (token !== null && start === 0) throw new ApiError(20001);
  const items = all.slice(start, start + size);

  const address = (number: number, after: string | null) => {
    const params = new URLSearchParams(query);
    params.set('PageSize', String(size));
    params.set('Page', String(number));
    params.delete('PageToken');
    if (after !== null) params.set('PageToken', after);
    return `${path}?${params}`;
  };
  const isLast = start + size >= all.length;
  const frame = {
    end: Math.max(start + items.length - 1, 0),
    first_page_uri: address(0, null),
    next_page_uri: isLast ? null : address(page + 1, `PA${items.at(-1)?.sid}`),
    page,
    page_size: size,
    previous_page_uri: page === 0 ? null : address(page - 1, `PB${items[0]?.sid}`),
    start,
    uri: address(page, token),
  };
  return { items, frame };
}
