import { randomUUID } from 'node:crypto';
import type { Application, Request, Response } from 'express';
import { Problem } from '../../domain/problem';
import type { Recorder, RecorderFor } from '../audit';
import { toldIn } from '../words/told-in';
import { admit, type Caller, type FindCaller } from './authenticate';
import { check } from './check';
import { idempotencyKeyOf, type KeptRequests, onceForKey } from './idempotency';
import { languageOf } from './language';
import { protocolProblem } from './protocol-problem';
import { type ReadBody, readBody } from './read-body';
import { administers, type Method, type Reply, type Route } from './route';
import { sendProblem } from './send-problem';

interface RouteServices {
  findCaller: FindCaller;
  keptRequests: KeptRequests;
  /** For how long a body of JSON is waited for. */
  bodyPatienceMs: number;
  recorderFor: RecorderFor;
  siteRoot(request: Request): Promise<string>;
}

/** Express writes parameters as `:name`. */
function expressPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

/** Fixed parts before parameters, so that `/users/me` is not taken for the user `me`. */
function bySpecificity(a: Route, b: Route): number {
  const rank = (path: string) => path.replace(/\{\w+\}/g, '\uffff');
  return rank(a.path) < rank(b.path) ? -1 : rank(a.path) > rank(b.path) ? 1 : 0;
}

export function mountRoutes(app: Application, routes: Route[], services: RouteServices): void {
  const sorted = [...routes].sort(bySpecificity);
  for (const route of sorted) {
    app[verbOf(route.method)](expressPath(route.path), (request, response) =>
      serve(route, services, request, response),
    );
  }
  for (const path of new Set(sorted.map((route) => route.path))) {
    const methods = sorted.filter((route) => route.path === path).map((route) => route.method);
    refuseOtherMethods(app, path, methods);
  }
}

function verbOf(method: Method) {
  return method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
}

export function refuseOtherMethods(app: Application, path: string, methods: string[]): void {
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  app.all(expressPath(path), (request, response) => {
    response.set('Allow', allow);
    if (request.method === 'OPTIONS') response.status(204).end();
    else sendProblem(response, protocolProblem(405, 'method_not_allowed', `Here only ${allow} can be used.`));
  });
}

/** For what is below `/api` and nowhere declared. */
export function refuseUnknownPath(request: Request): never {
  throw new Problem('not_found', `There is no ${request.path} here. /api/docs shows what there is.`);
}

/** In this order: who calls, what he sends, whether he has asked it before. Nothing of a stranger's body is read. */
async function serve(route: Route, services: RouteServices, request: Request, response: Response): Promise<void> {
  const receivedAtMs = Date.now();
  response.locals.route = route.path;
  response.set('Cache-Control', 'no-store');
  const caller = await admit(route.access, request, services.findCaller);
  const query = route.query === undefined ? undefined : check(route.query, request.query);
  const key = route.method === 'POST' && caller !== null ? idempotencyKeyOf(request) : null;
  const read = await readBody(route, request, response, services.bodyPatienceMs);
  try {
    const work = async (newId: string) => {
      const recorder = services.recorderFor({
        what: route.operationId,
        audit: route.audit,
        user: caller?.user ?? null,
        params: request.params as Record<string, string>,
        body: read.body,
        newId,
        isChange: administers(route),
      });
      const reply = await route.handle(
        requestFor({ request, response, caller, query, read, newId, receivedAtMs, recorder }, services),
      );
      await recorder.complete();
      return reply;
    };
    const reply =
      key === null || caller === null
        ? await work(randomUUID())
        : await onceForKey(
            services.keptRequests,
            { userId: caller.user.id, key, fingerprint: `${route.method} ${request.path} ${read.fingerprint}` },
            work,
          );
    send(request, response, reply);
  } finally {
    await read.discard();
  }
}

function requestFor(
  parts: {
    request: Request;
    response: Response;
    caller: Caller | null;
    query: unknown;
    read: ReadBody;
    newId: string;
    receivedAtMs: number;
    recorder: Recorder;
  },
  { siteRoot }: Pick<RouteServices, 'siteRoot'>,
): Parameters<Route['handle']>[0] {
  const { request, response, caller, query, read, newId, receivedAtMs, recorder } = parts;
  return {
    params: request.params as Record<string, string>,
    query,
    body: read.body,
    user: caller?.user ?? null,
    session: caller?.session ?? null,
    headers: request.headers,
    newId,
    receivedAtMs,
    change: recorder.change,
    audited: recorder.audited,
    files: read.files,
    signal: untilGone(response),
    ip: request.ip ?? '',
    origin: `${request.protocol}://${request.host}`,
    siteRoot: () => siteRoot(request),
    raw: { request, response },
  } as Parameters<Route['handle']>[0];
}

export function untilGone(response: Response): AbortSignal {
  const gone = new AbortController();
  // He may have gone while it was looked up who he is: then nothing is closed any more.
  if (response.destroyed) gone.abort();
  response.once('close', () => gone.abort());
  return gone.signal;
}

function send(request: Request, response: Response, reply: Reply): void {
  if (reply.status === 'answered') {
    // A stream has no end of its own, and whoever asks for the head only would wait for it.
    if (request.method === 'HEAD') response.end();
    return;
  }
  if (response.destroyed) return;
  response.status(reply.status).set(reply.headers ?? {});
  if (reply.body === undefined) response.end();
  else response.json(toldIn(languageOf(request), reply.body));
}
