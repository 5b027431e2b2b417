import twilio from 'twilio';
import type { ClockReading } from '../../domain/messenger-clock';
import { freshConnection } from '../shared/fresh-connection';
import { type Trouble, troubleOf } from './errors';
import { RootedRequestClient } from './request-client';
import type { Account } from './settings';

/** Twilio answers within a second as a rule; who waits longer than this waits for a dead line. */
const callTimeoutMs = 20_000;

export interface TwilioCall<Result> {
  apiRoot: string;
  account: Account;
  /** For all requests of the call together. */
  timeoutMs?: number;
  signal?: AbortSignal;
  ask(client: twilio.Twilio): Promise<Result>;
}

export type TwilioAnswer<Result> = { ok: true; result: Result; clock?: ClockReading } | { ok: false; trouble: Trouble };

/** One call of Twilio's API, never repeated here. */
export async function callTwilio<Result>(call: TwilioCall<Result>): Promise<TwilioAnswer<Result>> {
  const { apiRoot, account, timeoutMs = callTimeoutMs, signal } = call;
  const connection = freshConnection(apiRoot);
  const ending = new AbortController();
  const end = () => ending.abort();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    end();
  }, timeoutMs);
  if (signal?.aborted) end();
  signal?.addEventListener('abort', end);
  const httpClient = new RootedRequestClient(apiRoot, connection, ending.signal);
  try {
    const client = twilio(account.accountSid, account.authToken, { httpClient });
    const result = await call.ask(client);
    const clock = connection.clock();
    return { ok: true, result, ...(clock && { clock }) };
  } catch (error) {
    const { statusCode, headers } = httpClient.lastResponse ?? {};
    const answered = statusCode === undefined ? null : { status: statusCode, retryAfter: retryAfterOf(headers) };
    const aborted = signal?.aborted ?? false;
    const connectionOpened = connection.wasOpened();
    return { ok: false, trouble: troubleOf(error, { answered, connectionOpened, timedOut, aborted }) };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
    connection.close();
  }
}

function retryAfterOf(headers: unknown): string | null {
  const value = typeof headers === 'object' && headers !== null ? Reflect.get(headers, 'retry-after') : undefined;
  return typeof value === 'string' ? value : null;
}
