import { STATUS_CODES } from 'node:http';
import type { ProblemDocument } from '../../domain/problem-document';

export type ProtocolCode = 'invalid_request' | 'method_not_allowed' | 'request_timeout';

/** For what the protocol itself refuses and the domain has no word for. */
export function protocolProblem(status: 400 | 405 | 408, code: ProtocolCode, detail: string): ProblemDocument {
  return { type: `urn:parley:problem:${code}`, title: STATUS_CODES[status] ?? '', status, detail, code };
}
