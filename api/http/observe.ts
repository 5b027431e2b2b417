import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics';

const healthPaths = new Set(['/health/live', '/health/ready', '/metrics']);
const plausibleId = /^[\w.-]{1,64}$/;

/** One log line and one measurement a request. Never a query, a header or a body: they may hold tokens and clients' words. */
export function observe(log: Logger, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const given = request.get('X-Request-Id');
    const requestId = given !== undefined && plausibleId.test(given) ? given : randomUUID();
    response.set('X-Request-Id', requestId);
    response.once('close', () => {
      const durationMs = Math.round(performance.now() - startedAt);
      const route = String(response.locals.route ?? 'other');
      const status = response.writableFinished ? response.statusCode : 499;
      metrics.httpDuration.observe({ method: request.method, route, status: String(status) }, durationMs / 1000);
      const line = { requestId, method: request.method, path: request.baseUrl + request.path, status, durationMs };
      if (healthPaths.has(request.path)) log.debug(line, 'request');
      else log.info(line, 'request');
    });
    next();
  };
}
