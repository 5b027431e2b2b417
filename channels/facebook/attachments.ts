import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { LoadOutcome } from '../contract';
import { fileNameIn } from '../shared/content-disposition';
import { readUrl } from '../shared/read-url';
import type { FacebookApp } from './app';
import { sentenceOf, type Trouble } from './errors';

/** For a whole file; what comes slower than this does not come. */
const downloadTimeoutMs = 300_000;
/** Four times what Messenger lets people send. */
const largestBytes = 100 * 1024 * 1024;
const redirectsAtMost = 3;

/** Where Facebook keeps files. An address in a message is somebody else's word: it must not lead into our own network. */
const fileHosts = /(^|\.)(fbcdn\.net|fbsbx\.com|facebook\.com|cdninstagram\.com)$/;

function refused(code: string, reason: string): LoadOutcome {
  return { kind: 'refused', failure: { code, reason } };
}

const foreign = refused(
  'file_unknown',
  'The file is not kept at Facebook, so it is not fetched. Ask the client to send it again.',
);
const gone = refused(
  'file_gone',
  'Facebook no longer hands out this file: its address has expired. Ask the client to send it again.',
);
const tooBig = refused('file_too_big', 'The file is larger than 100 MB. Ask the client to send it another way.');

function later(trouble: Trouble): LoadOutcome {
  return {
    kind: 'later',
    afterMs: trouble.kind === 'rate_limited' ? trouble.afterMs : null,
    reason: sentenceOf(trouble),
  };
}

export function isKeptAtFacebook(reference: string): boolean {
  const address = readUrl(reference);
  return address !== null && isFacebooks(address);
}

function isFacebooks({ protocol, port, hostname }: URL): boolean {
  return protocol === 'https:' && port === '' && fileHosts.test(hostname);
}

function ownAddress(address: URL | null, { graphRoot }: FacebookApp): URL | null {
  return address !== null && (isFacebooks(address) || address.origin === new URL(graphRoot).origin) ? address : null;
}

async function* limited(content: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes > largestBytes) throw new Error('The file is larger than it was said to be.');
    yield chunk;
  }
}

async function outcomeOf(response: Response): Promise<LoadOutcome> {
  const isTooBig = Number(response.headers.get('content-length') ?? 0) > largestBytes;
  if (response.ok && response.body && !isTooBig) {
    const told = response.headers.get('content-type');
    const fileName = fileNameIn(response.headers.get('content-disposition'));
    const content = Readable.from(limited(response.body as ReadableStream<Uint8Array>), { objectMode: false });
    return { kind: 'loaded', content, mediaType: told === 'application/octet-stream' ? null : told, fileName };
  }
  await response.body?.cancel();
  if (isTooBig) return tooBig;
  if (response.status === 429) return later({ kind: 'rate_limited', afterMs: null });
  return response.status >= 500 ? later({ kind: 'failing', what: `HTTP ${response.status}` }) : gone;
}

/**
 * Attachment loader. What the payload gives is an address that opens the file to whoever has it, for some days: no token
 * goes there. Each redirect is looked at like the first address.
 */
export async function loadFacebookFile(app: FacebookApp, reference: string): Promise<LoadOutcome> {
  const signal = AbortSignal.timeout(downloadTimeoutMs);
  let address = ownAddress(readUrl(reference), app);
  for (let redirects = 0; address !== null && redirects <= redirectsAtMost; redirects += 1) {
    let response: Response;
    try {
      response = await fetch(address.href, { redirect: 'manual', signal });
    } catch {
      return later({ kind: 'unreachable' });
    }
    const target = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || target === null) return outcomeOf(response);
    await response.body?.cancel();
    address = ownAddress(readUrl(target, address), app);
  }
  return foreign;
}
