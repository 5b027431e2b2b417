import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { OpenedChannel } from '../../domain/channel';
import { peek } from '../../domain/file-beginnings';
import type { LoadOutcome } from '../contract';
import { fileNameIn } from '../shared/content-disposition';
import { readUrl } from '../shared/read-url';
import { retryAfterMs, sentenceOf, type Trouble } from './errors';
import { trueMediaType } from './media-types';
import { isOfApi, rooted } from './origin';
import { type Account, settingsOf } from './settings';

/** For a whole file: 16 MB in this time is 55 KB a second, which a line that is up at all carries. */
const downloadTimeoutMs = 300_000;
/** Twilio hands out 16 MB; WhatsApp itself lets clients send documents of 100. Beyond that, it is no file of a client's. */
const largestBytes = 100 * 1024 * 1024;
/** Twilio's own, its store's, and one to spare. */
const mostRedirects = 3;

function refused(code: string, reason: string): LoadOutcome {
  return { kind: 'refused', failure: { code, reason } };
}
const unknown = refused('file_unknown', 'This is no file of Twilio’s. Ask the client to send it again.');
const gone = refused('file_gone', 'Twilio no longer has this file. Ask the client to send it again.');
const tooBig = refused('file_too_big', 'The file is larger than 100 MB, which no client can send by WhatsApp.');
const astray = refused(
  'file_unknown',
  'Twilio leads to this file in a circle, or without encryption. Ask the client to send it again.',
);

function later(trouble: Trouble): LoadOutcome {
  const afterMs = trouble.kind === 'rate_limited' ? trouble.afterMs : null;
  return { kind: 'later', afterMs, reason: sentenceOf(trouble) };
}

/** Where the file is asked for first, or null for what is none of Twilio's. */
function addressOf(apiRoot: string, reference: string): URL | null {
  const told = readUrl(reference);
  if (told === null) return null;
  const isMedia = /^\/\d{4}-\d\d-\d\d\/Accounts\/[^/]+\/Messages\/[^/]+\/Media\/[^/]+$/.test(told.pathname);
  return isMedia && isOfApi(apiRoot, told) ? rooted(apiRoot, told) : null;
}

/** The credentials go to Twilio's API and nowhere else: its answer leads to a store at another host. */
async function request(address: URL, first: URL, { accountSid, authToken }: Account): Promise<Response> {
  const isApi = address.origin === first.origin;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  return fetch(address, {
    redirect: 'manual',
    headers: isApi ? { authorization } : {},
    signal: AbortSignal.timeout(downloadTimeoutMs),
  });
}

function isRedirect({ status, headers }: Response): boolean {
  return status >= 300 && status < 400 && headers.has('location');
}

function withoutFile({ status, headers }: Response, isApi: boolean): LoadOutcome {
  if (status === 404 || status === 410) return gone;
  if (status === 429) return later({ kind: 'rate_limited', afterMs: retryAfterMs(headers.get('retry-after')) });
  // The store's addresses expire within hours; each attempt asks for a new one.
  return later(isApi && (status === 401 || status === 403) ? { kind: 'unauthorized' } : { kind: 'failing', status });
}

async function* notEndless(pieces: AsyncIterable<Uint8Array>) {
  let total = 0;
  for await (const piece of pieces) {
    total += piece.length;
    if (total > largestBytes) throw new Error('The file does not end.');
    yield piece;
  }
}

async function loaded(response: Response): Promise<LoadOutcome> {
  const { headers, body } = response;
  if (Number(headers.get('content-length')) > largestBytes) {
    await body?.cancel();
    return tooBig;
  }
  const stream = body ? Readable.fromWeb(body as ReadableStream<Uint8Array>) : Readable.from([]);
  const { start, whole } = await peek(stream);
  return {
    kind: 'loaded',
    content: Readable.from(notEndless(whole()), { objectMode: false }),
    mediaType: trueMediaType(start, headers.get('content-type')),
    fileName: fileNameIn(headers.get('content-disposition')),
  };
}

/** Attachment loader, by the address that Twilio told. */
export async function loadWhatsAppFile(
  apiRoot: string,
  channel: OpenedChannel,
  reference: string,
): Promise<LoadOutcome> {
  const first = addressOf(apiRoot, reference);
  if (first === null) return unknown;
  const account = settingsOf(channel);
  if (account === null) return later({ kind: 'unauthorized' });
  try {
    let address = first;
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const response = await request(address, first, account);
      if (response.status === 200) return await loaded(response);
      await response.body?.cancel();
      if (!isRedirect(response)) return withoutFile(response, address.origin === first.origin);
      const target = readUrl(response.headers.get('location') ?? '', address);
      if (target === null) return astray;
      address = target;
      // Only as safe as the first: never from https to http, or to something else.
      if (address.protocol !== 'https:' && address.protocol !== first.protocol) return astray;
    }
    return astray;
  } catch {
    // The error's cause holds the request, and with it the token.
    return later({ kind: 'unreachable' });
  }
}
