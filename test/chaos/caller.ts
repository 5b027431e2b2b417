/** An answer of the HTTP interface; null when there was none, and nothing is known of what became of the request. */
export type Heard<T> = { status: number; body: T } | null;

const patienceMs = 20_000;

/** Calls the API as people's programs do: it may be away, break off, or answer late. */
export class Caller {
  constructor(
    private readonly base: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  async call<T>(
    method: string,
    path: string,
    { body, headers, signal }: { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {},
  ): Promise<Heard<T>> {
    const late = AbortSignal.timeout(patienceMs);
    try {
      const response = await fetch(`${this.base}${path}`, {
        method,
        headers: {
          ...this.headers,
          ...headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        signal: signal === undefined ? late : AbortSignal.any([signal, late]),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
    } catch {
      return null;
    }
  }
}

/** Whether asking again may bring another answer: none came, Parley could not just now, or still works on it. */
export function mayAskAgain(heard: Heard<{ code?: string }>): boolean {
  if (heard === null || heard.status >= 500) return true;
  return heard.body?.code === 'request_in_progress' || heard.body?.code === 'chat_not_responding';
}
