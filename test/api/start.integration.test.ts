import { once } from 'node:events';
import { createServer } from 'node:net';
import express from 'express';
import { makeFirstAccount } from '../../api/first-account';
import { addressOf, listen, stopListening } from '../../api/listen';
import { createWebchatProvider } from '../../channels/webchat/provider';
import { type ApiUnderTest, startApi } from './api-under-test';

describe('the first start', () => {
  let api: ApiUnderTest;

  beforeEach(async () => {
    api = await startApi({ name: 'first-start', hasPresets: true, providers: [createWebchatProvider()] });
  });
  afterEach(() => api.end());

  it('makes one account and one starter, however many processes start together', async () => {
    const starter = createWebchatProvider();
    const made = await Promise.all(
      [1, 2, 3, 4].map(() => makeFirstAccount(api.deps, { password: undefined, starter })),
    );
    const account = made.find((one) => one !== null);
    expect(made.filter((one) => one !== null).length).toBe(1);
    const body = { login: 'admin', password: account?.madePassword };
    const { status, body: signedIn } = await api.call('POST', '/api/login', { body });
    expect([status, signedIn.user]).toEqual([
      200,
      expect.objectContaining({ permissions: ['CanManageChats', 'Administrator'] }),
    ]);
    const token = String(signedIn.token);
    const list = async (path: string) => (await api.call<{ items: object[] }>('GET', path, { token })).body.items;
    const { id: userId } = signedIn.user as { id: string };
    const queues = await list('/api/queues');
    expect(queues).toEqual([
      expect.objectContaining({ name: 'Support', routingRule: 'ToMostFree', operators: [{ userId }] }),
    ]);
    const [queue] = queues as Array<{ id: string }>;
    expect(await list('/api/channels')).toEqual([
      expect.objectContaining({
        name: 'Website chat',
        provider: 'webchat',
        active: true,
        queueId: queue?.id,
        language: 'en',
      }),
    ]);
    expect(await list('/api/chat-actions')).toEqual([
      expect.objectContaining({ name: 'Create case', queueId: queue?.id, process: 'CreateCaseFromChat' }),
    ]);
    expect(api.chores).toContainEqual({ kind: 'sync_queue_members', queueId: queue?.id });
    expect(await api.storage.operators.get(userId)).toMatchObject({ status: 'inactive' });
  });

  it('takes the password that it is given, and makes nothing but the account', async () => {
    const password = 'chosen by me';
    expect(await makeFirstAccount(api.deps, { password, starter: null })).toEqual({
      login: 'admin',
      madePassword: null,
    });
    expect((await api.call('POST', '/api/login', { body: { login: 'admin', password } })).status).toBe(200);
    expect(await api.storage.queues.any()).toBe(false);
    expect(await makeFirstAccount(api.deps, { password: 'another one', starter: null })).toBeNull();
  });
});

describe('the port', () => {
  it('is the next free one when none was asked for, and refused in words when a taken one was', async () => {
    const app = express();
    const first = await listen(app, { host: '127.0.0.1', port: undefined });
    const second = await listen(app, { host: '127.0.0.1', port: undefined });
    const portOf = (address: string) => Number(new URL(address).port);
    try {
      expect(portOf(addressOf(first))).toBeGreaterThanOrEqual(3000);
      expect(portOf(addressOf(second))).toBeGreaterThan(portOf(addressOf(first)));
      const taken = portOf(addressOf(first));
      await expect(listen(app, { host: '127.0.0.1', port: taken })).rejects.toThrow(
        `Port ${taken} on 127.0.0.1 is taken`,
      );
    } finally {
      await Promise.all([stopListening(first), stopListening(second)]);
    }
  });

  it('is free again once the server has stopped', async () => {
    const server = await listen(express(), { host: '127.0.0.1', port: 0 });
    const { port } = new URL(addressOf(server));
    await stopListening(server);
    const next = createServer().listen(Number(port), '127.0.0.1');
    await once(next, 'listening');
    next.close();
  });
});
