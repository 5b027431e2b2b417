import express, { type Express, type Request, type Response } from 'express';
import { Exchange } from '../telegram/exchange';
import { parseMultipart } from '../telegram/multipart';
import type { StoredFile } from './conversation';
import { errorOf, type Fault } from './faults';
import { badParameter, GraphError, noSuchObject } from './graph-error';
import { accountsOf, conversationsOf, messagesOf } from './lists';
import { accessToken, dialogTarget } from './oauth';
import { type SendCall, sendMessage } from './send-api';
import type { StandInApp } from './stand-in-app';
import { StandInPage } from './stand-in-page';
import { moveThread, threadOwner } from './thread-control';

const version = /^\/v(\d+)\.0(\/.*)$/;
const oldestVersion = 22;

interface GraphRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  body: Record<string, unknown>;
  file: StoredFile | null;
  authorization: string | undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function read(app: StandInApp, request: Request): Promise<GraphRequest> {
  const [, number, path] = version.exec(request.path) ?? [];
  if (path === undefined || Number(number) < oldestVersion)
    throw new GraphError(2635, 'You are calling an unknown version of the Graph API.');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  const common = {
    method: request.method,
    path,
    query: request.query as Record<string, string>,
    authorization: request.headers.authorization,
  };
  if (!type.startsWith('multipart/')) {
    const body = raw.length === 0 ? {} : json(raw.toString());
    if (typeof body !== 'object' || body === null) throw badParameter('The body is no JSON.');
    return { ...common, body: body as Record<string, unknown>, file: null };
  }
  if (Number(request.headers['content-length']) !== raw.length) throw badParameter('The body has no length.');
  const { params, files } = parseMultipart(type, raw);
  const body = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, json(value)]));
  const sent = files.find(({ field }) => field === 'filedata');
  return { ...common, body, file: sent ? app.keep(sent) : null };
}

function tokenOf({ authorization, query, body }: GraphRequest): string | null {
  const bearer = /^(?:Bearer|OAuth) (.+)$/.exec(authorization ?? '')?.[1];
  const token = bearer ?? query.access_token ?? body.access_token;
  return typeof token === 'string' ? token : null;
}

function subscription(page: StandInPage, { method, body }: GraphRequest): object {
  const { app } = page;
  if (method === 'GET')
    return {
      data: [...page.subscriptions].map(([id, subscribed_fields]) => ({
        id,
        name: 'Parley',
        category: 'Business',
        subscribed_fields,
      })),
    };
  if (method === 'DELETE') page.subscriptions.delete(app.id);
  else {
    const fields = body.subscribed_fields;
    if (typeof fields !== 'string' || fields === '') throw badParameter('The parameter subscribed_fields is required.');
    page.subscriptions.set(
      app.id,
      fields.split(',').filter((field) => !app.unlisted.includes(field)),
    );
  }
  return { success: true };
}

function ofPage(page: StandInPage, edge: string, call: GraphRequest): object {
  switch (edge) {
    case 'messages':
      return sendMessage(page, call.body as SendCall, call.file);
    case 'subscribed_apps':
      return subscription(page, call);
    case 'conversations':
      return conversationsOf(page.app, page, call.query);
    case 'thread_owner':
      return threadOwner(page, call.query.recipient);
    case 'take_thread_control':
    case 'release_thread_control':
    case 'request_thread_control':
      return moveThread(page, edge, call.body.recipient as { id?: string } | undefined);
    default:
      throw new GraphError(2500, `Unknown path components: /${edge}`);
  }
}

function ofNode(page: StandInPage, id: string, edge: string, call: GraphRequest): object {
  const conversation = page.conversationById(id);
  if (conversation && edge === 'messages') return messagesOf(page.app, page, conversation, call.query);
  const person = page.conversations.has(id) ? page.app.people.get(id)?.person : undefined;
  if (person && edge === '')
    return {
      first_name: person.firstName,
      last_name: person.lastName,
      profile_pic: `${page.app.root()}/files/picture`,
      id,
    };
  throw noSuchObject(id);
}

function answer(app: StandInApp, call: GraphRequest): object {
  const [, id = '', edge = ''] = call.path.split('/');
  if (call.path === '/oauth/access_token')
    return accessToken(app, { ...call.query, ...(call.body as Record<string, string>) });
  if (edge === 'subscriptions') return app.webhooks({ id, token: tokenOf(call), query: call.query });
  const holder = app.holderOf(
    tokenOf(call),
    call.query.appsecret_proof ?? (call.body.appsecret_proof as string | undefined),
  );
  if (!(holder instanceof StandInPage)) {
    if (id === 'me' && edge === 'accounts') return accountsOf(app, holder, call.query);
    if (id !== 'me' || edge !== '') throw new GraphError(200, 'Requires a page token.', { status: 403 });
    if (call.query.fields?.includes('category')) throw badParameter('Tried accessing nonexisting field (category)');
    return { id: holder.id, name: holder.name };
  }
  if (id === 'me' && edge === '') return { id: holder.id, name: holder.name, category: 'Shopping' };
  if (id === 'me' || id === holder.id) return ofPage(holder, edge, call);
  if (app.findPage(id)) throw new GraphError(200, 'The token is of another page.', { status: 403 });
  return ofNode(holder, id, edge, call);
}

function refuse(exchange: Exchange, error: unknown): void {
  const known =
    error instanceof GraphError ? error : new GraphError(1, `The stand-in failed: ${error}`, { status: 500 });
  exchange.json(known.status, known.body, known.more.headers ?? {});
}

async function serve(app: StandInApp, request: Request, exchange: Exchange): Promise<void> {
  const call = await read(app, request);
  const edge = call.path.split('/').at(-1) ?? '';
  app.calls.push({
    method: call.method,
    path: request.originalUrl,
    edge,
    authorization: call.authorization,
    body: call.body,
  });
  const fault: Fault | undefined = app.faults.take(edge, call.method);
  if (fault?.kind === 'dropBefore') return exchange.drop();
  if (fault?.kind === 'notJson') return exchange.html(502, '<html>Bad gateway</html>');
  if (fault?.kind === 'error' || fault?.kind === 'rate') throw errorOf(fault);
  if (fault?.kind === 'spoilt' && !fault.taken) return exchange.spoil(fault.answer);
  const result = answer(app, call);
  if (fault?.kind === 'spoilt') return exchange.spoil(fault.answer);
  if (fault?.kind === 'dropAfter') return exchange.drop();
  exchange.json(200, result);
}

/** Promises the whole, sends half, and ends. */
function breakOff(response: Response, bytes: Buffer): void {
  response.status(200).set('content-length', String(bytes.length));
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}

function download(app: StandInApp, request: Request, response: Response): void {
  const file = app.files.get(String(request.params.id));
  const fault = app.faults.take('files');
  if (request.headers.authorization !== undefined)
    response.status(400).end('A token was sent to where files are kept.');
  else if (fault && fault.kind !== 'dropAfter') response.status(503).end();
  else if (!file || file.isExpired) response.status(403).end('URL signature expired');
  else if (fault) breakOff(response, file.bytes);
  else response.type(file.mediaType).send(file.bytes);
}

/** The Graph API's addresses, the login's dialog, and the files' host, all at one root. */
export function createFacebookApp(app: StandInApp): Express {
  const http = express();
  http.set('etag', false);
  http.use(app.clock.dateHeader);
  http.get('/files-moved', (request, response) => response.redirect(302, String(request.query.to)));
  http.get('/files/:id{/:name}', (request, response) => download(app, request, response));
  http.get(/^\/v\d+\.0\/dialog\/oauth$/, (request, response) => {
    try {
      response.redirect(302, dialogTarget(app, request.query as Record<string, string>));
    } catch (error) {
      refuse(new Exchange(response), error);
    }
  });
  http.use(async (request: Request, response: Response) => {
    const exchange = new Exchange(response);
    try {
      await serve(app, request, exchange);
    } catch (error) {
      refuse(exchange, error);
    }
  });
  return http;
}
