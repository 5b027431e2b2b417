import { type ApiUnderTest, startApi } from './api-under-test';

describe('without its stores', () => {
  let api: ApiUnderTest;
  let token: string;

  beforeAll(async () => {
    api = await startApi({ name: 'outage' });
    token = (await api.addUser(['Administrator'])).token;
  });
  afterAll(() => api.end());

  it('is ready while only Temporal is away', async () => {
    const answer = await api.call('GET', '/health/ready');
    expect([answer.status, answer.body]).toEqual([200, { status: 'ready', mongodb: true, temporal: false }]);
  });

  it('measures requests by route, not by address', async () => {
    await api.call('GET', '/api/queues/some-id', { token });
    const { body } = await api.call<string>('GET', '/metrics');
    expect(body).toContain('route="/api/queues/{id}",status="404"');
    expect(body).not.toContain('some-id');
  });

  it('says so when MongoDB is away, and that it is worth asking again', async () => {
    await api.database.close();
    const answer = await api.call('GET', '/api/queues', { token });
    expect(answer.body).toMatchObject({ status: 503, code: 'store_unavailable' });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await api.call('POST', '/api/login', { body: { login: 'a', password: 'b' } })).status).toBe(503);
    expect((await api.call('GET', '/health/ready')).status).toBe(503);
    expect((await api.call('GET', '/health/live')).status).toBe(200);
  });
});
