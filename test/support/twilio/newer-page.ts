import { ApiError } from './api-error';

const mostPerPage = 1_000;

interface List {
  /** Under which the items stand. */
  key: string;
  address: string;
  query: URLSearchParams;
  /** Items of a page that is not told how many to have. */
  usually?: number;
}

/** A page of the newer interfaces, whose addresses are whole, and of Twilio's own hosts. */
export function newerPage(all: object[], { key, address, query, usually = 50 }: List): Record<string, unknown> {
  const size = Number(query.get('PageSize') ?? usually);
  const page = Number(query.get('Page') ?? 0);
  if (!(size >= 1 && size <= mostPerPage && page >= 0)) throw new ApiError(20001);
  if (page > 0 && !query.has('PageToken')) throw new ApiError(20001);
  const addressOf = (number: number) => {
    const params = new URLSearchParams(query);
    params.set('PageSize', String(size));
    params.set('Page', String(number));
    if (number > 0) params.set('PageToken', `DN-${number}`);
    else params.delete('PageToken');
    return `${address}?${params}`;
  };
  return {
    [key]: all.slice(page * size, (page + 1) * size),
    meta: {
      first_page_url: addressOf(0),
      key,
      next_page_url: (page + 1) * size < all.length ? addressOf(page + 1) : null,
      page,
      page_size: size,
      previous_page_url: page === 0 ? null : addressOf(page - 1),
      url: addressOf(page),
    },
  };
}
