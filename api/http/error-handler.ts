import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import { Problem } from '../../domain/problem';
import { type ProblemDocument, problemDocument } from '../../domain/problem-document';
import { protocolProblem } from './protocol-problem';
import { sendProblem } from './send-problem';

const retryAfterSeconds = 2;

/** What body-parser and the router throw. */
const httpError = z.object({ status: z.number().int(), type: z.string().optional(), message: z.string() });

/** Gives what a middleware or the router refused our form; null for anything else. */
function ofHttpError(error: unknown): ProblemDocument | null {
  const read = httpError.safeParse(error);
  if (!read.success || read.data.status < 400 || read.data.status >= 500) return null;
  switch (read.data.type) {
    case 'entity.parse.failed':
      return problemDocument(
        new Problem('invalid_request', 'The body is no valid JSON object.', { errors: { body: 'must be valid JSON' } }),
      );
    case 'entity.too.large':
      return problemDocument(new Problem('payload_too_large', 'The body is too large.'));
    case 'entity.too.slow':
      return protocolProblem(408, 'request_timeout', 'The body did not arrive in time.');
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return problemDocument(new Problem('unsupported_media_type', 'Send the body as JSON in UTF-8.'));
    case undefined:
      return problemDocument(new Problem('invalid_request', 'The address is malformed.'));
    default:
      return protocolProblem(400, 'invalid_request', 'The request could not be read.');
  }
}

function headersFor(problem: Problem): Record<string, string> {
  return {
    ...(problem.code === 'unauthenticated' ? { 'WWW-Authenticate': 'Bearer' } : {}),
    ...(problem.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(Math.ceil(problem.retryAfterSeconds)) }),
  };
}

/** Turns whatever was thrown into a problem document; what nobody has foreseen is logged and told without details. */
export function createErrorHandler(options: {
  log: Logger;
  isUnavailable: (error: unknown) => boolean;
}): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      options.log.warn({ err: error, path: request.path }, 'an answer broke off');
      response.destroy();
      return;
    }
    if (error instanceof Problem) return sendProblem(response, problemDocument(error), headersFor(error));
    if (options.isUnavailable(error)) {
      options.log.warn({ err: error, path: request.path }, 'the store is unavailable');
      const problem = new Problem('store_unavailable', 'The store cannot be reached at the moment. Try again soon.', {
        retryAfterSeconds,
      });
      return sendProblem(response, problemDocument(problem), headersFor(problem));
    }
    const refusal = ofHttpError(error);
    if (refusal !== null) return sendProblem(response, refusal);
    if (request.destroyed && !request.complete) return next();
    options.log.error(
      { err: error, method: request.method, path: request.path, requestId: response.getHeader('X-Request-Id') },
      'a request failed unexpectedly',
    );
    sendProblem(
      response,
      problemDocument(
        new Problem('internal_error', 'Something went wrong on our side. Operations can find it in the log.'),
      ),
    );
  };
}
