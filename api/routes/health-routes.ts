import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { chatsOfFailingRules } from '../failing-rules';
import { ok } from '../http/reply';
import { answered, type Route, route } from '../http/route';
import { installationPath } from '../http/site-root';

const readinessShape = z
  .object({
    status: z.enum(['ready', 'not_ready']),
    mongodb: z.boolean(),
    temporal: z.boolean(),
    failingRules: z
      .array(z.string())
      .optional()
      .meta({ description: 'Routing rules that fail, if there are any: chats of their queues wait.' }),
  })
  .meta({ id: 'Readiness' });

/** For load balancers and operations. */
export function healthRoutes({
  storage,
  installation,
  temporalReachable,
  metrics,
}: Pick<ApiDeps, 'storage' | 'installation' | 'temporalReachable' | 'metrics'>): Route[] {
  const tag = 'Operations';
  return [
    route({
      method: 'GET',
      path: '/health/live',
      operationId: 'GetLiveness',
      summary: 'Whether the process runs',
      tag,
      access: 'anyone',
      responses: { 200: z.object({ status: z.literal('live') }) },
      handle: async () => ok({ status: 'live' as const }),
    }),
    route({
      method: 'GET',
      path: '/health/ready',
      operationId: 'GetReadiness',
      summary: 'Whether requests can be served',
      description:
        'Needs MongoDB only: while Temporal is away, messages are taken in and answered later, and nothing is refused.',
      tag,
      access: 'anyone',
      responses: { 200: readinessShape, 503: readinessShape },
      async handle() {
        const [mongodb, temporal] = await Promise.all([storage.reachable(), temporalReachable()]);
        if (mongodb) {
          const failingRules = [...(await chatsOfFailingRules(storage)).keys()].sort();
          const rules = failingRules.length === 0 ? {} : { failingRules };
          return ok({ status: 'ready' as const, mongodb, temporal, ...rules });
        }
        return { status: 503 as const, body: { status: 'not_ready' as const, mongodb, temporal } };
      },
    }),
    route({
      method: 'GET',
      path: installationPath,
      operationId: 'GetInstallation',
      summary: 'Which installation answers here',
      description: 'By it Parley sees, when `SiteUrl` is changed, whether the new address leads here.',
      tag,
      access: 'anyone',
      responses: { 200: z.object({ installation: z.string() }) },
      handle: async () => ok({ installation: installation.fingerprint }),
    }),
    route({
      method: 'GET',
      path: '/metrics',
      operationId: 'GetMetrics',
      summary: 'Measurements, for Prometheus',
      tag,
      access: 'anyone',
      responses: { 200: { mediaType: 'text/plain', description: 'Prometheus’ text form' } },
      async handle({ raw: { response } }) {
        response.set('Content-Type', metrics.registry.contentType).send(await metrics.registry.metrics());
        return answered;
      },
    }),
  ];
}
