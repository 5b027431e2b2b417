import { type ApiUnderTest, startApi } from './api-under-test';
import { createFakeProvider } from './fake-provider';

describe('users, roles and queues', () => {
  let api: ApiUnderTest;
  let token: string;
  let names = 0;

  beforeAll(async () => {
    api = await startApi({ name: 'administration', providers: [createFakeProvider().provider] });
    token = (await api.addUser(['Administrator'])).token;
  });
  afterAll(() => api.end());
  beforeEach(() => api.chores.splice(0));

  const name = (what: string) => `${what} ${++names}`;
  const call = (method: string, path: string, body?: object) => api.call(method, path, { token, body });
  const add = async (path: string, body: object) => String((await call('POST', path, body)).body.id);
  const addRole = () => add('/api/roles', { name: name('Role') });
  const addQueue = (more: object = {}) =>
    add('/api/queues', { name: name('Queue'), routingRule: 'ToMostFree', ...more });
  const addUser = (more: object = {}) =>
    add('/api/users', { login: name('login').replace(' ', '-'), name: 'Ann', password: 'long enough', ...more });

  it('makes a new user an inactive operator', async () => {
    const id = await addUser();
    expect(await api.storage.operators.get(id)).toMatchObject({ name: 'Ann', status: 'inactive', load: 0 });
    expect(api.chores).toEqual([{ kind: 'sync_user', userId: id }]);
  });

  it('refuses a login that another has, whatever its capitals', async () => {
    const login = name('Taken').replace(' ', '-');
    await addUser({ login });
    const answer = await call('POST', '/api/users', { login: login.toUpperCase(), name: 'x', password: 'long enough' });
    expect(answer.body).toMatchObject({ status: 409, code: 'name_taken' });
  });

  it('never shows a password or its hash', async () => {
    const id = await addUser();
    for (const path of ['/api/users', `/api/users/${id}`]) {
      expect(JSON.stringify((await call('GET', path)).body)).not.toMatch(/password|scrypt/i);
    }
  });

  it('renames the operator with the user and brings his queues in line with his roles', async () => {
    const [id, role] = [await addUser(), await addRole()];
    api.chores.splice(0);
    const answer = await call('PATCH', `/api/users/${id}`, { name: 'Anna', roleIds: [role] });
    expect(answer.body).toMatchObject({ name: 'Anna', roleIds: [role] });
    expect((await api.storage.operators.get(id))?.name).toBe('Anna');
    expect(api.chores).toEqual([{ kind: 'sync_user', userId: id }]);
  });

  it('keeps one administrator, also when two take it from each other at the same moment', async () => {
    const alone = await startApi({ name: 'last-administrator' });
    try {
      const [one, two] = [await alone.addUser(['Administrator']), await alone.addUser(['Administrator'])];
      const answers = await Promise.all([
        alone.call('PATCH', `/api/users/${two.id}`, { token: one.token, body: { permissions: [] } }),
        alone.call('PATCH', `/api/users/${one.id}`, { token: two.token, body: { permissions: [] } }),
      ]);
      expect(answers.map(({ status }) => status)).toContain(200);
      expect(await alone.storage.users.model.countDocuments({ permissions: 'Administrator' })).toBe(1);
    } finally {
      await alone.end();
    }
  });

  it('does not delete a role that a queue uses, and takes a deleted one from its users', async () => {
    const role = await addRole();
    const user = await addUser({ roleIds: [role] });
    const queue = await addQueue({ operators: [{ roleId: role }] });
    expect((await call('DELETE', `/api/roles/${role}`)).body).toMatchObject({ status: 409, code: 'role_in_use' });
    await call('PATCH', `/api/queues/${queue}`, { operators: [] });
    expect((await call('DELETE', `/api/roles/${role}`)).status).toBe(204);
    expect((await call('GET', `/api/users/${user}`)).body.roleIds).toEqual([]);
    expect((await call('DELETE', `/api/roles/${role}`)).status).toBe(404);
  });

  it('never leaves a queue with a role that is deleted in the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const [role, queue] = [await addRole(), await addQueue()];
      const [, removed] = await Promise.all([
        call('PATCH', `/api/queues/${queue}`, { operators: [{ roleId: role }] }),
        call('DELETE', `/api/roles/${role}`),
      ]);
      const stored = await api.storage.queues.get(queue);
      expect(removed.status === 204 && stored?.operators.length === 1).toBe(false);
    }
  });

  it('has defaults for a queue and takes fractions of minutes', async () => {
    const answer = await call('POST', '/api/queues', {
      name: 'Q',
      routingRule: 'ToEveryone',
      completionTimeoutMinutes: 0.05,
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.any(String),
      name: 'Q',
      routingRule: 'ToEveryone',
      completionTimeoutMinutes: 0.05,
      keepOpenWhileUnanswered: false,
      operators: [],
    });
    expect((await call('GET', `/api/queues/${answer.body.id}`)).body).toEqual(answer.body);
  });

  it('tells what has to follow from a changed queue', async () => {
    const queue = await addQueue();
    expect(api.chores).toEqual([{ kind: 'sync_queue_members', queueId: queue }]);
    api.chores.splice(0);
    const user = await addUser();
    api.chores.splice(0);
    await call('PATCH', `/api/queues/${queue}`, {
      operators: [{ userId: user }, { userId: user }],
      routingRule: 'ToEveryone',
    });
    expect(api.chores).toEqual([
      { kind: 'sync_queue_members', queueId: queue },
      { kind: 'reroute_queue', queueId: queue },
    ]);
    expect((await api.storage.queues.get(queue))?.operators).toEqual([{ userId: user }]);
    api.chores.splice(0);
    await call('PATCH', `/api/queues/${queue}`, { name: 'Renamed' });
    expect(api.chores).toEqual([]);
  });

  it('finds the queues of a user and the users of a queue through roles as well', async () => {
    const role = await addRole();
    const [direct, byRole] = [await addUser(), await addUser({ roleIds: [role] })];
    const queue = await addQueue({ operators: [{ userId: direct }, { roleId: role }] });
    const { queues } = api.storage;
    expect((await queues.memberUserIds(queue)).sort()).toEqual([direct, byRole].sort());
    expect(await queues.ofUser({ userId: direct, roleIds: [] })).toEqual([queue]);
    expect(await queues.ofUser({ userId: byRole, roleIds: [role] })).toEqual([queue]);
    expect(await queues.ofUser({ userId: 'another', roleIds: [] })).toEqual([]);
  });

  it('does not delete a queue that a channel leads to', async () => {
    const queueId = await addQueue();
    const channel = await add('/api/channels', { provider: 'fake', settings: { token: '77:x' }, queueId });
    expect((await call('DELETE', `/api/queues/${queueId}`)).body).toMatchObject({ status: 409, code: 'queue_in_use' });
    await call('PATCH', `/api/channels/${channel}`, { queueId: null });
    expect((await call('DELETE', `/api/queues/${queueId}`)).status).toBe(204);
    expect((await call('GET', `/api/queues/${queueId}`)).status).toBe(404);
  });

  it.each([
    [
      'en',
      ['To everyone: the first to take it has it', 'To the most free: one operator at a time, the least loaded first'],
    ],
    [
      'ru',
      [
        'Всем: чат достаётся тому, кто возьмёт первым',
        'Самому свободному: по одному оператору, начиная с наименее занятого',
      ],
    ],
  ])(
    'lists the routing rules with their titles in the language of the caller, %s',
    async (language, [first, second]) => {
      const headers = { 'Accept-Language': language };
      const { body } = await api.call('GET', '/api/routing-rules', { token, headers });
      expect(body).toEqual({
        items: [
          { code: 'ToEveryone', title: first },
          { code: 'ToMostFree', title: second },
        ],
        nextCursor: null,
      });
    },
  );

  it('pages through a list without leaving out or repeating, while others add and remove', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 8; index++) ids.push(await addRole());
    const seen: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const query: string = cursor === null ? '?limit=3' : `?limit=3&cursor=${cursor}`;
      const { body } = await api.call<{ items: Array<{ id: string }>; nextCursor: string | null }>(
        'GET',
        `/api/roles${query}`,
        { token },
      );
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
      pages++;
      if (pages === 1) {
        ids.push(await addRole());
        await call('DELETE', `/api/roles/${seen[0]}`);
      }
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => ids.includes(id))).toEqual(ids);
  });
});
