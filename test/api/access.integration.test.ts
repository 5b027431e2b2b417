import type { Route } from '../../api/http/route';
import { allRoutes } from '../../api/routes/routes';
import type { Permission } from '../../domain/user';
import { type ApiUnderTest, startApi } from './api-under-test';
import { createFakeProvider } from './fake-provider';

const kinds: Record<string, Permission[]> = {
  'plain user': [],
  CanManageChats: ['CanManageChats'],
  Administrator: ['Administrator'],
};

const admitted: Record<Route['access'], string[]> = {
  anyone: Object.keys(kinds),
  signedIn: Object.keys(kinds),
  CanManageChats: ['CanManageChats', 'Administrator'],
  Administrator: ['Administrator'],
};

/** By name, so that none of them is opened to others by a slip: whoever makes accounts could make himself an administrator. */
const administratorsOnly = [
  ...['CreateUser', 'ChangeUser', 'EndSessionsOfUser', 'CreateRole', 'ChangeRole', 'DeleteRole'],
  ...['GetStatusOfOperator', 'SetStatusOfOperator', 'GetAuditLog', 'EraseContact', 'ExportContact'],
];

describe('access to every route', () => {
  let api: ApiUnderTest;
  let routes: Route[];

  beforeAll(async () => {
    api = await startApi({ name: 'access', providers: [createFakeProvider().provider] });
    routes = allRoutes(api.deps);
  });
  afterAll(() => api.end());

  /** What a route answers, as far as its status goes: streams are not waited for. */
  async function statusOf(route: Route, token?: string): Promise<{ status: number; code: unknown }> {
    const leaving = new AbortController();
    const response = await fetch(api.root + route.path.replace(/\{\w+\}/g, 'no-such-thing'), {
      method: route.method,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      signal: leaving.signal,
    });
    const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
    const code = isProblem ? ((await response.json()) as { code: string }).code : null;
    leaving.abort();
    return { status: response.status, code };
  }

  it('knows a dozen routes at least, each with an operationId of its own', () => {
    const ids = routes.map(({ operationId }) => operationId);
    expect(routes.length).toBeGreaterThan(12);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is an administrator’s alone where accounts, roles, others’ status, the audit log or all of a contact’s data is concerned', () => {
    const found = routes.filter(({ access }) => access === 'Administrator').map(({ operationId }) => operationId);
    expect(found.sort()).toEqual([...administratorsOnly].sort());
  });

  it('is open without a token only where it says so', async () => {
    for (const route of routes) {
      const { status, code } = await statusOf(route);
      if (route.access === 'anyone')
        expect([route.operationId, code]).not.toEqual([route.operationId, 'unauthenticated']);
      else expect([route.operationId, status, code]).toEqual([route.operationId, 401, 'unauthenticated']);
    }
  });

  it('refuses a token that nobody was given', async () => {
    for (const route of routes.filter(({ access }) => access !== 'anyone')) {
      expect([route.operationId, (await statusOf(route, 'AAAA')).status]).toEqual([route.operationId, 401]);
    }
  });

  it('refuses a token that has run out', async () => {
    const user = await api.addUser(['Administrator']);
    await api.storage.sessions.model.updateMany({ userId: user.id }, { $set: { expiresAt: new Date(Date.now() - 1) } });
    for (const route of routes.filter(({ access }) => access !== 'anyone')) {
      expect([route.operationId, (await statusOf(route, user.token)).status]).toEqual([route.operationId, 401]);
    }
  });

  it.each(Object.entries(kinds))(
    'lets a caller of the kind "%s" into the routes of his kind and no others',
    async (kind, permissions) => {
      const user = await api.addUser(permissions);
      for (const route of routes.filter(({ access }) => access !== 'anyone')) {
        const { status, code } = await statusOf(route, await api.signIn(user));
        const isAdmitted = status !== 401 && status !== 403;
        expect([route.operationId, isAdmitted]).toEqual([route.operationId, admitted[route.access].includes(kind)]);
        if (!isAdmitted) expect([status, code]).toEqual([403, 'forbidden']);
      }
    },
  );

  it('holds a change of permissions at the next request', async () => {
    const user = await api.addUser(['CanManageChats']);
    expect((await api.call('GET', '/api/queues', { token: user.token })).status).toBe(200);
    await api.storage.inTransaction((tx) => api.storage.users.change(user.id, { permissions: [] }, tx));
    expect((await api.call('GET', '/api/queues', { token: user.token })).status).toBe(403);
  });
});
