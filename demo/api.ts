import type { z } from 'zod';
import { problemShape, signedInShape } from './shapes';

const answerMs = 15_000;

/** Parley answered, and said no. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly status: number,
    /** Parley's stable word for the reason. */
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

export interface Request<T> {
  /** Reads the answer; left out where nobody wants it. */
  shape?: z.ZodType<T>;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** A caller of Parley's HTTP interface. */
export interface Api {
  base: string;
  headers: Record<string, string>;
  call<T = unknown>(method: string, path: string, request?: Request<T>): Promise<T>;
}

export function createApi(base: string, headers: Record<string, string> = {}): Api {
  return {
    base,
    headers,
    async call<T>(method: string, path: string, { shape, body, headers: more, signal }: Request<T> = {}): Promise<T> {
      const late = AbortSignal.timeout(answerMs);
      const response = await fetch(`${base}${path}`, {
        method,
        headers: { ...headers, ...more, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        // Elsewhere nobody is to be told a password.
        redirect: 'error',
        signal: signal === undefined ? late : AbortSignal.any([signal, late]),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw refusal(response.status, text);
      return shape === undefined ? (undefined as T) : shape.parse(JSON.parse(text));
    },
  };
}

function refusal(status: number, text: string): Refused {
  try {
    const { code = '', detail = '' } = problemShape.parse(JSON.parse(text));
    return new Refused(status, code, detail);
  } catch {
    return new Refused(status, '', text.slice(0, 200));
  }
}

/** Signs in; what it returns calls as that account. */
export async function signIn(
  anonymous: Api,
  credentials: { login: string; password: string },
): Promise<{ api: Api; user: { id: string; name: string } }> {
  const { token, user } = await anonymous.call('POST', '/api/login', { shape: signedInShape, body: credentials });
  return { api: createApi(anonymous.base, { authorization: `Bearer ${token}` }), user };
}
