import type { ProcessRun } from '../../console/app/types';
import { createDetailsStore } from '../../console/details/details-store';
import { outcomeLink } from '../../console/details/outcome-link';
import { createChatsStore } from '../../console/inbox/chats-store';
import { consoleDesk, inWork, problem, settle } from './console-desk';

function run(given: Partial<ProcessRun> = {}): ProcessRun {
  return {
    id: 'run',
    chatId: 'chat',
    action: { id: 'action', name: 'Create case' },
    process: 'CreateCaseFromChat',
    title: 'Create a case',
    startedBy: { id: 'me', name: 'Olga' },
    status: 'started',
    outcome: null,
    failure: null,
    startedAt: '2026-03-05T10:00:00.000Z',
    endedAt: null,
    ...given,
  };
}

const finished = run({ status: 'finished', outcome: { text: 'Case 1 is open.', link: '/api/cases/1' } });

async function opened() {
  const desk = consoleDesk();
  const chat = inWork({ id: 'chat' });
  const chats = desk.services.store(createChatsStore as never) as ReturnType<typeof createChatsStore>;
  await desk.last().answer(200, { offered: [], available: [], active: [chat] });
  const store = createDetailsStore(desk.services as never, 'chat');
  const answer = async (path: string, body: unknown) => {
    const call = desk.asked.filter((one) => one.path.startsWith(path)).at(-1);
    await call?.answer(200, body);
  };
  const arrive = async (runs: ProcessRun[] = []) => {
    await answer('/api/chats/chat/actions', { items: [], nextCursor: null });
    await answer('/api/chats/chat/processes', { items: runs, nextCursor: null });
    const details = desk.asked.filter(({ path, method }) => path === '/api/chats/chat' && method === 'GET').at(-1);
    await details?.answer(200, { ...chat, routingLog: [] });
  };
  return { desk, chats, chat, store, arrive };
}

test('a process is shown as it runs, and with what came of it, whatever is heard first', async () => {
  const { desk, store, arrive } = await opened();
  await arrive();
  await desk.tell('process.started', { process: run() });
  expect(store.runs.value?.map(({ status }) => status)).toEqual(['started']);
  await desk.tell('process.finished', { process: finished });
  await desk.tell('process.started', { process: run() });
  expect(store.runs.value).toEqual([finished]);
  await desk.tell('process.finished', { process: run({ id: 'other', chatId: 'another', status: 'failed' }) });
  expect(store.runs.value).toHaveLength(1);
});

test('an outcome that came while the list was on its way is not lost', async () => {
  const { desk, store, arrive } = await opened();
  await desk.tell('process.finished', { process: finished });
  await arrive([run()]);
  expect(store.runs.value).toEqual([finished]);
});

test('a start whose answer never came is asked for again as the same, and a new one as another', async () => {
  const { desk, store, arrive } = await opened();
  await arrive();
  const keyOf = () => desk.last().headers.get('Idempotency-Key');
  const lost = store.run('action');
  const first = keyOf();
  await desk.last().fail();
  await expect(lost).rejects.toMatchObject({ code: 'unreachable' });
  const again = store.run('action');
  expect(keyOf()).toBe(first);
  await desk.last().answer(202, { processId: 'run' });
  await desk.last().answer(200, run());
  await again;
  void store.run('action').catch(() => undefined);
  expect(keyOf()).not.toBe(first);
  await desk.last().answer(409, problem(409, 'chat_completed'));
});

test('the chat is as it is heard of, and its log is loaded anew only when it was moved', async () => {
  const { desk, store, chat, arrive } = await opened();
  await arrive();
  const before = desk.asked.length;
  await desk.tell('chat.updated', { chat: { ...chat, unreadCount: 4 } });
  expect(store.chat.value?.unreadCount).toBe(4);
  expect(desk.asked).toHaveLength(before);
  await desk.tell('chat.completed', { chat: { ...chat, status: 'completed' } });
  expect(desk.asked.length).toBeGreaterThan(before);
});

test('nothing is heard, and nothing shown, after it was left', async () => {
  const { desk, store, arrive } = await opened();
  store.leave();
  await arrive([run()]);
  await desk.tell('process.finished', { process: finished });
  await settle();
  expect(store.runs.value).toBeNull();
});

test.each([
  ['/api/cases/1a', { kind: 'inside', path: '/cases/1a' }],
  ['/api/orders/1a', { kind: 'inside', path: '/cases/orders/1a' }],
  ['/api/channels/1a', { kind: 'inside', path: '/administration/channels/1a' }],
  ['https://example.org/x', { kind: 'outside', url: 'https://example.org/x' }],
  ['javascript:alert(1)', null],
  ['/api/users/1', null],
  ['https://', null],
  [null, null],
])('an outcome’s link %p leads to %p', (link, expected) => {
  expect(outcomeLink(link)).toEqual(expected);
});
