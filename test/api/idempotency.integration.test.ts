import { type ApiUnderTest, startApi } from './api-under-test';

describe('Idempotency-Key', () => {
  let api: ApiUnderTest;
  let token: string;
  let keys = 0;

  beforeAll(async () => {
    api = await startApi({ name: 'idempotency' });
    token = (await api.addUser(['Administrator'])).token;
  });
  afterAll(() => api.end());

  const freshKey = () => `key-${keys++}`;
  const addRole = (key: string, name: string, as = token) =>
    api.call('POST', '/api/roles', { token: as, body: { name }, headers: { 'idempotency-key': key } });
  const rolesNamed = async (name: string) => api.storage.roles.model.countDocuments({ name });

  it('gives a repeated request the first one’s answer and does it once', async () => {
    const key = freshKey();
    const first = await addRole(key, 'once');
    const second = await addRole(key, 'once');
    expect(first.status).toBe(201);
    expect([second.status, second.body]).toEqual([first.status, first.body]);
    expect(await rolesNamed('once')).toBe(1);
  });

  it('does the work once, however many ask at the same moment', async () => {
    const key = freshKey();
    const answers = await Promise.all(Array.from({ length: 8 }, () => addRole(key, 'together')));
    const done = answers.filter(({ status }) => status === 201);
    const told = answers.filter(({ status }) => status === 409).map(({ body }) => body.code);
    expect(done.length).toBeGreaterThanOrEqual(1);
    expect(new Set(done.map(({ body }) => body.id)).size).toBe(1);
    expect(told).toEqual(told.map(() => 'request_in_progress'));
    expect(done.length + told.length).toBe(8);
    expect(await rolesNamed('together')).toBe(1);
  });

  it('refuses the key for another body or another route', async () => {
    const key = freshKey();
    await addRole(key, 'mine');
    expect((await addRole(key, 'another')).body).toMatchObject({ status: 409, code: 'idempotency_key_reused' });
    const elsewhere = await api.call('POST', '/api/queues', {
      token,
      body: { name: 'mine', routingRule: 'ToMostFree' },
      headers: { 'idempotency-key': key },
    });
    expect(elsewhere.body).toMatchObject({ status: 409, code: 'idempotency_key_reused' });
    expect(await rolesNamed('another')).toBe(0);
  });

  it('keeps the keys of different users apart', async () => {
    const key = freshKey();
    const other = await api.addUser(['Administrator']);
    const mine = await addRole(key, 'of one');
    const his = await addRole(key, 'of the other', other.token);
    expect([mine.status, his.status]).toEqual([201, 201]);
    expect(his.body.id).not.toBe(mine.body.id);
  });

  it('lets what was refused be asked again with the same key', async () => {
    const taken = await addRole(freshKey(), 'taken');
    const key = freshKey();
    expect((await addRole(key, 'taken')).body.code).toBe('name_taken');
    await api.call('DELETE', `/api/roles/${taken.body.id}`, { token });
    expect((await addRole(key, 'taken')).status).toBe(201);
  });

  it('refuses to run beside an attempt that is under way', async () => {
    const key = freshKey();
    const wanted = await begunAttempt(key, 'slow');
    expect((await addRole(key, 'slow')).body).toMatchObject({ status: 409, code: 'request_in_progress' });
    expect(wanted).not.toBe('');
  });

  it('makes the request of a process that died again, for the same resource', async () => {
    const key = freshKey();
    const resourceId = await begunAttempt(key, 'orphan');
    await api.storage.idempotencyKeys.model.updateOne(
      { resourceId },
      { $set: { runningUntil: new Date(Date.now() - 1) } },
    );
    const answer = await addRole(key, 'orphan');
    expect([answer.status, answer.body.id]).toEqual([201, resourceId]);
  });

  it('finds what a lost attempt had done, and does not do it twice', async () => {
    const key = freshKey();
    const resourceId = await begunAttempt(key, 'half done');
    await api.storage.inTransaction((tx) => api.storage.roles.create({ id: resourceId, name: 'half done' }, tx));
    await api.storage.idempotencyKeys.model.updateOne(
      { resourceId },
      { $set: { runningUntil: new Date(Date.now() - 1) } },
    );
    expect(await addRole(key, 'half done')).toMatchObject({ status: 201, body: { id: resourceId, name: 'half done' } });
    expect(await rolesNamed('half done')).toBe(1);
  });

  it.each([
    ['', 400],
    ['x'.repeat(256), 400],
    ['x'.repeat(255), 201],
  ])('takes a key of 1 to 255 characters', async (key, status) => {
    expect((await addRole(key, `length ${key.length}`)).status).toBe(status);
  });

  it('creates two things for two requests without a key', async () => {
    const body = { name: 'Twice', routingRule: 'ToMostFree' };
    const [first, second] = [
      await api.call('POST', '/api/queues', { token, body }),
      await api.call('POST', '/api/queues', { token, body }),
    ];
    expect(first.body.id).not.toBe(second.body.id);
  });

  /** As if another process had begun: makes the request's row by letting it fail, then takes it up again. */
  async function begunAttempt(key: string, name: string): Promise<string> {
    const blocker = await api.call('POST', '/api/roles', { token, body: { name } });
    expect((await addRole(key, name)).body.code).toBe('name_taken');
    await api.call('DELETE', `/api/roles/${blocker.body.id}`, { token });
    const row = await api.storage.idempotencyKeys.model.findOne({ reply: null }).sort({ createdAt: -1 }).lean();
    await api.storage.idempotencyKeys.model.updateOne(
      { _id: row?._id },
      { $set: { runningUntil: new Date(Date.now() + 30_000) } },
    );
    return row?.resourceId ?? '';
  }
});
