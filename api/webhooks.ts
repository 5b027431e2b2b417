import { Readable } from 'node:stream';
import type { Application, Request, Response } from 'express';
import {
  type Provider,
  type ProviderDesk,
  type ProviderResponse,
  type ProviderRoute,
  UnreadablePayload,
} from '../channels/contract';
import { sizeInWords } from '../domain/file-size';
import { Problem } from '../domain/problem';
import { problemMediaType } from '../domain/problem-document';
import { refuseOtherMethods, untilGone } from './http/mount';
import { sendProblem } from './http/send-problem';
import { siteRootOf } from './http/site-root';
import { inTime } from './http/slow-bodies';
import { problemShape } from './shapes/problem';

/** Paths of a provider's routes use `:name`, as Express does. */
export function webhookPath(provider: Pick<Provider, 'code'>, route: Pick<ProviderRoute, 'path'>): string {
  return `/webhooks/${provider.code}${route.path}`;
}

interface WebhookServices {
  deskFor: (provider: Provider) => ProviderDesk;
  siteUrl: () => Promise<string>;
  /** For how long a body is waited for. */
  bodyPatienceMs: number;
}

/** What one route is served with. */
interface Served extends Pick<WebhookServices, 'siteUrl' | 'bodyPatienceMs'> {
  provider: Provider;
  route: ProviderRoute;
  desk: ProviderDesk;
}

/** Mounts what providers declare. Callers are strangers to our accounts: each provider authenticates its own (domain 2.1). */
export function mountWebhooks(
  app: Application,
  providers: Provider[],
  { deskFor, siteUrl, bodyPatienceMs }: WebhookServices,
): void {
  for (const provider of providers) {
    const desk = deskFor(provider);
    app.use(`/webhooks/${provider.code}`, (_request, response, next) => {
      response.locals.provider = provider.code;
      next();
    });
    const routes = provider.routes ?? [];
    for (const route of routes) {
      const verb = route.method === 'GET' ? 'get' : 'post';
      app[verb](webhookPath(provider, route), (request, response) =>
        serve({ provider, route, desk, siteUrl, bodyPatienceMs }, request, response),
      );
    }
    for (const path of new Set(routes.map(({ path }) => path))) {
      const methods = routes.filter((route) => route.path === path).map(({ method }) => method);
      refuseOtherMethods(app, webhookPath(provider, { path }), methods);
    }
  }
}

async function serve(
  { provider, route, desk, siteUrl, bodyPatienceMs }: Served,
  request: Request,
  response: Response,
): Promise<void> {
  response.locals.route = `/webhooks/${provider.code}${route.path}`;
  const signal = untilGone(response);
  const { maxBodyBytes, streams = false } = route;
  const pieces = piecesOf(request, maxBodyBytes);
  const rawBody = streams ? Buffer.alloc(0) : await inTime(gather(pieces), bodyPatienceMs);
  try {
    const site = await siteUrl();
    const answer = await route.handle(
      {
        urls: addressesOf(request, site),
        root: siteRootOf(request, site),
        params: request.params as Record<string, string>,
        query: firstValues(request.query),
        headers: firstValues(request.headers),
        languages: request.acceptsLanguages(),
        rawBody,
        content: streams ? Readable.from(pieces) : null,
        ip: request.ip ?? '',
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

/** `SiteUrl` first: behind a proxy it is the address that the messenger was given, whether the proxy takes its path away or not. */
function addressesOf(request: Request, siteUrl: string): string[] {
  const told = siteUrl === '' ? [] : [siteUrl + request.url];
  return [...new Set([...told, `${request.protocol}://${request.host}${request.originalUrl}`])];
}

/**
 * The bytes as they come: signatures are over them, and no messenger compresses them. What is too large is refused with the
 * first byte too many, not when all of it has come.
 */
function piecesOf(request: Request, maxBytes: number): AsyncGenerator<Buffer> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw new Problem('unsupported_media_type', 'Send the body as it is, not compressed.');
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  return limited(request, maxBytes);
}

async function* limited(request: Request, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  try {
    for await (const piece of request.iterator({ destroyOnReturn: false })) {
      size += piece.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      yield piece;
    }
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('invalid_request', 'The body broke off.');
  }
}

async function gather(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

function tooLarge(maxBytes: number): Problem {
  const detail = maxBytes === 0 ? 'Send no body here.' : `The body may have at most ${sizeInWords(maxBytes)}.`;
  return new Problem('payload_too_large', detail);
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
  const problem = headers['content-type'] === problemMediaType ? problemShape.safeParse(body).data : undefined;
  if (problem !== undefined) return sendProblem(response, problem, headers);
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
