import { Api, type RawApi } from 'grammy';
import type { ClockReading } from '../../domain/messenger-clock';
import { readClock } from '../shared/read-clock';
import { type Trouble, troubleOf } from './errors';

/** Telegram answers within a second as a rule; who waits longer than this waits for a dead line. */
export const quickCallTimeoutMs = 20_000;

/** grammY's own time-out, well after ours, so that it is known which of the two ended a call. */
const grammyMarginMs = 5_000;

/** grammY's types know no other signal than that of a package from before Node had its own; at run time they are the same. */
export type ApiSignal = NonNullable<Parameters<RawApi['getMe']>[0]>;

export interface TelegramCall<Result> {
  apiRoot: string;
  token: string;
  timeoutMs: number;
  signal?: AbortSignal;
  ask(api: RawApi, signal: ApiSignal): Promise<Result>;
}

export type TelegramAnswer<Result> =
  | { ok: true; result: Result; clock?: ClockReading }
  | { ok: false; trouble: Trouble };

/** In place of grammY's own `fetch`, which follows redirects and keeps connections. */
function fetchOnce(signal: AbortSignal, answered: (status: number, clock: ClockReading | undefined) => void) {
  return async (address: string, { headers, ...init }: RequestInit): Promise<Response> => {
    const askedAt = new Date();
    const response = await fetch(address, {
      ...init,
      // One that is kept alive may be closed by Telegram just when it is used: that would look as if a message were lost.
      headers: { ...(headers as Record<string, string>), connection: 'close' },
      // Whoever it leads to is not to read what clients are told, nor the token, which is part of the address.
      redirect: 'manual',
      signal,
    });
    answered(response.status, readClock(response.headers.get('date'), askedAt));
    if (response.status < 300 || response.status >= 400) return response;
    await response.body?.cancel();
    throw new Error('A redirect is not followed');
  };
}

/** One call of the Bot API, never repeated here: whether it may be asked again, only the caller knows. */
export async function callTelegram<Result>(call: TelegramCall<Result>): Promise<TelegramAnswer<Result>> {
  const ending = new AbortController();
  const end = () => ending.abort();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    end();
  }, call.timeoutMs);
  if (call.signal?.aborted) end();
  call.signal?.addEventListener('abort', end);
  let status: number | null = null;
  let clock: ClockReading | undefined;
  const fetcher = fetchOnce(ending.signal, (...answered) => {
    [status, clock] = answered;
  });
  const api = new Api(call.token, {
    apiRoot: call.apiRoot,
    // Its type is that of a package from before Node had its own.
    fetch: fetcher as unknown as NonNullable<NonNullable<ConstructorParameters<typeof Api>[1]>['fetch']>,
    timeoutSeconds: (call.timeoutMs + grammyMarginMs) / 1000,
  });
  try {
    const result = await call.ask(api.raw, ending.signal as ApiSignal);
    return { ok: true, result, ...(clock && { clock }) };
  } catch (error) {
    return { ok: false, trouble: troubleOf(error, { status, timedOut, aborted: call.signal?.aborted ?? false }) };
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener('abort', end);
    end();
  }
}
