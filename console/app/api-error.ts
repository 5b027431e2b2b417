import type { Problem } from './types';

/** `unreachable`: no answer came, so nobody knows whether it was done. */
const unreachable = { status: 0, code: 'unreachable', detail: '' };

/** A refusal of the HTTP interface (RFC 9457), or no answer at all. `message` is the API's sentence, in the language that was asked for; empty where it said none: `sayProblem` has one for that. */
export class ApiError extends Error {
  readonly status: number;
  /** A stable word. */
  readonly code: string;
  /** What is wrong, by the field's path. */
  readonly errors: Readonly<Record<string, string>>;
  readonly retryAfterSeconds: number | null;

  constructor(
    problem: Pick<Problem, 'status' | 'code' | 'detail' | 'errors'>,
    { retryAfterSeconds = null, cause }: { retryAfterSeconds?: number | null; cause?: unknown } = {},
  ) {
    super(problem.detail, { cause });
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code;
    this.errors = problem.errors ?? {};
    this.retryAfterSeconds = retryAfterSeconds;
  }

  static unreachable(cause: unknown): ApiError {
    return new ApiError(unreachable, { cause });
  }

  /** Asked again, the same may succeed: the service or the way to it was away. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 503;
  }
}

/** What a caller has given up on himself is no failure to tell anyone of. */
export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string';
}

/** The error of an answer that is no success; a proxy's page in between has no code of ours. */
export async function errorOf(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const retryAfterSeconds = Number.isFinite(retryAfter) ? retryAfter : null;
  const body: unknown = await response.json().catch(() => null);
  if (isProblem(body)) return new ApiError(body, { retryAfterSeconds });
  const code = response.status >= 502 ? 'unreachable' : 'internal_error';
  return new ApiError({ status: response.status, code, detail: '' }, { retryAfterSeconds });
}
