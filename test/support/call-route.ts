import { Readable } from 'node:stream';
import express, { type Request } from 'express';
import type { Provider, ProviderDesk, ProviderResponse, ProviderRoute } from '../../channels/contract';

/** Where the installation is, as far as these calls go. */
export const siteUrl = 'https://parley.example';

export interface RouteCall {
  method?: 'GET' | 'POST';
  /** Below `/webhooks/{code}`, with its query. */
  path: string;
  headers?: Record<string, string>;
  /** The path of `SiteUrl`. */
  root?: string;
  /** An object goes as JSON; a string or bytes as they stand. */
  body?: object | string | Buffer;
  signal?: AbortSignal;
}

function paramsOf(route: ProviderRoute, path: string): Record<string, string> | null {
  const wanted = route.path.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const fits = wanted.every((part, index) => part.startsWith(':') || part === given[index]);
  if (!fits) return null;
  const named = wanted.flatMap((part, index) => {
    return part.startsWith(':') ? [[part.slice(1), decodeURIComponent(given[index] ?? '')] as const] : [];
  });
  return Object.fromEntries(named);
}

function bytesOf(body: object | string | Buffer): Buffer {
  return Buffer.from(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
}

function requestWith(headers: Record<string, string>): Request {
  return Object.assign(Object.create(express.request), { headers });
}

/** Calls a route of a provider as the server would that mounts it: the first that fits, with the body's limit kept. */
export async function callRoute(provider: Provider, desk: ProviderDesk, call: RouteCall): Promise<ProviderResponse> {
  const {
    method = call.body === undefined ? 'GET' : 'POST',
    headers = {},
    root = '',
    signal = new AbortController().signal,
  } = call;
  const address = new URL(`http://host/${call.path.replace(/^\//, '')}`);
  const path = address.pathname === '/' ? '' : address.pathname;
  const rawBody = bytesOf(call.body ?? '');
  for (const route of provider.routes ?? []) {
    const params = route.method === method ? paramsOf(route, path) : null;
    if (!params) continue;
    if (rawBody.length > route.maxBodyBytes) return { status: 413 };
    const lowerCase = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const query = Object.fromEntries(address.searchParams);
    const body = route.streams
      ? { rawBody: Buffer.alloc(0), content: Readable.from([rawBody]) }
      : { rawBody, content: null };
    const languages = requestWith(lowerCase).acceptsLanguages();
    const urls = [`${siteUrl}${root}/webhooks/${provider.code}${call.path}`];
    return route.handle(
      { urls, root, params, query, headers: lowerCase, languages, ...body, ip: '192.0.2.1', signal },
      desk,
    );
  }
  return { status: 404 };
}

/** The body as a client would read it. */
export function jsonOf(response: ProviderResponse): Record<string, unknown> {
  const { body } = response;
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body.toString() : JSON.stringify(body);
  return JSON.parse(text ?? 'null') as Record<string, unknown>;
}
