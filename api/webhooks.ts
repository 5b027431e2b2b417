import express, { type Application, type Request, type Response } from 'express';
import {
  type Provider,
  type ProviderDesk,
  type ProviderResponse,
  type ProviderRoute,
  UnreadablePayload,
} from '../channels/contract';
import { Problem } from '../domain/problem';
import { refuseOtherMethods, untilGone } from './http/mount';

/** Paths of a provider's routes use `:name`, as Express does. */
export function webhookPath(provider: Pick<Provider, 'code'>, route: Pick<ProviderRoute, 'path'>): string {
  return `/webhooks/${provider.code}${route.path}`;
}

/** Mounts what providers declare. Callers are strangers to our accounts: each provider authenticates its own (domain 2.1). */
export function mountWebhooks(
  app: Application,
  providers: Provider[],
  { deskFor, siteUrl }: { deskFor: (provider: Provider) => ProviderDesk; siteUrl: () => Promise<string> },
): void {
  for (const provider of providers) {
    const desk = deskFor(provider);
    const routes = provider.routes ?? [];
    for (const route of routes) {
      const verb = route.method === 'GET' ? 'get' : 'post';
      app[verb](webhookPath(provider, route), (request, response) =>
        serve({ provider, route, desk, siteUrl }, request, response),
      );
    }
    for (const path of new Set(routes.map(({ path }) => path))) {
      const methods = routes.filter((route) => route.path === path).map(({ method }) => method);
      refuseOtherMethods(app, webhookPath(provider, { path }), methods);
    }
  }
}

async function serve(
  {
    provider,
    route,
    desk,
    siteUrl,
  }: { provider: Provider; route: ProviderRoute; desk: ProviderDesk; siteUrl: () => Promise<string> },
  request: Request,
  response: Response,
): Promise<void> {
  response.locals.route = `/webhooks/${provider.code}${route.path}`;
  const signal = untilGone(response);
  const rawBody = await readRaw(request, response, route.maxBodyBytes);
  try {
    const answer = await route.handle(
      {
        urls: await addressesOf(request, siteUrl),
        params: request.params as Record<string, string>,
        query: firstValues(request.query),
        headers: firstValues(request.headers),
        rawBody,
        signal,
      },
      desk,
    );
    await send(answer, request, response, signal);
  } catch (error) {
    if (error instanceof UnreadablePayload) throw new Problem('invalid_request', error.message);
    throw error;
  }
}

/** `SiteUrl` first: behind a proxy it is the address that the messenger was given. */
async function addressesOf(request: Request, siteUrl: () => Promise<string>): Promise<string[]> {
  const bases = [await siteUrl(), `${request.protocol}://${request.host}`];
  return [...new Set(bases.filter((base) => base !== ''))].map((base) => base + request.originalUrl);
}

async function readRaw(request: Request, response: Response, maxBytes: number): Promise<Buffer> {
  const parse = express.raw({ limit: maxBytes, type: () => true });
  await new Promise<void>((resolve, reject) => {
    parse(request, response, (error: unknown) => (error ? reject(refusalOf(error, maxBytes)) : resolve()));
  });
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

function refusalOf(error: unknown, maxBytes: number): unknown {
  const isTooLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large';
  if (!isTooLarge) return error;
  return new Problem(
    'payload_too_large',
    maxBytes === 0 ? 'Send no body here.' : `The body may have at most ${maxBytes} bytes.`,
  );
}

/** A field that comes several times counts as its first, so that a provider's parser sees one value only. */
function firstValues(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const first: unknown = Array.isArray(value) ? value[0] : value;
      return typeof first === 'string' ? [[name, first]] : [];
    }),
  );
}

async function send(
  answer: ProviderResponse,
  request: Request,
  response: Response,
  signal: AbortSignal,
): Promise<void> {
  const { status, headers = {}, body } = answer;
  response.status(status).set(headers);
  if (body === undefined) response.end();
  else if (typeof body === 'string' || Buffer.isBuffer(body)) response.send(body);
  else if (isStream(body)) await sendPieces(body, request, response, signal);
  else response.json(body);
}

function isStream(body: object): body is AsyncIterable<string> {
  return Symbol.asyncIterator in body;
}

async function sendPieces(
  pieces: AsyncIterable<string>,
  request: Request,
  response: Response,
  signal: AbortSignal,
): Promise<void> {
  response.flushHeaders();
  if (request.method !== 'HEAD') {
    for await (const piece of pieces) {
      if (signal.aborted) break;
      // A caller who does not read is waited for, and holds nobody else up.
      if (!response.write(piece)) await drained(response, signal);
    }
  }
  response.end();
}

function drained(response: Response, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    response.once('drain', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
