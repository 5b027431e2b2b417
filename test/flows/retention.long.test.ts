import { randomUUID } from 'node:crypto';
import { connectDatabase } from '../../storage/database';
import { createStorage, type Storage } from '../../storage/storage';
import type { ApiClient } from '../support/api-client';
import { auditLog } from '../support/audit-log';
import { beginErasure } from '../support/begin-erasure';
import { createTeam, createTelegramChannel, setSetting } from '../support/builders';
import { eventually } from '../support/eventually';
import { processOf } from '../support/held-process';
import { type Parley, startParley, testServers, withDatabase } from '../support/parley';
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
  const { id } = await eventually('it is offered', async () =>
    (await operator.mine()).offered.find(({ lastMessage }) => lastMessage?.text === word),
  );
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

/** Over all days: a run may see midnight. */
async function deletedInAll(): Promise<number> {
  const log = await auditLog(parley.admin, 'what=DeleteOldChats');
  return log.reduce((sum, { after }) => sum + Number(after?.chats), 0);
}

test('deletes chats that were completed before that, with messages and files, and counts them in the audit log', async () => {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const bot = parley.telegram.createBot();
  const channel = await createTelegramChannel(parley, { bot, queueId: queue.id });
  const scene = { bot, operator: only(operators), channelId: channel.id };
  const old = await Promise.all([31, 400].map((daysAgo) => chatOf(scene, daysAgo)));
  const [told, recent, open] = await Promise.all([chatOf(scene, 31), chatOf(scene, 29), chatOf(scene, null)]);
  const { contactId = '' } = (await parley.storage.chats.get(told.id)) ?? {};
  const { id: caseId } = await parley.storage.cases.open(
    {
      ...{ id: randomUUID(), subject: 'Kept', status: 'open', notes: '', chatId: told.id, contactId },
      ...{ queueId: queue.id, operatorId: only(operators).userId, createdAt: new Date(), history: [] },
    },
    { isFirst: true },
  );

  const { retention } = processOf(parley);
  expect(await retention.deleteSome()).toBe(false);
  expect(await chatsOf(parley, channel.id)).toHaveLength(5);

  // A relay looks at the setting once a minute, and at its start.
  await setSetting(parley, 'RetentionDays', 30);
  const ending = new AbortController();
  const relaying = processOf(parley).relay.run(ending.signal);
  await eventually('the old ones are gone', async () => (await chatsOf(parley, channel.id)).length === 2);
  ending.abort();
  await relaying;
  expect((await chatsOf(parley, channel.id)).map(({ id }) => id).sort()).toEqual([recent.id, open.id].sort());
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
  const log = await auditLog(parley.admin, 'what=DeleteOldChats');
  expect(new Set(log.map(({ user }) => user))).toEqual(new Set([null]));
  expect(await deletedInAll()).toBe(3);
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
  const before = await deletedInAll();
  await model.insertMany(rows);
  await setSetting(parley, 'RetentionDays', 30);
  const processes = [processOf(parley), processOf(parley)];
  await Promise.all(
    processes.map(async ({ retention }) => {
      while (await retention.deleteSome());
    }),
  );
  // The running workers may have taken some of them.
  await eventually('all are gone', async () => (await model.countDocuments({ _id: /^old-/ })) === 0);
  expect(await deletedInAll()).toBe(before + rows.length);
});

test.each([0, -1, 1.5, 'soon', 40_000])('is a whole number of days, or empty: not %p', async (value) => {
  const reply = await parley.admin.call<{ errors: { value: string } }>('PUT', '/api/settings/RetentionDays', { value });
  expect([reply.status, reply.body.errors.value]).toEqual([400, expect.stringMatching(/must be/)]);
});

/** A process by hand that keeps chats for so many days, and what MongoDB noted of its commands and nobody else's. */
async function profiledProcess(days: number) {
  const appName = `under-test-${randomUUID()}`;
  const uri = new URL(withDatabase(testServers().mongodbUri, parley.name));
  uri.searchParams.set('appName', appName);
  const database = await connectDatabase(uri.toString());
  const storage = createStorage(database, parley.installation);
  const get = (async (code, ...more) =>
    code === 'RetentionDays' ? days : storage.settings.get(code, ...more)) as Storage['settings']['get'];
  const { db } = parley.storage.chats.model.db;
  if (db === undefined) throw new Error('there is no connection');
  await db.command({ profile: 2 });
  return {
    ...processOf(parley, { ...storage, settings: { ...storage.settings, get } }),

    async profiled() {
      await db.command({ profile: 0 });
      await database.close();
      return db.collection('system.profile').find({ appName }).toArray();
    },
  };
}

test('neither retention nor an erasure reads more than is to go, however much else there is', async () => {
  // Only the process that is looked at deletes anything.
  await setSetting(parley, 'RetentionDays', '');
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const bot = parley.telegram.createBot();
  const channel = await createTelegramChannel(parley, { bot, queueId: queue.id });
  const scene = { bot, operator: only(operators), channelId: channel.id };
  const { id: oldId } = await chatOf(scene, 31);
  const { id } = await chatOf(scene, null);
  const { contact } = await parley.admin.chat(id);
  await fill(500);
  const process = await profiledProcess(30);
  await process.retention.deleteSome();
  await beginErasure(process, contact.id);
  await process.erasing.goOn(contact.id, 60_000);
  const commands = await process.profiled();
  expect((await chatsOf(parley, channel.id)).map((chat) => chat.id)).not.toContain(oldId);
  expect(await parley.storage.contacts.get(contact.id)).toBeNull();
  expect(commands.length).toBeGreaterThan(20);
  const long = commands.filter(({ keysExamined = 0, docsExamined = 0 }) => Math.max(keysExamined, docsExamined) > 100);
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
