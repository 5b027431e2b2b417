import { SignJWT } from 'jose';
import type { Permission, User } from '../../domain/user';
import { eventually } from '../support/eventually';
import {
  clientId,
  clientSecret,
  type IdentityServer,
  startIdentityServer,
  type TokenRequest,
} from '../support/identity-server/identity-server';
import { type ApiUnderTest, startApi } from './api-under-test';

describe('access tokens of an identity server', () => {
  let api: ApiUnderTest;
  let server: IdentityServer;
  let admin: User & { token: string };
  let people = 0;

  beforeAll(async () => {
    api = await startApi({ name: 'identity' });
    server = await startIdentityServer();
    admin = await api.addUser(['Administrator']);
    await set('IdentityServerUrl', server.root);
    await set('IdentityServerClientId', clientId);
    await set('IdentityServerClientSecret', clientSecret);
  });
  afterAll(async () => {
    await server.stop();
    await api.end();
  });

  const set = async (code: string, value: string) => {
    const answer = await api.call('PUT', `/api/settings/${code}`, { token: admin.token, body: { value } });
    expect(answer.status).toBe(200);
  };
  const me = (token: string) => api.call<User & { code: string }>('GET', '/api/users/me', { token });
  const statusWith = async (token: string) => (await me(token)).status;
  const newName = () => `person-${++people}`;
  const jwtOf = (request: TokenRequest) => server.issue({ resource: clientId, ...request });
  const opaqueOf = (request: TokenRequest) => server.issue(request);
  const now = () => Math.floor(Date.now() / 1_000);

  const kinds: Array<[string, (request: TokenRequest) => Promise<string>]> = [
    ['a JWT', jwtOf],
    ['an opaque token', opaqueOf],
  ];

  describe.each(kinds)('%s', (_kind, issue) => {
    it('makes an account at first sight, which is an operator too, and finds it again', async () => {
      const claims = { name: 'Anna Berg', preferred_username: newName() };
      const first = await me(await issue({ username: newName(), claims }));
      expect(first.status).toBe(200);
      expect(first.body).toMatchObject({ login: claims.preferred_username, name: 'Anna Berg', permissions: [] });
      expect(api.chores).toContainEqual({ kind: 'sync_user', userId: first.body.id });

      const username = newName();
      const once = await me(await issue({ username, claims }));
      const again = await me(await issue({ username, claims }));
      expect(once.body.id).not.toBe(first.body.id);
      expect(again.body.id).toBe(once.body.id);
      const status = await api.call('GET', '/api/operator/status', { token: await issue({ username, claims }) });
      expect(status.body).toMatchObject({ status: 'inactive' });
    });

    it('makes one account when many requests come at once', async () => {
      const token = await issue({ username: newName() });
      const answers = await Promise.all(Array.from({ length: 8 }, () => me(token)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    });

    it('brings permissions and roles by name; those that nobody knows count for nothing', async () => {
      const role = await api.call<{ id: string }>('POST', '/api/roles', {
        token: admin.token,
        body: { name: `First line ${newName()}` },
      });
      const { name } = role.body as { id: string; name?: string };
      const claims = { parley_permissions: ['CanManageChats', 'Root'], roles: [name, 'Nobody knows this one'] };
      const token = await issue({ username: newName(), claims });
      expect((await me(token)).body).toMatchObject({ permissions: ['CanManageChats'], roleIds: [role.body.id] });
      expect((await api.call('GET', '/api/queues', { token })).status).toBe(200);
      expect((await api.call('POST', '/api/roles', { token, body: { name: newName() } })).status).toBe(403);
    });

    it('has what it made and changed of an account in the audit log, once, as done by nobody here', async () => {
      const username = newName();
      const permissions = ['Administrator'];
      const { id } = (await me(await issue({ username, claims: { name: 'Anna' } }))).body;
      for (const claims of [{ parley_permissions: permissions }, {}]) await me(await issue({ username, claims }));
      const log = `/api/audit-log?subjectId=${id}`;
      const { body } = await api.call<{ items: object[] }>('GET', log, { token: admin.token });
      expect(body.items).toMatchObject([
        { user: null, what: 'ChangeUser', before: { permissions: [] }, after: { permissions } },
        { user: null, what: 'CreateUser', before: null, after: { id, name: 'Anna' } },
      ]);
    });

    it('leaves to the administrator what it does not speak of', async () => {
      const username = newName();
      const { id } = (await me(await issue({ username }))).body;
      const permissions: Permission[] = ['CanManageChats'];
      await api.call('PATCH', `/api/users/${id}`, { token: admin.token, body: { permissions } });
      expect((await me(await issue({ username, claims: { name: 'Another Name' } }))).body).toMatchObject({
        permissions,
        name: 'Another Name',
      });
    });

    it('gives nobody an account that has the same login already', async () => {
      const claims = { preferred_username: admin.login };
      const { body, status } = await me(await issue({ username: newName(), claims }));
      expect(status).toBe(200);
      expect(body.id).not.toBe(admin.id);
      expect(body.login).toMatch(new RegExp(`^${admin.login}~[0-9a-f]{8}$`));
      expect(body.permissions).toEqual([]);
    });

    it('is worth nothing after signing out with it; others of its owner are', async () => {
      const username = newName();
      const [token, other] = [await issue({ username }), await issue({ username })];
      expect(await statusWith(token)).toBe(200);
      expect((await api.call('POST', '/api/logout', { token })).status).toBe(204);
      expect([await statusWith(token), await statusWith(other)]).toEqual([401, 200]);
    });

    it('makes its owner inactive when he signs out with it', async () => {
      const username = newName();
      const [token, other] = [await issue({ username }), await issue({ username })];
      const active = { token: other, body: { status: 'active' } };
      expect((await api.call('PUT', '/api/operator/status', active)).status).toBe(200);
      expect((await api.call('POST', '/api/logout', { token })).status).toBe(204);
      const { body } = await api.call('GET', '/api/operator/status', { token: other });
      expect(body).toMatchObject({ status: 'inactive', reason: 'signed_out' });
    });

    it('is worth nothing after an administrator has ended the sessions of its owner', async () => {
      const token = await issue({ username: newName() });
      const { id } = (await me(token)).body;
      const ended = await api.call('DELETE', `/api/users/${id}/sessions`, { token: admin.token });
      expect([ended.status, await statusWith(token)]).toEqual([204, 401]);
    });
  });

  it('is accepted as a JWT from any client, but only for Parley', async () => {
    const [username, client] = [newName(), 'another'];
    expect(await statusWith(await jwtOf({ username, client }))).toBe(200);
    expect(await statusWith(await jwtOf({ username, client, resource: 'urn:other' }))).toBe(401);
  });

  it('is accepted as opaque only from the client of Parley, and no longer than seconds after it was asked about', async () => {
    expect(await statusWith(await opaqueOf({ username: newName(), client: 'another' }))).toBe(401);
    const token = await opaqueOf({ username: newName() });
    const before = await server.callsOf('/token/introspection');
    for (let call = 0; call < 5; call++) expect(await statusWith(token)).toBe(200);
    expect((await server.callsOf('/token/introspection')) - before).toBe(1);
  });

  it('of two tokens the one that was issued last says what its owner may', async () => {
    const sub = newName();
    const common = { iss: server.root, aud: clientId, sub, exp: now() + 600 };
    const older = await server.sign({ ...common, iat: now() - 60, parley_permissions: 'Administrator CanManageChats' });
    const newer = await server.sign({ ...common, iat: now() - 30, parley_permissions: [] });
    expect((await me(older)).body.permissions).toEqual(['CanManageChats', 'Administrator']);
    expect((await me(newer)).body.permissions).toEqual([]);
    expect((await me(older)).body.permissions).toEqual([]);
  });

  it('is refused as a JWT that is spoilt in any way', async () => {
    const good = { iss: server.root, aud: clientId, sub: newName(), iat: now(), exp: now() + 600 };
    expect(await statusWith(await server.sign(good))).toBe(200);
    const { sub: _, ...nobodys } = good;
    const { exp: __, ...endless } = good;
    const secret = new TextEncoder().encode(clientSecret.padEnd(32, ' '));
    const spoilt = {
      'of another issuer': await server.sign({ ...good, iss: 'https://elsewhere.example' }),
      'for another audience': await server.sign({ ...good, aud: ['urn:other'] }),
      'run out': await server.sign({ ...good, exp: now() - 60 }),
      'not valid yet': await server.sign({ ...good, nbf: now() + 60 }),
      'without an end': await server.sign(endless),
      'of nobody': await server.sign(nobodys),
      'bound to a key': await server.sign({ ...good, cnf: { jkt: 'abc' } }),
      'an ID token': await server.sign({ ...good, nonce: 'n' }, { typ: 'JWT' }),
      'signed with the secret': await new SignJWT(good)
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
        .sign(secret),
      unsigned: `${[{ alg: 'none', typ: 'at+jwt' }, good].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`,
      'changed on its way': `${await server.sign(good)}`.replace(/\.[^.]{3}/, '.AAA'),
      nonsense: 'a.b.c',
    };
    for (const [what, token] of Object.entries(spoilt)) expect([what, await statusWith(token)]).toEqual([what, 401]);
  });

  it('ends when it runs out', async () => {
    // Long enough for the first call with it.
    const lastsSeconds = 10;
    const token = await opaqueOf({ username: newName(), lifetime: lastsSeconds });
    expect(await statusWith(token)).toBe(200);
    await eventually('the token has run out', async () => (await statusWith(token)) === 401);
  });

  it('has no password here, neither to change nor to be given', async () => {
    const token = await jwtOf({ username: newName() });
    const { id, login } = (await me(token)).body;
    const body = { oldPassword: 'whatever', newPassword: 'a fine password' };
    const changed = await api.call('PUT', '/api/account/password', { token, body });
    const given = await api.call('PATCH', `/api/users/${id}`, {
      token: admin.token,
      body: { password: 'a fine password' },
    });
    for (const answer of [changed, given]) expect(answer).toMatchObject({ status: 409, body: { code: 'no_password' } });
    const signedIn = await api.call('POST', '/api/login', { body: { login, password: 'a fine password' } });
    expect(signedIn.status).toBe(401);
  });

  it('does not make an installation safe to leave without an administrator who has a password', async () => {
    const token = await jwtOf({ username: newName(), claims: { parley_permissions: ['Administrator'] } });
    const kept = await api.call('PATCH', `/api/users/${admin.id}`, { token, body: { permissions: [] } });
    expect(kept).toMatchObject({ status: 400, body: { errors: { permissions: expect.any(String) } } });
  });

  it('is accepted with a new key of the issuer, and with the old one no more', async () => {
    const username = newName();
    const before = await jwtOf({ username });
    expect(await statusWith(before)).toBe(200);
    await server.rotateKeys();
    const after = await jwtOf({ username });
    await eventually('the new key is known', async () => (await statusWith(after)) === 200);
    expect(await statusWith(before)).toBe(401);
  });

  it('holds changed settings at the next request', async () => {
    const tokens = [await jwtOf({ username: newName() }), await opaqueOf({ username: newName() })];
    const statuses = () => Promise.all(tokens.map(statusWith));
    expect(await statuses()).toEqual([200, 200]);
    await set('IdentityServerClientSecret', '');
    expect(await statuses()).toEqual([200, 401]);
    await set('IdentityServerClientSecret', clientSecret);
    await set('IdentityServerClientId', 'another');
    expect(await statuses()).toEqual([401, 401]);
    await set('IdentityServerClientId', clientId);
    await set('IdentityServerUrl', '');
    expect(await statuses()).toEqual([401, 401]);
    await set('IdentityServerUrl', server.root);
    expect(await statuses()).toEqual([200, 200]);
  });

  it('cannot be judged while the identity server is away or refuses us, which is said; sessions of our own go on', async () => {
    const opaque = await opaqueOf({ username: newName() });
    await set('IdentityServerClientSecret', 'a wrong one');
    const refusing = await me(opaque);
    await set('IdentityServerClientSecret', clientSecret);
    await server.stop();
    const away = await me(opaque);
    for (const answer of [refusing, away]) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'identity_server_unreachable' } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(await statusWith(admin.token)).toBe(200);
    expect(await statusWith('parley_nobody')).toBe(401);
    await server.start();
    await eventually(
      'it is asked again',
      async () => (await statusWith(await opaqueOf({ username: newName() }))) === 200,
    );
  });

  it('leaves neither tokens nor the secret in the database or the log', async () => {
    const tokens = [await jwtOf({ username: newName() }), await opaqueOf({ username: newName() })];
    for (const token of tokens) {
      expect(await statusWith(token)).toBe(200);
      await api.call('POST', '/api/logout', { token });
    }
    const everything = await api.stored();
    for (const secret of [...tokens, clientSecret]) {
      expect(everything.includes(secret)).toBe(false);
      expect(api.logged.some((line) => line.includes(secret))).toBe(false);
    }
  });

  it('cannot be set up by whoever is no administrator: he would make himself one', async () => {
    const { token } = await api.addUser(['CanManageChats']);
    for (const code of ['IdentityServerUrl', 'IdentityServerClientId', 'IdentityServerClientSecret']) {
      const answer = await api.call('PUT', `/api/settings/${code}`, { token, body: { value: '' } });
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
  });
});
