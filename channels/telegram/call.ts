import { Api, type RawApi } from 'grammy';
import { freshConnection } from '../shared/fresh-connection';
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

export type TelegramAnswer<Result> = { ok: true; result: Result } | { ok: false; trouble: Trouble };

/** One call of the Bot API, never repeated here: whether it may be asked again, only the caller knows. */
export async function callTelegram<Result>(call: TelegramCall<Result>): Promise<TelegramAnswer<Result>> {
  const connection = freshConnection(call.apiRoot);
  const ending = new AbortController();
  const end = () => ending.abort();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    end();
  }, call.timeoutMs);
  if (call.signal?.aborted) end();
  call.signal?.addEventListener('abort', end);
  const api = new Api(call.token, {
    apiRoot: call.apiRoot,
    baseFetchConfig: { agent: connection.agent, compress: true },
    timeoutSeconds: (call.timeoutMs + grammyMarginMs) / 1000,
  });
  try {
    return { ok: true, result: await call.ask(api.raw, ending.signal as ApiSignal) };
  } catch (error) {
    const aborted = call.signal?.aborted ?? false;
    return { ok: false, trouble: troubleOf(error, { connectionOpened: connection.wasOpened(), timedOut, aborted }) };
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener('abort', end);
    connection.close();
  }
}
