import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../support/api-client';
import { createTeam, createTelegramChannel, setSetting } from '../support/builders';
import { eventually } from '../support/eventually';
import { processOf } from '../support/held-process';
import { type Parley, startParley } from '../support/parley';
import { chatsOf, only } from '../support/routing-scenes';
import { tracesOf } from '../support/traces';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
});

afterAll(() => parley.stop());

const dayMs = 24 * 60 * 60_000;

/** A client's chat with a file, completed so many days ago. */
async function chatOf(
  {
    bot,
    operator,
    channelId,
  }: { bot: ReturnType<Parley['telegram']['createBot']>; operator: ApiClient; channelId: string },
  daysAgo: number | null,
) {
  const word = `word${randomUUID().replace(/-/g, '')}`;
  bot.client({ firstName: 'Ada' }).sendDocument({ bytes: Buffer.from(word), fileName: `${word}.pdf`, caption: word });
  const { id } = await eventually('it is offered', async () => (await operator.mine()).offered[0]);
  await operator.accept(id);
  await eventually('its file is stored', async () =>
    (await operator.conversation(id)).some(({ attachments }) => attachments[0]?.status === 'stored'),
  );
  if (daysAgo !== null) {
    await operator.close(id);
    const completedAt = new Date(Date.now() - daysAgo * dayMs);
    await parley.storage.chats.model.updateOne({ _id: id }, { $set: { completedAt } });
  }
  return { id, word, channelId };
}

test('deletes chats that were completed before that, with messages and files, and counts them in the audit log', async () => {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const bot = parley.telegram.createBot();
  const channel = await createTelegramChannel(parley, { bot, queueId: queue.id });
  const scene = { bot, operator: only(operators), channelId: channel.id };
  const old = [await chatOf(scene, 31), await chatOf(scene, 400)];
  const told = await chatOf(scene, 31);
  const { contactId = '' } = (await parley.storage.chats.get(told.id)) ?? {};
  const { id: caseId } = await parley.storage.cases.open(
    {
      ...{ id: randomUUID(), subject: 'Kept', status: 'open', notes: '', chatId: told.id, contactId },
      ...{ queueId: queue.id, operatorId: only(operators).userId, createdAt: new Date(), history: [] },
    },
    { isFirst: true },
  );
  const recent = await chatOf(scene, 29);
  const open = await chatOf(scene, null);

  const { retention } = processOf(parley);
  expect(await retention.deleteSome()).toBe(false);
  expect(await chatsOf(parley, channel.id)).toHaveLength(5);

  // A worker looks at the setting once a minute, and at its start.
  await setSetting(parley, 'RetentionDays', 30);
  await parley.startWorker();
  await eventually('the old ones are gone', async () => (await chatsOf(parley, channel.id)).length === 2);
  expect((await chatsOf(parley, channel.id)).map(({ id }) => id)).toEqual([recent.id, open.id]);
  expect(
    await tracesOf(
      parley,
      old.map(({ word }) => word),
    ),
  ).toEqual([]);
  expect(
    await tracesOf(
      parley,
      old.map(({ id }) => id),
    ),
  ).toEqual([]);
  for (const { id } of old) expect((await parley.admin.call('GET', `/api/chats/${id}`)).status).toBe(404);
  for (const { word } of [recent, open])
    expect(await tracesOf(parley, [word])).toEqual(
      expect.arrayContaining(['file_contents.chunks data (content)', 'messages text']),
    );
  const log = await parley.admin.ok<{ items: object[] }>('GET', '/api/audit-log?what=DeleteOldChats');
  expect(log.items).toMatchObject([{ user: null, after: { chats: 3 } }]);
  expect(await parley.admin.ok('GET', `/api/cases/${caseId}`)).toMatchObject({
    subject: 'Kept',
    chat: { id: told.id, number: null },
    transcriptUrl: null,
  });
});

test('a backlog goes in batches, each chat counted once, however many work on it', async () => {
  const { model } = parley.storage.chats;
  const rows = Array.from({ length: 50 }, (_, index) => ({
    _id: `old-${index}`,
    number: 1_000_000 + index,
    status: 'completed',
    completedAt: new Date(Date.now() - 100 * dayMs),
  }));
  await model.insertMany(rows);
  await setSetting(parley, 'RetentionDays', 30);
  const processes = [processOf(parley), processOf(parley)];
  await Promise.all(
    processes.map(async ({ retention }) => {
      while (await retention.deleteSome());
    }),
  );
  expect(await model.countDocuments({ _id: /^old-/ })).toBe(0);
  const log = await parley.admin.ok<{ items: object[] }>('GET', '/api/audit-log?what=DeleteOldChats');
  expect(log.items).toMatchObject([{ after: { chats: 53 } }]);
});

test.each([0, -1, 1.5, 'soon', 40_000])('is a whole number of days, or empty: not %p', async (value) => {
  const reply = await parley.admin.call<{ errors: { value: string } }>('PUT', '/api/settings/RetentionDays', { value });
  expect([reply.status, reply.body.errors.value]).toEqual([400, expect.stringMatching(/must be/)]);
});

test('neither retention nor an erasure reads more than is to go, however much else there is', async () => {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const bot = parley.telegram.createBot();
  const channel = await createTelegramChannel(parley, { bot, queueId: queue.id });
  const scene = { bot, operator: only(operators), channelId: channel.id };
  await chatOf(scene, 31);
  const { id } = await chatOf(scene, null);
  const { contact } = await parley.admin.chat(id);
  await fill(500);
  const { db } = parley.storage.chats.model.db;
  await db?.command({ profile: 2 });
  await setSetting(parley, 'RetentionDays', 30);
  await processOf(parley).retention.deleteSome();
  expect((await parley.admin.call('DELETE', `/api/contacts/${contact.id}`)).status).toBe(204);
  await db?.command({ profile: 0 });
  const profiled = (await db?.collection('system.profile').find().toArray()) ?? [];
  expect(profiled.length).toBeGreaterThan(20);
  const long = profiled.filter(({ keysExamined = 0, docsExamined = 0 }) => Math.max(keysExamined, docsExamined) > 100);
  expect(long.map(({ ns, planSummary, command }) => [ns, planSummary, JSON.stringify(command)])).toEqual([]);
});

/** Others' rows, as many of each kind. */
async function fill(count: number): Promise<void> {
  const { chats, messages, liveEvents, idempotencyKeys, contacts } = parley.storage;
  const rows = (make: (index: number) => object) => Array.from({ length: count }, (_, index) => make(index));
  const at = new Date();
  const raw = { lean: true } as const;
  await chats.model.insertMany(
    rows((index) => ({ _id: `c${index}`, number: 10 ** 7 + index, status: 'completed', completedAt: at })),
    raw,
  );
  await messages.model.insertMany(
    rows((index) => ({ _id: `m${index}`, chatId: `c${index}`, attachments: [{ fileId: `f${index}` }] })),
    raw,
  );
  await contacts.model.insertMany(
    rows((index) => ({ _id: `p${index}`, identities: [{ provider: 'none', clientId: `${index}` }] })),
    raw,
  );
  await liveEvents.model.insertMany(rows((index) => ({ event: { chatId: `c${index}` }, at })));
  await idempotencyKeys.model.insertMany(
    rows((index) => ({ _id: `k${index}`, fingerprint: `POST /api/chats/c${index}/x`, resourceId: `r${index}` })),
    raw,
  );
}
