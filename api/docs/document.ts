import type { Provider } from '../../channels/contract';
import type { Route } from '../http/route';
import { webhookPath } from '../webhooks';
import { operationOf } from './operation';
import { createSchemaWriter, type JsonSchema } from './schemas';

const description = `Lets a contact centre answer, in one place, what clients write in several messengers.

Sign in with \`POST /api/login\` and send the token as \`Authorization: Bearer\`. Errors are \`application/problem+json\`
(RFC 9457) with a stable \`code\`; \`title\`, \`detail\` and the sentences in \`errors\` are for people, in English or Russian as
\`Accept-Language\` asks for. Lists come in pages: \`nextCursor\` leads to the next one. \`POST\` takes an
\`Idempotency-Key\`, which makes it safe to ask again. Times are ISO 8601 in UTC, ids are opaque texts.`;

/** The API document: generated from the routes themselves, so it cannot say anything else than they do. */
export function apiDocument(routes: Route[], providers: Provider[]): JsonSchema {
  const schemas = createSchemaWriter();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  const add = (path: string, method: string, operation: JsonSchema) => {
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  };
  for (const route of routes) add(route.path, route.method, operationOf(route, schemas));
  for (const provider of providers) {
    for (const route of provider.routes ?? []) {
      const path = webhookPath(provider, route).replace(/:(\w+)/g, '{$1}');
      add(path, route.method, webhookOperation(provider, route, path));
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Parley', version: '0.1.0', description },
    paths,
    components: {
      schemas: schemas.components,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function webhookOperation(
  provider: Provider,
  route: NonNullable<Provider['routes']>[number],
  path: string,
): JsonSchema {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  return {
    operationId: route.operationId,
    summary: route.summary,
    description: `From ${provider.title}, which authenticates its callers in its own way.`,
    tags: [provider.title],
    'x-access': 'anyone',
    security: [],
    parameters,
    ...(route.maxBodyBytes > 0 ? { requestBody: { content: { '*/*': { schema: {} } } } } : {}),
    responses: { default: { description: 'As the provider answers.' } },
  };
}
