import { Problem, type ProblemCode } from '../../domain/problem';
import { problemDocument, problemMediaType } from '../../domain/problem-document';
import type { ProviderResponse } from '../contract';

/** A refusal as everywhere else in Parley (RFC 9457): what is wrong and what to do, and what is wrong with a field. */
export function problem(code: ProblemCode, detail: string, errors?: Record<string, string>): ProviderResponse {
  const document = problemDocument(new Problem(code, detail, errors && { errors }));
  return {
    status: document.status,
    headers: { 'content-type': problemMediaType },
    body: document,
  };
}
