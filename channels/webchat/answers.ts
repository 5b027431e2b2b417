import type { z } from 'zod';
import type { ProviderResponse } from '../contract';
import { problem } from '../shared/problem';

export function invalidFields(error: z.ZodError): ProviderResponse {
  const errors: Record<string, string> = {};
  for (const { path, message } of error.issues) errors[path.join('.')] = message;
  return problem('invalid_request', 'Some fields are missing or not as they should be.', errors);
}

export function json(body: object, status = 200): ProviderResponse {
  return { status, headers: { 'cache-control': 'no-store' }, body };
}

export const done: ProviderResponse = { status: 204 };
