import type { User } from '../../domain/user';
import { type ApiUnderTest, startApi } from './api-under-test';

interface Status {
  status: string;
  reason: string;
  changedAt: string;
}

type Account = User & { token: string };

describe('an operator who signs out', () => {
  let api: ApiUnderTest;
  let admin: Account;

  beforeAll(async () => {
    api = await startApi({ name: 'signing-out' });
    admin = await api.addUser(['Administrator']);
  });
  afterAll(() => api.end());

  const statusOf = async ({ id }: User) =>
    (await api.call<Status>('GET', `/api/operators/${id}/status`, { token: admin.token })).body;
  const set = (token: string, status: string) => api.call('PUT', '/api/operator/status', { token, body: { status } });

  /** Somebody who is active, signed in on two devices. */
  async function atWork(): Promise<{ user: Account; phone: string }> {
    const user = await api.addUser();
    await set(user.token, 'active');
    return { user, phone: await api.signIn(user) };
  }

  const sessionIdOf = async (token: string) => {
    const { items } = (
      await api.call<{ items: Array<{ id: string; isThis: boolean }> }>('GET', '/api/sessions', { token })
    ).body;
    return items.find(({ isThis }) => isThis)?.id;
  };

  it.each<[string, (of: { user: Account; phone: string }) => Promise<{ status: number }>]>([
    ['of the session that he works in', ({ user }) => api.call('POST', '/api/logout', { token: user.token })],
    ['of another one', ({ phone }) => api.call('POST', '/api/logout', { token: phone })],
    [
      'of another one, from this one',
      async ({ user, phone }) => api.call('DELETE', `/api/sessions/${await sessionIdOf(phone)}`, { token: user.token }),
    ],
    ['of all but this one', ({ user }) => api.call('DELETE', '/api/sessions', { token: user.token })],
    [
      'by an administrator’s ending his sessions',
      ({ user }) => api.call('DELETE', `/api/users/${user.id}/sessions`, { token: admin.token }),
    ],
    [
      'by an administrator’s giving him another password',
      ({ user }) =>
        api.call('PATCH', `/api/users/${user.id}`, { token: admin.token, body: { password: 'another password' } }),
    ],
  ])('%s is inactive', async (_how, end) => {
    const at = await atWork();
    expect((await end(at)).status).toBeLessThan(300);
    expect(await statusOf(at.user)).toMatchObject({ status: 'inactive', reason: 'signed_out' });
  });

  it('keeps the reason and the time of his being inactive when he was so before', async () => {
    const { user, phone } = await atWork();
    await set(user.token, 'inactive');
    const before = await statusOf(user);
    expect(before).toMatchObject({ status: 'inactive', reason: 'self' });
    expect((await api.call('POST', '/api/logout', { token: phone })).status).toBe(204);
    expect(await statusOf(user)).toEqual(before);
  });

  it('once is inactive for that once: signing out with the same token again is refused and does nothing', async () => {
    const { user, phone } = await atWork();
    expect((await api.call('POST', '/api/logout', { token: user.token })).status).toBe(204);
    await set(phone, 'active');
    expect((await api.call('POST', '/api/logout', { token: user.token })).status).toBe(401);
    expect(await statusOf(user)).toMatchObject({ status: 'active' });
  });

  it('nowhere, since there is no other session, stays active', async () => {
    const user = await api.addUser();
    await set(user.token, 'active');
    expect((await api.call('DELETE', '/api/sessions', { token: user.token })).status).toBe(204);
    expect((await api.call('DELETE', '/api/sessions/nothing', { token: user.token })).status).toBe(404);
    expect(await statusOf(user)).toMatchObject({ status: 'active' });
  });

  it('elsewhere by changing his own password stays active: he is still here', async () => {
    const { user, phone } = await atWork();
    const body = { oldPassword: 'a fine password', newPassword: 'another password' };
    expect((await api.call('PUT', '/api/account/password', { token: user.token, body })).status).toBe(204);
    expect((await api.call('GET', '/api/users/me', { token: phone })).status).toBe(401);
    expect(await statusOf(user)).toMatchObject({ status: 'active' });
    const own = await api.call('PATCH', `/api/users/${admin.id}`, {
      token: admin.token,
      body: { password: 'a new password' },
    });
    await set(admin.token, 'active');
    expect([own.status, (await statusOf(admin)).status]).toEqual([200, 'active']);
  });

  it('in the same moment as he sets himself active is inactive, whichever comes first', async () => {
    for (let round = 0; round < 10; round++) {
      const { user } = await atWork();
      await set(user.token, 'inactive');
      const [out] = await Promise.all([
        api.call('POST', '/api/logout', { token: user.token }),
        set(user.token, 'active'),
      ]);
      expect(out.status).toBe(204);
      expect((await statusOf(user)).status).toBe('inactive');
    }
  });
});
