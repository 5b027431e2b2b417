import { randomUUID } from 'node:crypto';
import { createApp } from '../../api/app';
import { administers, type Route } from '../../api/http/route';
import { allRoutes } from '../../api/routes/routes';
import { buildDeps } from '../../api/server';
import { administeringCalls, channelBody, contactId, queueBody } from '../support/administering-calls';
import { type AuditEntry, auditLog } from '../support/audit-log';
import { createQueue, createTeam, createUser, createWebchatChannel } from '../support/builders';
import { connectPages } from '../support/facebook/scene';
import { createFakeMessenger } from '../support/fake-messenger';
import { type Parley, startParley } from '../support/parley';
import { clientWrites, only, pair, untilStatus } from '../support/routing-scenes';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley({ providers: [createFakeMessenger().provider] });
  await parley.startWorker();
  // The first channel fills it in, which is an entry of its own.
  await parley.admin.ok('PUT', '/api/settings/SiteUrl', { value: parley.base });
});

afterAll(() => parley.stop());

const log = (query: string) => auditLog(parley.admin, query);

function routesThatAdminister(): Route[] {
  const deps = buildDeps(parley.deps, { trustedProxies: 0 });
  return allRoutes(deps).filter(administers);
}

test('every route that administers is tried', () => {
  expect(
    routesThatAdminister()
      .map(({ operationId }) => operationId)
      .sort(),
  ).toEqual(Object.keys(administeringCalls).sort());
});

test.each(Object.entries(administeringCalls))(
  '%s is written down: who did it, when, and to what',
  async (operationId, prepare) => {
    const { method } = only(routesThatAdminister().filter((one) => one.operationId === operationId));
    const { path, id, body } = await prepare(parley);
    const known = new Set((await log(`what=${operationId}`)).map((entry) => entry.id));
    const from = Date.now();
    const reply = await parley.admin.call<{ id?: string }>(method, path, body);
    expect([reply.status < 300, reply.body]).toEqual([true, reply.body]);
    const entries = (await log(`what=${operationId}`)).filter((entry) => !known.has(entry.id));
    const entry = only(entries.filter(({ subject }) => subject.id === (id ?? reply.body.id ?? subject.id)));
    expect(entry).toMatchObject({
      user: { id: parley.admin.userId, name: 'Administrator' },
      subject: { kind: expect.stringMatching(/./) },
      outcome: 'done',
    });
    expect(Date.parse(entry.at)).toBeGreaterThanOrEqual(from);
    expect(JSON.stringify(entries)).not.toMatch(/secret/);
  },
);

describe('an entry', () => {
  test('of a creation has what is there since, of a change what differs, of a removal what was there', async () => {
    const body = { ...queueBody(), completionTimeoutMinutes: 5 };
    const { id } = await parley.admin.ok<{ id: string }>('POST', '/api/queues', body);
    await parley.admin.ok('PATCH', `/api/queues/${id}`, { name: 'Sales', completionTimeoutMinutes: 5 });
    await parley.admin.ok('DELETE', `/api/queues/${id}`);
    const [removed, changed, created] = await log(`subjectKind=queue&subjectId=${id}`);
    expect(created).toMatchObject({ what: 'CreateQueue', before: null, after: { name: 'Support' } });
    expect(changed).toMatchObject({
      what: 'ChangeQueue',
      fields: ['completionTimeoutMinutes', 'name'],
      before: { name: 'Support' },
      after: { name: 'Sales' },
    });
    expect(removed).toMatchObject({ what: 'DeleteQueue', before: { name: 'Sales' }, after: null });
  });

  test('says that a secret was changed, and never which', async () => {
    const { userId } = await createUser(parley);
    await parley.admin.ok('PATCH', `/api/users/${userId}`, { password: 'horse battery staple' });
    const [entry] = await log(`subjectId=${userId}`);
    expect(entry).toMatchObject({ fields: ['password'], before: {}, after: {} });
    await parley.admin.ok('PUT', '/api/settings/IdentityServerClientSecret', { value: 'horse battery staple' });
    const [set] = await log('subjectId=IdentityServerClientSecret');
    expect(set).toMatchObject({ before: { isSet: false }, after: { isSet: true } });
    expect(JSON.stringify(await parley.storage.auditLog.model.find().lean())).not.toContain('staple');
  });

  test('is there with its change or not at all: what is refused leaves none', async () => {
    const queue = await createQueue(parley);
    await parley.admin.ok('POST', '/api/channels', { ...channelBody(), queueId: queue.id });
    const before = await log('');
    for (const [method, path, body] of [
      ['DELETE', `/api/queues/${queue.id}`, undefined],
      ['PATCH', `/api/queues/${queue.id}`, { routingRule: 'ToNobody' }],
      ['PUT', `/api/operators/nobody/status`, { status: 'active' }],
      ['POST', `/api/channels/nobody/connect`, undefined],
      ['DELETE', '/api/contacts/nobody', undefined],
    ] as const)
      expect((await parley.admin.call(method, path, body)).status).toBeGreaterThanOrEqual(400);
    expect(await log('')).toEqual(before);
  });

  test('is written once of a request that is repeated', async () => {
    const ask = () =>
      parley.admin.call<{ id: string }>('POST', '/api/queues', queueBody(), { 'Idempotency-Key': 'the same queue' });
    const { id } = (await ask()).body;
    await ask();
    // As when the first attempt died before its answer was kept.
    await parley.storage.idempotencyKeys.model.updateMany(
      { resourceId: id },
      { reply: null, runningUntil: new Date(0) },
    );
    expect((await ask()).body.id).toBe(id);
    expect(await log(`subjectId=${id}`)).toHaveLength(1);
  });

  test('stays marked as asked when nobody knows whether it was done', async () => {
    const { userId } = await createUser(parley);
    const { storage } = parley.deps;
    const broken = {
      ...parley.deps,
      storage: { ...storage, operators: { ...storage.operators, change: () => Promise.reject(new Error('broken')) } },
    };
    const { app } = createApp(buildDeps(broken, { trustedProxies: 0 }));
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const reply = await fetch(`http://127.0.0.1:${port}/api/operators/${userId}/status`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${parley.admin.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ status: 'active' }),
    });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(reply.status).toBe(500);
    expect(await log(`subjectId=${userId}&what=SetStatusOfOperator`)).toMatchObject([{ outcome: 'asked' }]);
  });
});

test('what an administrator does to others’ chats is written down; what their operator does is not', async () => {
  const { queue, operators } = await createTeam(parley, { size: 2 });
  const [first, second] = pair(operators);
  const channel = await createWebchatChannel(parley, queue.id);
  const { chat } = await clientWrites(parley, channel.id);
  const holder = chat.routingLog[0]?.operator?.id === first.userId ? first : second;
  const other = holder === first ? second : first;
  await holder.accept(chat.id);
  await holder.ok('POST', `/api/chats/${chat.id}/transfer`, { operatorId: other.userId });
  // Once an hour; one may have ended meanwhile.
  expect(new Set((await log(`subjectId=${chat.id}`)).map(({ what }) => what))).toEqual(new Set(['ReadChat']));
  await parley.admin.ok('POST', `/api/chats/${chat.id}/transfer`, { operatorId: holder.userId });
  await parley.admin.close(chat.id);
  await untilStatus(parley, chat.id, 'completed');
  const entries = (await log(`subjectId=${chat.id}`)).filter(({ what }) => what !== 'ReadChat');
  expect(entries).toMatchObject([
    { what: 'CloseActiveChat', before: { status: 'active' }, after: { status: 'completed' } },
    { what: 'TransferChat', before: { operatorId: other.userId }, after: { operatorId: holder.userId } },
  ]);
});

test('no entry holds a client’s name or number', async () => {
  const id = await contactId(parley);
  await parley.admin.ok('PATCH', `/api/contacts/${id}`, { firstName: 'Xanthippe', phone: '+49309999999' });
  expect(await log(`subjectId=${id}`)).toMatchObject([{ what: 'ChangeContact', fields: ['firstName', 'phone'] }]);
  expect(JSON.stringify(await parley.storage.auditLog.model.find().lean())).not.toMatch(/Xanthippe|309999999/);
});

test('each page that becomes a channel is an entry of its own, and so is a renewed login', async () => {
  const page = parley.facebook.createPage({ name: 'Southwind' });
  const [channel] = await connectPages(parley.admin, [page]);
  await connectPages(parley.admin, [page]);
  expect(await log(`subjectId=${channel?.id}`)).toMatchObject([
    { what: 'CreateFacebookChannels', subject: { kind: 'channel' }, before: {} },
    { what: 'CreateFacebookChannels', subject: { kind: 'channel' }, before: null, after: { name: 'Southwind' } },
  ]);
});

describe('the log', () => {
  test('is filtered by who, what, subject and time, and paged while entries come', async () => {
    const boss = await createUser(parley, { permissions: ['Administrator'] });
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1)
      ids.unshift((await boss.ok<{ id: string }>('POST', '/api/roles', { name: randomUUID() })).id);
    expect((await log(`userId=${boss.userId}`)).map(({ subject }) => subject.id)).toEqual(ids);
    const [newest, , middle] = await log(`userId=${boss.userId}&what=CreateRole`);
    const since = (await log(`userId=${boss.userId}&from=${middle?.at}`)).map(({ subject }) => subject.id);
    expect(since.slice(0, 3)).toEqual(ids.slice(0, 3));
    const until = await log(`userId=${boss.userId}&to=${newest?.at}`);
    expect(until.map(({ subject }) => subject.id)).not.toContain(ids[0]);
    expect(await log(`userId=${boss.userId}&subjectKind=user`)).toEqual([]);

    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: AuditEntry[]; nextCursor: string | null } = await parley.admin.ok(
        'GET',
        `/api/audit-log?limit=2&userId=${boss.userId}${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...page.items.map(({ subject }) => subject.id));
      if (cursor === '') await boss.ok('POST', '/api/roles', { name: randomUUID() });
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(ids);
  });

  test('is an administrator’s only', async () => {
    const manager = await createUser(parley, { permissions: ['CanManageChats'] });
    expect((await manager.call('GET', '/api/audit-log')).status).toBe(403);
  });
});

describe('the history of a setting', () => {
  test('tells who changed it when, from what to what, also to who manages chats', async () => {
    const manager = await createUser(parley, { name: 'Mia', permissions: ['CanManageChats'] });
    const path = '/api/settings/OmniChatOperatorAcceptChatTimeout';
    await manager.ok('PUT', path, { value: 3 });
    await manager.ok('PUT', path, { value: 4 });
    const { items } = await manager.ok<{ items: AuditEntry[] }>('GET', `${path}/history?limit=2`);
    expect(items).toMatchObject([
      { user: { name: 'Mia' }, before: { value: 3 }, after: { value: 4 } },
      { user: { name: 'Mia' }, before: { value: 5 }, after: { value: 3 } },
    ]);
    expect((await manager.call('GET', '/api/settings/Colour/history')).status).toBe(404);
  });

  test('tells also of the public address that the first channel filled in', async () => {
    const fresh = await startParley();
    const channel = { provider: 'webchat', name: 'Website', settings: {}, active: false, language: 'en' };
    await fresh.admin.ok('POST', '/api/channels', { ...channel, queueId: null });
    const { items } = await fresh.admin.ok<{ items: AuditEntry[] }>('GET', '/api/settings/SiteUrl/history');
    expect(items).toMatchObject([{ what: 'CreateChannel', before: { value: '' }, after: { value: fresh.base } }]);
    await fresh.stop();
  });
});
