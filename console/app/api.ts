import { language } from '../words/language';
import { ApiError, errorOf, isAborted } from './api-error';
import { readAnswer, siteRoot } from './site-root';
import type { Page } from './types';

type Query = Record<string, string | number | boolean | readonly string[] | null | undefined>;

export interface CallOptions {
  query?: Query;
  signal?: AbortSignal;
}

export interface PostOptions extends CallOptions {
  /** Makes it safe to ask again after no answer came; each call has one of its own otherwise. */
  idempotencyKey?: string;
  /** Goes on when the page is left. */
  keepalive?: boolean;
}

interface ApiParts {
  /** The session's token; null before signing in. */
  token: () => string | null;
  /** The token that was sent is not accepted any more. */
  onUnauthenticated: (token: string) => void;
  fetch?: typeof fetch;
}

/** As unlikely to be met twice as a UUID; pages served without TLS have no `crypto.randomUUID`. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The address with what is not empty of the query. */
function addressWith(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

/** The HTTP interface as the console calls it. Every method throws an `ApiError`, or `AbortError` for what was given up on. */
export function createApi({ token, onUnauthenticated, fetch: call = (...args) => fetch(...args) }: ApiParts) {
  /** The answer itself, for streams and files; an error is thrown as by the others. */
  async function request(method: string, path: string, init: RequestInit & CallOptions = {}): Promise<Response> {
    const { query, headers, ...rest } = init;
    const sent = token();
    const allHeaders = new Headers(headers);
    allHeaders.set('Accept-Language', language.peek());
    if (sent !== null) allHeaders.set('Authorization', `Bearer ${sent}`);
    let response: Response;
    try {
      response = await call(siteRoot + addressWith(path, query), {
        ...rest,
        method,
        headers: allHeaders,
        cache: 'no-store',
      });
    } catch (error) {
      throw isAborted(error) ? error : ApiError.unreachable(error);
    }
    if (response.ok) return response;
    if (response.status === 401 && sent !== null) onUnauthenticated(sent);
    throw await errorOf(response);
  }

  async function send<T>(
    method: string,
    path: string,
    body: unknown,
    { headers, ...options }: CallOptions & { headers?: Record<string, string>; keepalive?: boolean } = {},
  ): Promise<T> {
    const isForm = body instanceof FormData;
    const response = await request(method, path, {
      ...options,
      headers: { ...headers, ...(body === undefined || isForm ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    // The caller's type says which answers have no body.
    return (response.status === 204 ? undefined : await read(response)) as T;
  }

  async function read(response: Response): Promise<unknown> {
    try {
      return readAnswer(await response.text());
    } catch (error) {
      throw isAborted(error) ? error : ApiError.unreachable(error);
    }
  }

  return {
    request,

    get: <T>(path: string, options?: CallOptions) => send<T>('GET', path, undefined, options),

    post: <T = void>(path: string, body?: unknown, { idempotencyKey = newKey(), ...options }: PostOptions = {}) =>
      send<T>('POST', path, body, { ...options, headers: { 'Idempotency-Key': idempotencyKey } }),

    put: <T = void>(path: string, body: unknown, options?: CallOptions) => send<T>('PUT', path, body, options),

    patch: <T = void>(path: string, body: unknown, options?: CallOptions) => send<T>('PATCH', path, body, options),

    delete: (path: string, options?: CallOptions) => send<void>('DELETE', path, undefined, options),

    /** Every item of a list that is short by nature, such as queues or roles. */
    async all<T>(path: string, { query, signal }: CallOptions = {}): Promise<T[]> {
      const items: T[] = [];
      let cursor: string | null = null;
      do {
        const page: Page<T> = await send('GET', path, undefined, {
          query: { limit: 200, ...query, cursor },
          ...(signal === undefined ? {} : { signal }),
        });
        items.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return items;
    },
  };
}

export type Api = ReturnType<typeof createApi>;
