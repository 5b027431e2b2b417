import { type ApiUnderTest, startApi } from './api-under-test';

const password = 'a fine password';

interface ListedSession {
  id: string;
  ip: string;
  isThis: boolean;
}

describe('signing in and out', () => {
  let api: ApiUnderTest;
  let address = 0;

  beforeAll(async () => {
    api = await startApi({ name: 'session', trustedProxies: 1 });
  });
  afterAll(() => api.end());

  const freshIp = () => `10.0.0.${++address}`;
  const login = (ip: string, credentials: { login: string; password: string }) =>
    api.call('POST', '/api/login', { body: credentials, headers: { 'x-forwarded-for': ip } });

  const statusWith = async (token: string) => (await api.call('GET', '/api/users/me', { token })).status;

  it('gives a token and the account, whatever the capitals of the login', async () => {
    const user = await api.addUser(['CanManageChats']);
    const answer = await login(freshIp(), { login: user.login.toUpperCase(), password });
    const { token: _, ...account } = user;
    expect(answer.status).toBe(200);
    expect(answer.body.user).toEqual(account);
    const me = await api.call('GET', '/api/users/me', { token: String(answer.body.token) });
    expect(me.body).toEqual(account);
  });

  it('answers a wrong password and an unknown login alike', async () => {
    const user = await api.addUser();
    const wrong = await login(freshIp(), { login: user.login, password: 'not this one' });
    const unknown = await login(freshIp(), { login: 'nobody', password: 'not this one' });
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('www-authenticate')).toBe('Bearer');
    expect(unknown.body).toEqual(wrong.body);
  });

  it('refuses an address that fails ten times with a login, though others may still sign in with it', async () => {
    const user = await api.addUser();
    const [guesser, owner] = [freshIp(), freshIp()];
    for (let attempt = 0; attempt < 10; attempt++) {
      expect((await login(guesser, { login: user.login, password: `guess ${attempt}` })).status).toBe(401);
    }
    const refused = await login(guesser, { login: user.login, password });
    expect(refused.body).toMatchObject({ status: 429, code: 'too_many_attempts' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await login(owner, { login: user.login, password })).status).toBe(200);
  });

  it('counts guesses that come at the same moment', async () => {
    const user = await api.addUser();
    const ip = freshIp();
    const guesses = Array.from({ length: 30 }, (_, attempt) =>
      login(ip, { login: user.login, password: `guess ${attempt}` }),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(20);
  });

  it('refuses an address that fails a hundred times with whatever logins', async () => {
    const ip = freshIp();
    for (let batch = 0; batch < 10; batch++) {
      await Promise.all(
        Array.from({ length: 10 }, (_, n) => login(ip, { login: `nobody-${batch}-${n}`, password: 'guess' })),
      );
    }
    const user = await api.addUser();
    expect((await login(ip, { login: user.login, password })).status).toBe(429);
  });

  it('forgets the failures of whoever then signs in', async () => {
    const user = await api.addUser();
    const ip = freshIp();
    for (let round = 0; round < 3; round++) {
      for (let attempt = 0; attempt < 6; attempt++) await login(ip, { login: user.login, password: 'typed wrongly' });
      expect((await login(ip, { login: user.login, password })).status).toBe(200);
    }
  });

  it('ends the session at logout and leaves his others alone', async () => {
    const user = await api.addUser();
    const other = await api.signIn(user);
    expect((await api.call('POST', '/api/logout', { token: user.token })).status).toBe(204);
    expect((await api.call('GET', '/api/users/me', { token: user.token })).status).toBe(401);
    expect((await api.call('GET', '/api/users/me', { token: other })).status).toBe(200);
  });

  it('prolongs a session that is in use', async () => {
    const user = await api.addUser();
    const soon = new Date(Date.now() + 60_000);
    await api.storage.sessions.model.updateMany({ userId: user.id }, { $set: { expiresAt: soon } });
    await api.call('GET', '/api/users/me', { token: user.token });
    const [session] = await api.storage.sessions.model.find({ userId: user.id }).lean();
    expect(session?.expiresAt.getTime()).toBeGreaterThan(Date.now() + 11 * 3_600_000);
  });

  it('ends the other sessions of whoever gets a new password', async () => {
    const admin = await api.addUser(['Administrator']);
    const user = await api.addUser();
    const changed = await api.call('PATCH', `/api/users/${user.id}`, {
      token: admin.token,
      body: { password: 'another password' },
    });
    expect(changed.status).toBe(200);
    expect((await api.call('GET', '/api/users/me', { token: user.token })).status).toBe(401);
    expect((await login(freshIp(), { login: user.login, password })).status).toBe(401);
    expect((await login(freshIp(), { login: user.login, password: 'another password' })).status).toBe(200);
  });

  it('shows whoever is signed in his open sessions, and ends one of them', async () => {
    const user = await api.addUser();
    const other = await api.addUser();
    const answer = await login('10.9.8.7', { login: user.login, password });
    const token = String(answer.body.token);
    const { items } = (await api.call<{ items: ListedSession[] }>('GET', '/api/sessions', { token })).body;
    expect(items.map(({ ip, isThis }) => [ip, isThis])).toEqual([
      ['10.9.8.7', true],
      ['127.0.0.1', false],
    ]);
    const [, earlier] = items;
    const foreign = await api.call('DELETE', `/api/sessions/${earlier?.id}`, { token: other.token });
    expect([foreign.status, await statusWith(user.token)]).toEqual([404, 200]);
    const ended = await api.call('DELETE', `/api/sessions/${earlier?.id}`, { token });
    expect([ended.status, await statusWith(user.token), await statusWith(token)]).toEqual([204, 401, 200]);
    expect(JSON.stringify(items)).not.toContain(token);
  });

  it('ends all but the one that asks', async () => {
    const user = await api.addUser();
    const [second, third] = [await api.signIn(user), await api.signIn(user)];
    const stranger = await api.addUser();
    expect((await api.call('DELETE', '/api/sessions', { token: second })).status).toBe(204);
    const statuses = await Promise.all([user.token, second, third, stranger.token].map(statusWith));
    expect(statuses).toEqual([401, 200, 401, 200]);
  });

  it('lets an administrator end all sessions of an account', async () => {
    const admin = await api.addUser(['Administrator']);
    const user = await api.addUser();
    const second = await api.signIn(user);
    const end = (id: string, token: string) => api.call('DELETE', `/api/users/${id}/sessions`, { token });
    expect((await end(user.id, (await api.addUser(['CanManageChats'])).token)).status).toBe(403);
    expect((await end('nobody', admin.token)).status).toBe(404);
    expect((await end(user.id, admin.token)).status).toBe(204);
    expect(await Promise.all([user.token, second, admin.token].map(statusWith))).toEqual([401, 401, 200]);
  });

  it('changes the password of whoever knows the old one, and ends his other sessions', async () => {
    const user = await api.addUser();
    const other = await api.signIn(user);
    const change = (oldPassword: string, newPassword: string) =>
      api.call('PUT', '/api/account/password', { token: user.token, body: { oldPassword, newPassword } });
    expect(await change('not this one', 'another password')).toMatchObject({
      status: 400,
      body: { errors: { oldPassword: 'is wrong' } },
    });
    expect(await change(password, 'short')).toMatchObject({
      status: 400,
      body: { errors: { newPassword: expect.any(String) } },
    });
    expect(await statusWith(other)).toBe(200);
    expect((await change(password, 'another password')).status).toBe(204);
    expect([await statusWith(user.token), await statusWith(other)]).toEqual([200, 401]);
    expect((await login(freshIp(), { login: user.login, password })).status).toBe(401);
    expect((await login(freshIp(), { login: user.login, password: 'another password' })).status).toBe(200);
  });

  it('lets nobody guess a password by changing it: those guesses count as at signing in', async () => {
    const user = await api.addUser();
    const ip = freshIp();
    const guess = (oldPassword: string) =>
      api.call('PUT', '/api/account/password', {
        token: user.token,
        body: { oldPassword, newPassword: 'another password' },
        headers: { 'x-forwarded-for': ip },
      });
    for (let attempt = 0; attempt < 10; attempt++) expect((await guess(`guess ${attempt}`)).status).toBe(400);
    expect(await guess(password)).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } });
    expect((await login(ip, { login: user.login, password })).status).toBe(429);
  });

  it('keeps passwords and tokens out of the database and the log', async () => {
    const user = await api.addUser();
    const answer = await login(freshIp(), { login: user.login, password });
    const token = String(answer.body.token);
    await api.call('GET', `/api/users/me?token=${token}`, { token });
    const everything = JSON.stringify(
      await Promise.all(
        (await api.database.listCollections()).map(({ name }) => api.database.collection(name).find().toArray()),
      ),
    );
    for (const secret of [token, password]) {
      expect(everything.includes(secret)).toBe(false);
      expect(api.logged.some((line) => line.includes(secret))).toBe(false);
    }
  });
});
