/** An answer `{ok: false}`; the descriptions are the ones of the Bot API server's own source and of TDLib beneath it. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly description: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(description);
  }

  get body(): Record<string, unknown> {
    const parameters =
      this.retryAfterSeconds === undefined ? {} : { parameters: { retry_after: this.retryAfterSeconds } };
    return { ok: false, error_code: this.code, description: this.description, ...parameters };
  }

  get headers(): Record<string, string> {
    return this.retryAfterSeconds === undefined ? {} : { 'retry-after': String(this.retryAfterSeconds) };
  }
}

export function badRequest(reason: string): ApiError {
  return new ApiError(400, `Bad Request: ${reason}`);
}

export function forbidden(reason: string): ApiError {
  return new ApiError(403, `Forbidden: ${reason}`);
}

export function conflict(reason: string): ApiError {
  return new ApiError(409, `Conflict: ${reason}`);
}

export function tooManyRequests(retryAfterSeconds: number): ApiError {
  return new ApiError(429, `Too Many Requests: retry after ${retryAfterSeconds}`, retryAfterSeconds);
}

export const unauthorized = new ApiError(401, 'Unauthorized');
export const notFound = new ApiError(404, 'Not Found');
export const tooLarge = new ApiError(413, 'Request Entity Too Large');
