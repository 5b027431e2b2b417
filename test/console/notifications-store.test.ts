import type { Notification } from '../../console/app/types';
import { createNotificationsStore } from '../../console/notifications/notifications-store';
import { placeOfNotification } from '../../console/notifications/place';
import { consoleDesk, problem } from './console-desk';

function note(id: string, given: Partial<Notification> = {}): Notification {
  return { id, text: id, link: null, chatId: 'chat', createdAt: '2026-03-05T10:00:00.000Z', readAt: null, ...given };
}

const read = { readAt: '2026-03-05T11:00:00.000Z' };

/** The store with these unread ones, and its list opened. */
async function opened(...unread: Notification[]) {
  const desk = consoleDesk();
  const store = createNotificationsStore(desk.services as never);
  await desk.last().answer(200, { items: unread, nextCursor: null });
  void store.list.reload();
  await desk.last().answer(200, { items: [...unread, note('old', read)], nextCursor: null });
  const shown = () => store.list.items.value?.map(({ id, readAt }) => (readAt === null ? `*${id}` : id));
  return { desk, store, shown };
}

test('what comes is counted and stands first, once, however often it is told', async () => {
  const { desk, store, shown } = await opened(note('a'));
  await desk.tell('notification.created', { notification: note('b') });
  await desk.tell('notification.created', { notification: note('b') });
  expect([store.unread.value, shown()]).toEqual([2, ['*b', '*a', 'old']]);
});

test('what came or was read while it was counted is in the count', async () => {
  const { desk, store } = await opened(note('a'));
  void store.refresh();
  const late = desk.last();
  await desk.tell('notification.created', { notification: note('b') });
  void store.markRead('a');
  await late.answer(200, { items: [note('a')], nextCursor: null });
  expect(store.unread.value).toBe(1);
});

test('one that is read shows at once, and is unread again when nobody could be told', async () => {
  const { desk, store, shown } = await opened(note('a'));
  void store.markRead('a');
  expect([store.unread.value, shown()]).toEqual([0, ['a', 'old']]);
  expect(desk.last()).toMatchObject({ method: 'POST', path: '/api/notifications/a/read' });
  await desk.last().answer(503, problem(503, 'store_unavailable'));
  expect([store.unread.value, shown()]).toEqual([1, ['*a', 'old']]);
});

test('all are read at once, but not what comes meanwhile; a refusal is told and leaves them as they are', async () => {
  const { desk, store, shown } = await opened(note('a'), note('b'));
  const refused = store.markAllRead();
  await desk.last().answer(503, problem(503, 'store_unavailable'));
  await expect(refused).rejects.toMatchObject({ code: 'store_unavailable' });
  expect([store.unread.value, shown()]).toEqual([2, ['*a', '*b', 'old']]);
  const done = store.markAllRead();
  const asked = desk.last();
  expect(asked.path).toBe('/api/notifications/read');
  await desk.tell('notification.created', { notification: note('c') });
  await asked.answer(200, {});
  await done;
  expect([store.unread.value, shown()]).toEqual([1, ['*c', 'a', 'b', 'old']]);
});

test('after the stream was interrupted both are asked for anew', async () => {
  const { desk, store, shown } = await opened(note('a'));
  await desk.resync();
  const [count, list] = desk.asked.slice(-2);
  expect(count?.path).toContain('unread=true');
  await count?.answer(200, { items: [], nextCursor: null });
  await list?.answer(200, { items: [note('a', read)], nextCursor: null });
  expect([store.unread.value, shown()]).toEqual([0, ['a']]);
});

test('a notification leads to what it names in the console, else to its chat', () => {
  const places = ['/api/cases/c1', '/api/chats/x', 'https://example.org', null].map((link) =>
    placeOfNotification({ link, chatId: 'chat' }),
  );
  expect(places).toEqual(['/cases/c1', '/chats/x', '/chats/chat', '/chats/chat']);
  const ofNoChat = ['/api/channels/c1', null].map((link) => placeOfNotification({ link, chatId: null }));
  expect(ofNoChat).toEqual(['/administration/channels/c1', '/chats']);
});
