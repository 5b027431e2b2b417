import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics';

const healthPaths = new Set(['/health/live', '/health/ready', '/metrics']);
const plausibleId = /^[\w.-]{1,64}$/;
const webhookPath = /^\/webhooks(\/|$)/i;
/** Enough for any path of ours, and no place for a message. */
const maxLoggedPath = 200;

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
      if (isRefusedWebhook(request, response, status)) {
        const provider = String(response.locals.provider ?? 'unknown');
        return metrics.webhookRefusals.inc({ provider, reason: reasonOf(status) });
      }
      const path = (request.baseUrl + request.path).slice(0, maxLoggedPath);
      const line = { requestId, method: request.method, path, status, durationMs };
      if (healthPaths.has(request.path)) log.debug(line, 'request');
      else log.info(line, 'request');
    });
    next();
  };
}

/** Anybody may call a webhook, as often as he likes: of what is refused nothing remains but a count (domain 2.1). */
function isRefusedWebhook(request: Request, response: Response, status: number): boolean {
  const isAnswered = response.headersSent && status === 499;
  return webhookPath.test(request.path) && status >= 400 && status < 500 && !isAnswered;
}

function reasonOf(status: number): string {
  switch (status) {
    case 403:
      return 'not_authenticated';
    case 404:
      return 'not_found';
    case 405:
      return 'wrong_method';
    case 408:
      return 'too_slow';
    case 413:
      return 'too_large';
    case 415:
      return 'encoded';
    case 499:
      return 'gone';
    default:
      return 'unreadable';
  }
}
