import express, { type Express, type Request, type Response } from 'express';
import { answerSpoilt } from '../spoilt-answer';
import type { StandInClock } from '../stand-in-clock';
import type { StandInAccount } from './account';
import { ApiError, notFound, unauthenticated } from './api-error';
import { contentPage } from './content';
import { createMessage } from './create-message';
import { type Operation, playFault } from './faults';
import { listMessages } from './list-messages';
import { mediaResource, messageResource, twilioTime } from './message';
import { sendersPage, serviceSendersPage, servicesPage } from './messaging-lists';
import { pageOf } from './paging';

type Accounts = ReadonlyMap<string, StandInAccount>;

interface Asked {
  account: StandInAccount;
  form: URLSearchParams;
  query: URLSearchParams;
  path: string;
  params: Record<string, string>;
  response: Response;
}

function accountOf(accounts: Accounts, request: Request): StandInAccount {
  const [, encoded = ''] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const [, sid = '', token = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  const account = accounts.get(sid);
  const inPath = /^\/2010-04-01\/Accounts\/([^/.]+)/.exec(request.path)?.[1];
  if (!account || account.authToken !== token || (inPath ?? sid) !== sid) throw unauthenticated;
  return account;
}

function formOf(request: Request): URLSearchParams {
  if (request.method !== 'POST') return new URLSearchParams();
  if (!/^application\/x-www-form-urlencoded/.test(request.headers['content-type'] ?? ''))
    throw new ApiError(20001, 415);
  return new URLSearchParams(Buffer.isBuffer(request.body) ? request.body.toString() : '');
}

function refuse(response: Response, error: unknown): void {
  const known = error instanceof ApiError ? error : new ApiError(20500, 500);
  if (!response.headersSent && !response.destroyed) response.status(known.status).set(known.headers).json(known.body);
}

/** What an operation answers: a status and a resource; nothing when it has answered by itself. */
type Perform = (asked: Asked) => [status: number, resource: unknown] | null;

function messageOf({ account, params }: Asked) {
  const message = account.messages.find(({ sid }) => sid === params.message);
  if (!message) throw notFound;
  return message;
}

function fetchAccount({ account: { sid, state } }: Asked): [number, unknown] {
  const at = twilioTime(new Date('2026-01-05T10:00:00Z'));
  const path = `/2010-04-01/Accounts/${sid}`;
  const resource = { date_created: at, date_updated: at, friendly_name: 'Northwind', owner_account_sid: sid };
  const uris = { subresource_uris: { messages: `${path}/Messages.json` }, uri: `${path}.json` };
  return [200, { ...resource, ...uris, auth_token: '[Redacted]', sid, status: state, type: 'Full' }];
}

function takeMessage({ account, form }: Asked): [number, unknown] {
  if (account.state !== 'active') throw new ApiError(20003, 403);
  const message = createMessage(account, form);
  account.take(message);
  return [201, messageResource(message)];
}

/** Twilio's own host checks who asks, and leads to a store that must not be told. */
function leadToFile(storeRoot: () => string): Perform {
  return (asked) => {
    const file = messageOf(asked).files.find(({ sid }) => sid === asked.params.media);
    if (!file) throw notFound;
    asked.response.redirect(307, `${storeRoot()}/${asked.account.sid}/${file.sid}?Expires=1&Signature=abc`);
    return null;
  };
}

/** api.twilio.com, content.twilio.com and messaging.twilio.com in one. */
export function createTwilioApp(
  accounts: Accounts,
  roots: { own: () => string; store: () => string },
  clock: StandInClock,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('case sensitive routing', true);
  app.use(clock.dateHeader);
  app.use(express.raw({ type: () => true }));
  const base = '/2010-04-01/Accounts/:account';

  const serve = (method: 'get' | 'post', path: string, operation: Operation, perform: Perform) => {
    app[method](path, async (request, response) => {
      try {
        const account = accountOf(accounts, request);
        const form = formOf(request);
        const call = { operation, form, status: 0 };
        account.calls.push(call);
        response.once('close', () => {
          call.status = response.writableFinished ? response.statusCode : 0;
        });
        const fault = account.faults.take(operation);
        if (await playFault(fault, response)) return;
        const query = new URL(request.originalUrl, roots.own()).searchParams;
        const params = request.params as Record<string, string>;
        const answer = perform({ account, form, query, path: request.path, params, response });
        if (fault?.kind === 'dropAfter') response.destroy();
        else if (fault?.kind === 'spoilt') answerSpoilt(response, fault.answer);
        else if (answer) response.status(answer[0]).json(answer[1]);
      } catch (error) {
        refuse(response, error);
      }
    });
  };

  serve('get', `${base}/Messages/:message/Media/:media`, 'fetchMedia', leadToFile(roots.store));
  serve('get', `${base}/Messages/:message/Media.json`, 'listMedia', (asked) => {
    const message = messageOf(asked);
    const { items, frame } = pageOf(message.files, asked);
    return [200, { ...frame, media_list: items.map((file) => mediaResource(message, file)) }];
  });
  serve('get', `${base}/Messages.json`, 'listMessages', (asked) => [200, listMessages(asked.account.messages, asked)]);
  serve('post', `${base}/Messages.json`, 'createMessage', takeMessage);
  serve('get', `${base}/Messages/:message.json`, 'fetchMessage', (asked) => [200, messageResource(messageOf(asked))]);
  serve('get', '/2010-04-01/Accounts/:account.json', 'fetchAccount', fetchAccount);
  serve('get', '/v1/ContentAndApprovals', 'listContent', ({ account, query }) => {
    return [200, contentPage(account.sid, account.templates, query)];
  });
  serve('get', '/v2/Channels/Senders', 'listSenders', ({ account, query }) => [200, sendersPage(account, query)]);
  serve('get', '/v1/Services', 'listServices', ({ account, query }) => [200, servicesPage(account, query)]);
  serve('get', '/v1/Services/:service/ChannelSenders', 'listServiceSenders', ({ account, params, query }) => {
    return [200, serviceSendersPage(account, params.service, query)];
  });
  app.use((_request, response) => refuse(response, notFound));
  return app;
}

/** The store that files lie in: who comes with credentials is turned away. */
export function createStoreApp(accounts: Accounts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.get('/:account/:media', async (request, response) => {
    const account = accounts.get(request.params.account);
    const file = account?.messages.flatMap(({ files }) => files).find(({ sid }) => sid === request.params.media);
    const isUnwanted = request.headers.authorization !== undefined;
    if (!account || !file || isUnwanted) {
      response
        .status(isUnwanted ? 400 : 404)
        .type('application/xml')
        .send('<Error/>');
      return;
    }
    const fault = account.faults.take('fetchFile');
    try {
      if (await playFault(fault, response)) return;
    } catch {
      response.status(503).type('application/xml').send('<Error><Code>SlowDown</Code></Error>');
      return;
    }
    const { fileName, mediaType, bytes } = file;
    if (fileName) response.set('content-disposition', `inline; filename*=utf-8''${encodeURIComponent(fileName)}`);
    response.set('content-type', mediaType);
    if (fault?.kind !== 'dropAfter') return void response.end(bytes);
    response.set('content-length', String(bytes.length));
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  });
  return app;
}
