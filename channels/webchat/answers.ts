import { STATUS_CODES } from 'node:http';
import type { z } from 'zod';
import { type ProblemCode, problemCodes } from '../../domain/problem';
import type { ProviderResponse } from '../contract';

/** A problem body as everywhere else in Parley (RFC 9457). */
export function problem(code: ProblemCode, detail: string, errors?: Record<string, string>): ProviderResponse {
  const status = problemCodes[code];
  const body = { type: 'about:blank', title: STATUS_CODES[status], status, detail, code, ...(errors && { errors }) };
  return { status, headers: { 'content-type': 'application/problem+json' }, body: JSON.stringify(body) };
}

export function invalid(error: z.ZodError): ProviderResponse {
  const errors = Object.fromEntries(error.issues.map((issue) => [issue.path.join('.'), issue.message]));
  return problem('invalid_request', 'Some fields are missing or not as they should be.', errors);
}

export function json(body: object, status = 200): ProviderResponse {
  return { status, headers: { 'cache-control': 'no-store' }, body };
}

export const done: ProviderResponse = { status: 204 };
