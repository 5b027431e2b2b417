import { allRoutes } from '../../api/routes/routes';
import { createWebchatProvider } from '../../channels/webchat/provider';
import { type ApiUnderTest, startApi } from './api-under-test';

interface Operation {
  operationId: string;
  summary: string;
  'x-access': string;
  security: object[];
  parameters: Array<{ name: string; in: string; required: boolean; schema: object }>;
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<
    string,
    { description: string; headers?: Record<string, object>; content?: Record<string, { schema: object }> }
  >;
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> };
}

/** Names that clients outside the repository rely on. */
const fixedNames: Array<[string, string, string]> = [
  ['post', '/api/login', 'Login'],
  ['get', '/api/operator/status', 'GetOperatorStatus'],
  ['put', '/api/operator/status', 'SetOperatorStatus'],
  ['get', '/api/chats', 'GetChats'],
  ['get', '/api/chats/{id}', 'GetChat'],
  ['post', '/api/chats/{id}/accept', 'AcceptChat'],
  ['post', '/api/chats/{id}/decline', 'DeclineChat'],
  ['post', '/api/chats/{id}/close', 'CloseActiveChat'],
  ['get', '/api/chats/{id}/messages', 'GetConversation'],
  ['post', '/api/chats/{id}/messages', 'SendMessage'],
  ['post', '/api/chats/{id}/read', 'MarkChatAsRead'],
  ['get', '/api/chats/{id}/actions', 'GetChatActions'],
  ['post', '/api/chats/{id}/actions/{actionId}', 'RunChatAction'],
  ['get', '/api/chats/unread-count', 'GetUnreadChatsCount'],
  ['get', '/api/messages/unread-count', 'GetUnreadMessagesCount'],
];

describe('the API document', () => {
  let api: ApiUnderTest;
  let document: Document;
  let operations: Array<{ method: string; path: string; operation: Operation }>;

  beforeAll(async () => {
    api = await startApi({ name: 'openapi', providers: [createWebchatProvider()] });
    document = (await api.call<Document>('GET', '/api/openapi.json')).body;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
    );
  });
  afterAll(() => api.end());

  it('is OpenAPI 3.1 and holds every route with its access, and nothing twice', () => {
    expect(document.openapi).toBe('3.1.0');
    for (const route of allRoutes(api.deps)) {
      const operation = document.paths[route.path]?.[route.method.toLowerCase()];
      expect(operation).toMatchObject({ operationId: route.operationId, 'x-access': route.access });
      expect(operation?.security).toEqual(route.access === 'anyone' ? [] : [{ bearer: [] }]);
    }
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('holds the routes of providers', () => {
    const paths = Object.keys(document.paths);
    expect(paths).toContain('/webhooks/webchat/{channelId}/receive');
  });

  it.each(fixedNames)('names %s %s %s', (method, path, operationId) => {
    expect(document.paths[path]?.[method]?.operationId).toBe(operationId);
  });

  it('says that problems come in the language that is asked for', () => {
    for (const { operation } of operations.filter(({ path }) => path.startsWith('/api/'))) {
      expect(operation.parameters).toContainEqual(expect.objectContaining({ name: 'Accept-Language', in: 'header' }));
      for (const { content, headers } of Object.values(operation.responses))
        expect(headers?.['Content-Language'] !== undefined).toBe(content?.['application/problem+json'] !== undefined);
    }
  });

  it('declares the parameters of each path, each body and each answer', () => {
    for (const { path, operation } of operations) {
      const inPath = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect([path, inPath]).toEqual([path, [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)]);
      expect(Object.keys(operation.responses).length).toBeGreaterThan(0);
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(status).toMatch(/^([1-5]\d\d|default)$/);
        expect(response.description).not.toBe('');
      }
      for (const { schema } of Object.values(operation.requestBody?.content ?? {}))
        expect(schema).toBeInstanceOf(Object);
    }
  });

  it('refers to nothing that it does not hold', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, reference]) => reference ?? '',
    );
    expect(references.length).toBeGreaterThan(10);
    for (const reference of new Set(references)) {
      expect(reference).toMatch(/^#\/components\/schemas\/\w+$/);
      expect(document.components.schemas).toHaveProperty(reference.split('/').at(-1) ?? '');
    }
    expect(JSON.stringify(document)).not.toContain('$defs');
  });

  it('has the shared shapes as named components', () => {
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['Channel', 'Chat', 'Message', 'Problem', 'Queue', 'Role', 'User']),
    );
  });

  it('is shown by a page that loads nothing from elsewhere and runs nothing inline', async () => {
    const page = await api.call<string>('GET', '/api/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(page.body).not.toMatch(/https?:\/\//);
    expect(page.body).not.toMatch(/<script>/);
    const loaded = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(loaded.length).toBeGreaterThan(2);
    for (const path of loaded) expect([path, (await api.call('GET', path)).status]).toEqual([path, 200]);
  });
});
