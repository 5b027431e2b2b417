import { contactId } from '../support/administering-calls';
import type { ApiClient } from '../support/api-client';
import { auditLog } from '../support/audit-log';
import { createTeam, createWebchatChannel } from '../support/builders';
import { eventually } from '../support/eventually';
import { type Parley, startParley } from '../support/parley';
import { clientWrites, pair } from '../support/routing-scenes';

const hourMs = 3_600_000;

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
});

afterAll(() => parley.stop());

const log = (query: string) => auditLog(parley.admin, query);

/** Does something while no hour ends. */
async function inTheMiddleOfTheHourOf(atMs: number, work: () => Promise<unknown>): Promise<void> {
  const timers = ['nextTick', 'setImmediate', 'setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] as const;
  const now = (Math.floor(atMs / hourMs) + 0.5) * hourMs;
  jest.useFakeTimers({ now, doNotFake: [...timers, 'queueMicrotask'] });
  try {
    await work();
  } finally {
    jest.useRealTimers();
  }
}

async function readChat() {
  const { queue, operators } = await createTeam(parley, { size: 2, active: false });
  const [holder, colleague] = pair(operators);
  await holder.setStatus('active');
  const { chat, visitor } = await clientWrites(parley, (await createWebchatChannel(parley, queue.id)).id);
  await parley.storage.auditLog.model.deleteMany({ 'subject.id': chat.id });
  return { holder, colleague, visitor, chatId: chat.id };
}

test('reading another’s chat is written down, once for each reader and hour', async () => {
  const { holder, colleague, chatId } = await readChat();
  const now = Date.now();
  await inTheMiddleOfTheHourOf(now, async () => {
    for (const user of [colleague, parley.admin]) {
      await user.conversation(chatId);
      await user.conversation(chatId);
      await user.chat(chatId);
    }
  });
  await holder.chat(chatId);
  await holder.accept(chatId);
  await holder.conversation(chatId);
  const readers = (await log(`what=ReadChat&subjectId=${chatId}`)).map(({ user }) => user?.id);
  expect(readers.sort()).toEqual([colleague.userId, parley.admin.userId].sort());

  await inTheMiddleOfTheHourOf(now + hourMs, () => colleague.conversation(chatId));
  expect(await log(`what=ReadChat&subjectId=${chatId}&userId=${colleague.userId}`)).toHaveLength(2);
});

test('reading another’s chat whose messages a search shows is written down, and what was looked for is not', async () => {
  const { holder, colleague, visitor, chatId } = await readChat();
  const word = `needle${chatId.replaceAll('-', '')}`;
  await visitor.write(word);
  const found = async (user: ApiClient) =>
    (await user.ok<{ items: Array<{ id: string }> }>('GET', `/api/chats?view=all&q=${word}`)).items;
  await eventually('it is found', async () => (await found(holder)).length === 1);
  await inTheMiddleOfTheHourOf(Date.now(), async () => {
    for (let time = 0; time < 2; time += 1) expect(await found(colleague)).toMatchObject([{ id: chatId }]);
  });
  const readers = (await log(`what=ReadChat&subjectId=${chatId}`)).map(({ user }) => user?.id);
  expect(readers).toEqual([colleague.userId]);
  expect(JSON.stringify(await parley.storage.auditLog.model.find().lean())).not.toContain(word);
});

test('reading a chat that one has, is offered or is shown is nobody else’s', async () => {
  const { queue, operators } = await createTeam(parley, { size: 2, rule: 'ToEveryone' });
  const { chat } = await clientWrites(parley, (await createWebchatChannel(parley, queue.id)).id);
  for (const operator of operators) await operator.conversation(chat.id);
  // The administrator has looked at it while it was routed; an hour may have ended meanwhile.
  const readers = (await log(`what=ReadChat&subjectId=${chat.id}`)).map(({ user }) => user?.id);
  expect([...new Set(readers)]).toEqual([parley.admin.userId]);
});

test('reading a contact’s export is written down', async () => {
  const id = await contactId(parley);
  await parley.admin.ok('GET', `/api/contacts/${id}/export?files=true`);
  expect(await log(`subjectId=${id}`)).toMatchObject([{ what: 'ExportContact', outcome: 'done' }]);
});
