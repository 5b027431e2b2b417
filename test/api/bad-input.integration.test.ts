import { z } from 'zod';
import type { Route } from '../../api/http/route';
import { allRoutes } from '../../api/routes/routes';
import { type ApiUnderTest, startApi } from './api-under-test';
import { createFakeProvider } from './fake-provider';

describe('bad input', () => {
  let api: ApiUnderTest;
  let token: string;
  let withBody: Route[];
  let ids: Record<string, string>;

  beforeAll(async () => {
    api = await startApi({ name: 'bad-input', providers: [createFakeProvider().provider] });
    const admin = await api.addUser(['Administrator', 'CanManageChats']);
    token = admin.token;
    const make = async (path: string, body: object) => String((await api.call('POST', path, { token, body })).body.id);
    ids = {
      users: admin.id,
      roles: await make('/api/roles', { name: 'Sales' }),
      queues: await make('/api/queues', { name: 'Support', routingRule: 'ToMostFree' }),
      channels: await make('/api/channels', { provider: 'fake', settings: { token: '1:a' } }),
      settings: 'SimultaneousChats',
    };
    withBody = allRoutes(api.deps).filter((route) => route.body !== undefined && route.access !== 'anyone');
  });
  afterAll(() => api.end());

  const pathOf = (route: Route) => route.path.replace(/\{\w+\}/g, () => ids[route.path.split('/')[2] ?? ''] ?? 'none');

  /** Every declared field as something that no field can be. */
  function nonsenseFor({ body }: Route): object {
    const declared = body instanceof z.ZodOptional || body instanceof z.ZodDefault ? body.unwrap() : body;
    const fields = declared instanceof z.ZodObject ? Object.keys(declared.shape) : [];
    return Object.fromEntries(fields.map((name) => [name, { deep: [{}] }]));
  }

  it.each([
    ['no JSON at all', () => '{"name":', 400],
    ['a list', () => '[1]', 400],
    ['a field that nobody knows', () => JSON.stringify({ nobodyKnowsIt: 1 }), 400],
    ['fields of no kind', (route: Route) => JSON.stringify(nonsenseFor(route)), 400],
    ['a megabyte too much', () => JSON.stringify({ name: 'x'.repeat(1_100_000) }), 413],
  ])('changes nothing when the body is %s', async (_what, bodyFor, expected) => {
    const before = await api.stored();
    for (const route of withBody) {
      const answer = await api.call(route.method, pathOf(route), { token, body: bodyFor(route) });
      expect([route.operationId, answer.status]).toEqual([route.operationId, expected]);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(answer.body).toMatchObject({ status: expected, code: expect.any(String), detail: expect.any(String) });
      if (expected === 400)
        expect(Object.values(answer.body.errors as object).every((words) => words !== '')).toBe(true);
    }
    expect(await api.stored()).toBe(before);
  });

  it('takes no body but JSON', async () => {
    for (const route of withBody) {
      const answer = await api.call(route.method, pathOf(route), {
        token,
        body: 'a=1',
        headers: { 'content-type': 'text/plain' },
      });
      expect([route.operationId, answer.status, answer.body.code]).toEqual([
        route.operationId,
        415,
        'unsupported_media_type',
      ]);
    }
  });

  it.each([
    ['POST', '/api/queues', { name: ' ', routingRule: 'ToMostFree' }, 'name'],
    ['POST', '/api/queues', { name: 'x', routingRule: 'ToNobody' }, 'routingRule'],
    [
      'POST',
      '/api/queues',
      { name: 'x', routingRule: 'ToMostFree', completionTimeoutMinutes: 0 },
      'completionTimeoutMinutes',
    ],
    [
      'POST',
      '/api/queues',
      { name: 'x', routingRule: 'ToMostFree', completionTimeoutMinutes: -0.5 },
      'completionTimeoutMinutes',
    ],
    [
      'POST',
      '/api/queues',
      { name: 'x', routingRule: 'ToMostFree', operators: [{ userId: 'nobody' }] },
      'operators.0.userId',
    ],
    [
      'POST',
      '/api/queues',
      { name: 'x', routingRule: 'ToMostFree', operators: [{ roleId: 'none' }] },
      'operators.0.roleId',
    ],
    [
      'POST',
      '/api/queues',
      { name: 'x', routingRule: 'ToMostFree', operators: [{ userId: 'a', roleId: 'b' }] },
      'operators.0',
    ],
    ['POST', '/api/users', { login: 'a b', name: 'x', password: 'long enough' }, 'login'],
    ['POST', '/api/users', { login: 'ab', name: 'x', password: 'short' }, 'password'],
    ['POST', '/api/users', { login: 'ab', name: 'x', password: 'long enough', permissions: ['Root'] }, 'permissions.0'],
    ['POST', '/api/users', { login: 'ab', name: 'x', password: 'long enough', roleIds: ['none'] }, 'roleIds'],
    ['POST', '/api/channels', { provider: 'pigeon', settings: {} }, 'provider'],
    ['POST', '/api/channels', { provider: 'fake', settings: {} }, 'settings.token'],
    ['POST', '/api/channels', { provider: 'fake', settings: { token: '2:a', colour: 'red' } }, 'settings.colour'],
    ['POST', '/api/channels', { provider: 'fake', settings: { token: '2:a' }, queueId: 'none' }, 'queueId'],
    ['POST', '/api/channels', { provider: 'fake', settings: { token: '2:a' }, language: 'English!' }, 'language'],
    ['PUT', '/api/settings/SimultaneousChats', { value: 0 }, 'value'],
    ['PUT', '/api/settings/SimultaneousChats', { value: 2.5 }, 'value'],
    ['PUT', '/api/settings/SimultaneousChats', { value: 1001 }, 'value'],
    ['PUT', '/api/settings/SimultaneousChats', { value: '3' }, 'value'],
    ['PUT', '/api/settings/OmniChatOperatorAcceptChatTimeout', { value: 0 }, 'value'],
    ['PUT', '/api/settings/OmniChatOperatorAcceptChatTimeout', { value: 1441 }, 'value'],
    ['PUT', '/api/settings/SiteUrl', { value: 'ftp://example.org' }, 'value'],
    ['PUT', '/api/settings/SiteUrl', { value: 'https://example.org/api' }, 'value'],
    ['PUT', '/api/settings/PresenceTimeoutMinutes', { value: 0 }, 'value'],
    ['PUT', '/api/settings/PresenceTimeoutMinutes', { value: 'soon' }, 'value'],
    ['PUT', '/api/settings/OmniChatNotificationSound', { value: 'no-such-file' }, 'value'],
  ])('says at %s %s %j what is wrong with %s', async (method, path, body, field) => {
    const before = await api.stored();
    const answer = await api.call<{ errors: Record<string, string> }>(method, path, { token, body });
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body.errors)).toEqual([field]);
    expect(await api.stored()).toBe(before);
  });

  it.each(['?limit=0', '?limit=201', '?limit=x', '?cursor=%00', '?cursor=e30', '?cursor=WzEsMV0'])(
    'refuses the page %s of a list',
    async (query) => {
      for (const path of ['/api/users', '/api/roles', '/api/queues', '/api/channels']) {
        expect([path, (await api.call('GET', path + query, { token })).status]).toEqual([path, 400]);
      }
    },
  );

  it('answers an unknown path with 404, another method with 405 and what is allowed', async () => {
    expect((await api.call('GET', '/api/nothing', { token })).body).toMatchObject({ status: 404, code: 'not_found' });
    const answer = await api.call('DELETE', '/api/queues', { token });
    expect(answer.body).toMatchObject({ status: 405, code: 'method_not_allowed' });
    expect(answer.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
  });

  it('refuses a malformed address without a stack trace', async () => {
    const answer = await api.call('GET', '/api/queues/%E0%A4%A', { token });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toMatch(/at .*\.(ts|js)/);
  });
});
