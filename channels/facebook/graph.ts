import type { ClockReading } from '../../domain/messenger-clock';
import { connectionTrouble } from '../shared/connection-trouble';
import { readClock } from '../shared/read-clock';
import { type FacebookApp, graphAddress, isReady, proofOf } from './app';
import { answeredTrouble, notSetUp, type Trouble } from './errors';

/** Facebook answers within a few seconds as a rule; who waits longer than this waits for a dead line. */
const quickCallTimeoutMs = 20_000;

/** A body that is sent as it comes, of a length that is known before. */
export interface StreamedBody {
  mediaType: string;
  length: number;
  content: AsyncIterable<Uint8Array>;
}

export interface GraphCall {
  method: 'GET' | 'POST' | 'DELETE';
  /** Below the version, beginning with a slash. */
  path: string;
  /** A page's or a person's; null for calls that are made in the app's own name. */
  token: string | null;
  /** The app's own token holds the secret already, and is refused with a proof of it. */
  isAppToken?: true;
  query?: Record<string, string>;
  /** An object goes as JSON. */
  body?: object;
  upload?: StreamedBody;
  timeoutMs?: number;
  signal?: AbortSignal;
}

export type GraphAnswer = { ok: true; result: unknown; clock?: ClockReading } | { ok: false; trouble: Trouble };

function bodyOf({ body, upload }: GraphCall): { headers: Record<string, string>; init: RequestInit } {
  if (upload !== undefined) {
    const headers = { 'Content-Type': upload.mediaType, 'Content-Length': String(upload.length) };
    return { headers, init: { body: upload.content, duplex: 'half' } as unknown as RequestInit };
  }
  if (body === undefined) return { headers: {}, init: {} };
  return { headers: { 'Content-Type': 'application/json' }, init: { body: JSON.stringify(body) } };
}

/** Of an answer that is no success, the status tells enough when the rest is cut off. */
function textOf(response: Response): Promise<string> {
  return response.text().catch((error: unknown) => {
    if (response.ok) throw error;
    return '';
  });
}

async function ask(app: FacebookApp, call: GraphCall, signal: AbortSignal): Promise<GraphAnswer> {
  if (!isReady(app)) return { ok: false, trouble: notSetUp };
  const query = new URLSearchParams(call.query);
  if (call.token !== null && !call.isAppToken) query.set('appsecret_proof', proofOf(app, call.token));
  const { headers, init } = bodyOf(call);
  const address = graphAddress(app, call.path) + (query.size > 0 ? `?${query}` : '');
  const askedAt = new Date();
  const response = await fetch(address, {
    ...init,
    method: call.method,
    headers: {
      ...headers,
      Accept: 'application/json',
      // One that is kept alive may be closed by Facebook just when it is used: that would look as if a message were lost.
      Connection: 'close',
      ...(call.token === null ? {} : { Authorization: `Bearer ${call.token}` }),
    },
    // Whoever it leads to is not to read what clients are told.
    redirect: 'manual',
    signal,
  });
  const clock = readClock(response.headers.get('date'), askedAt);
  const text = await textOf(response);
  let result: unknown;
  try {
    result = JSON.parse(text);
  } catch {
    result = undefined;
  }
  const isAnswer = typeof result === 'object' && result !== null && !('error' in result);
  if (response.ok && isAnswer) return { ok: true, result, ...(clock && { clock }) };
  return { ok: false, trouble: answeredTrouble(response.status, response.headers, result) };
}

/** One call of the Graph API, never repeated here: whether it may be asked again, only the caller knows. */
export async function callGraph(app: FacebookApp, call: GraphCall): Promise<GraphAnswer> {
  const late = AbortSignal.timeout(call.timeoutMs ?? quickCallTimeoutMs);
  const signal = call.signal ? AbortSignal.any([late, call.signal]) : late;
  try {
    return await ask(app, call, signal);
  } catch (error) {
    const state = { timedOut: late.aborted, aborted: call.signal?.aborted ?? false };
    return { ok: false, trouble: connectionTrouble(error, state) };
  }
}
