import { setTimeout as sleep } from 'node:timers/promises';
import { type ProviderRequest, type ProviderRoute, UnreadablePayload } from '../../channels/contract';
import { eventually } from '../support/eventually';
import { type ApiUnderTest, startApi } from './api-under-test';
import { createFakeProvider } from './fake-provider';

describe('webhooks', () => {
  let api: ApiUnderTest;
  let got: ProviderRequest | null = null;
  let pulled = 0;
  let left = false;

  const route = (more: Pick<ProviderRoute, 'path' | 'handle'> & Partial<ProviderRoute>): ProviderRoute => ({
    method: 'POST',
    operationId: `Fake${more.path}`,
    summary: 'A fake',
    maxBodyBytes: 100,
    ...more,
  });

  async function* ticks(signal: AbortSignal): AsyncGenerator<string> {
    try {
      while (!signal.aborted) {
        yield `tick ${++pulled}\n`;
        await sleep(20);
      }
    } finally {
      left = true;
    }
  }

  const routes: ProviderRoute[] = [
    route({
      path: '',
      async handle(request) {
        got = request;
        return { status: 200, body: 'taken', headers: { 'content-type': 'text/plain' } };
      },
    }),
    route({
      path: '',
      method: 'GET',
      handle: async ({ query }) => ({ status: 200, body: { challenge: query.challenge } }),
    }),
    route({
      path: '/:channelId/unreadable',
      async handle() {
        throw new UnreadablePayload('This is of no form that the messenger has.');
      },
    }),
    route({
      path: '/broken',
      async handle() {
        throw new Error('secret detail');
      },
    }),
    route({
      path: '/stream',
      method: 'GET',
      handle: async ({ signal }) => ({
        status: 200,
        headers: { 'content-type': 'text/event-stream' },
        body: ticks(signal),
      }),
    }),
  ];

  beforeAll(async () => {
    api = await startApi({ name: 'webhooks', providers: [createFakeProvider(routes).provider] });
  });
  afterAll(() => api.end());

  it('hand the provider the bytes as they came, whatever they say to be', async () => {
    const body = '{"a":  "\\u00e4"}\n';
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-signature': 'abc' };
    const answer = await api.call('POST', '/webhooks/fake?x=1&x=2', { body, headers });
    expect([answer.status, answer.body, answer.headers.get('content-type')]).toEqual([
      200,
      'taken',
      expect.stringMatching(/^text\/plain/),
    ]);
    expect(got?.rawBody.toString()).toBe(body);
    expect(got?.headers['x-signature']).toBe('abc');
    expect(got?.query).toEqual({ x: '1' });
  });

  it('need no account', async () => {
    expect((await api.call('GET', '/webhooks/fake?challenge=42')).body).toEqual({ challenge: '42' });
  });

  it('refuse a body beyond the limit in words', async () => {
    got = null;
    const answer = await api.call('POST', '/webhooks/fake', { body: 'x'.repeat(101) });
    expect(answer.body).toMatchObject({
      status: 413,
      code: 'payload_too_large',
      detail: 'The body may have at most 100 bytes.',
    });
    expect(got).toBeNull();
  });

  it('refuse what the provider cannot read, and tell nothing of what breaks', async () => {
    const unreadable = await api.call('POST', '/webhooks/fake/c1/unreadable', { body: '{}' });
    expect(unreadable.body).toMatchObject({
      status: 400,
      code: 'invalid_request',
      detail: 'This is of no form that the messenger has.',
    });
    const broken = await api.call('POST', '/webhooks/fake/broken', { body: '{}' });
    expect(broken.body).toMatchObject({ status: 500, code: 'internal_error' });
    expect(JSON.stringify(broken.body)).not.toContain('secret detail');
    expect(api.logged.some((line) => line.includes('secret detail') && line.includes('"level":50'))).toBe(true);
  });

  it('know their methods, and answer OPTIONS and HEAD', async () => {
    expect((await api.call('PUT', '/webhooks/fake')).status).toBe(405);
    const options = await api.call('OPTIONS', '/webhooks/fake');
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'POST, GET, HEAD, OPTIONS']);
    expect((await api.call('HEAD', '/webhooks/fake/stream')).status).toBe(200);
    expect((await api.call('POST', '/webhooks/pigeon')).status).toBe(404);
  });

  it('stream as it comes, and stop when the caller leaves', async () => {
    const leaving = new AbortController();
    const response = await fetch(`${api.root}/webhooks/fake/stream`, { signal: leaving.signal });
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toMatch(/^tick 1\n/);
    await reader?.read();
    left = false;
    leaving.abort();
    await reader?.closed.catch(() => undefined);
    await eventually('the stream is left', async () => left);
  });
});
