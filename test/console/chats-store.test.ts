import { createChatsStore } from '../../console/inbox/chats-store';
import { consoleDesk, inWork, offered, problem, settle, shownChat } from './console-desk';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const none = { offered: [], available: [], active: [] };

async function loaded(lists: Partial<Record<'offered' | 'available' | 'active', unknown[]>> = {}) {
  const desk = consoleDesk();
  const chats = createChatsStore(desk.services);
  await desk.last().answer(200, { ...none, ...lists });
  const ids = () => ({
    offered: chats.lists.value.offered.map(({ id }) => id),
    available: chats.lists.value.available.map(({ id }) => id),
    active: chats.lists.value.active.map(({ id }) => id),
  });
  return { desk, chats, ids };
}

test('an offer that is taken goes into work, one that lapses goes, whatever the clock says', async () => {
  const { desk, ids } = await loaded();
  const chat = offered();
  const other = offered();
  await desk.tell('chat.offered', { chat });
  await desk.tell('chat.offered', { chat: other });
  jest.advanceTimersByTime(3_600_000);
  expect(ids()).toEqual({ offered: [chat.id, other.id], available: [], active: [] });
  await desk.tell('chat.updated', { chat: inWork({ id: chat.id }) });
  await desk.tell('chat.withdrawn', { chat: { ...other, status: 'waiting', offer: null } });
  expect(ids()).toEqual({ offered: [], available: [], active: [chat.id] });
});

test('a chat that is shown to all is there until another has it, also when he is heard of late', async () => {
  const { desk, ids } = await loaded();
  const [older, newer] = [shownChat(), shownChat()];
  await desk.tell('chat.available', { chat: newer });
  await desk.tell('chat.available', { chat: older });
  expect(ids().available).toEqual([older.id, newer.id]);
  await desk.tell('chat.withdrawn', {
    chat: inWork({ ...older, status: 'active', operator: { id: 'other', name: 'O' } }),
  });
  expect(ids().available).toEqual([newer.id]);
});

test('a chat that comes back to him before he heard that it was taken away stays in work', async () => {
  const { desk, ids } = await loaded();
  const chat = inWork();
  await desk.tell('chat.withdrawn', { chat });
  expect(ids().active).toEqual([chat.id]);
});

test('what is heard while the lists are on their way is not lost to them', async () => {
  const desk = consoleDesk();
  const chats = createChatsStore(desk.services);
  const [gone, mine] = [inWork(), inWork()];
  await desk.tell('chat.updated', { chat: mine });
  await desk.tell('chat.completed', { chat: { ...gone, status: 'completed' } });
  await desk.last().answer(200, { ...none, active: [gone] });
  expect(chats.lists.value.active.map(({ id }) => id)).toEqual([mine.id]);
});

test('after a gap all is loaded anew, once more if there was another gap meanwhile', async () => {
  const { desk, ids } = await loaded({ active: [inWork()] });
  await desk.resync();
  await desk.resync();
  expect(desk.asked).toHaveLength(2);
  await desk.last().answer(200, none);
  expect(desk.asked).toHaveLength(3);
  const chat = inWork();
  await desk.last().answer(200, { ...none, active: [chat] });
  expect(ids().active).toEqual([chat.id]);
});

test('a list that could not be loaded says so, and is there when it is asked for again', async () => {
  const desk = consoleDesk();
  const chats = createChatsStore(desk.services);
  await desk.last().fail();
  expect([chats.isLoaded.value, chats.error.value?.code]).toEqual([false, 'unreachable']);
  void chats.reload();
  await desk.last().answer(200, none);
  expect([chats.isLoaded.value, chats.error.value]).toEqual([true, null]);
});

test('when one of fifty free chats goes, the fifty-first is asked for', async () => {
  const shown = Array.from({ length: 50 }, () => shownChat());
  const { desk, ids } = await loaded({ available: shown });
  const [first] = shown;
  if (first === undefined) throw new Error('there are fifty');
  await desk.tell('chat.withdrawn', { chat: { ...first, status: 'active', operator: { id: 'other', name: 'O' } } });
  const next = shownChat();
  await desk.last().answer(200, { ...none, available: [...shown.slice(1), next] });
  expect(ids().available).toHaveLength(50);
  expect(ids().available.at(-1)).toBe(next.id);
});

describe('accepting', () => {
  test('happens once however often it is pressed, and the answer counts before the event comes', async () => {
    const chat = offered();
    const { desk, chats, ids } = await loaded({ offered: [chat] });
    const first = chats.accept(chat.id);
    expect(chats.busy.value.has(chat.id)).toBe(true);
    expect(await chats.accept(chat.id)).toBeNull();
    expect(desk.asked.map(({ path }) => path)).toEqual(['/api/chats', `/api/chats/${chat.id}/accept`]);
    await desk.last().answer(200, inWork({ id: chat.id }));
    await first;
    expect(ids()).toEqual({ offered: [], available: [], active: [chat.id] });
    expect(chats.busy.value.size).toBe(0);
  });

  test('and what happened to the chat since is not undone by a late answer', async () => {
    const chat = offered();
    const { desk, chats, ids } = await loaded({ offered: [chat] });
    const accepting = chats.accept(chat.id);
    await desk.tell('chat.updated', { chat: inWork({ id: chat.id }) });
    await desk.tell('chat.completed', { chat: { ...chat, status: 'completed', offer: null } });
    await desk.last().answer(200, inWork({ id: chat.id }));
    await accepting;
    expect(ids()).toEqual({ offered: [], available: [], active: [] });
  });

  test.each(['chat_already_taken', 'offer_expired', 'chat_completed'])(
    'leaves the reason %s where the chat was, and takes it away after a while',
    async (code) => {
      const chat = offered();
      const { desk, chats, ids } = await loaded({ offered: [chat] });
      const accepting = chats.accept(chat.id);
      await desk.last().answer(409, problem(409, code));
      await expect(accepting).rejects.toMatchObject({ code });
      expect(ids().offered).toEqual([]);
      expect(chats.refusals.all.value.get(chat.id)).toMatchObject({ place: 'offered', error: { code } });
      await desk.tell('chat.withdrawn', { chat: { ...chat, status: 'waiting', offer: null } });
      expect(chats.refusals.all.value.has(chat.id)).toBe(true);
      jest.advanceTimersByTime(20_000);
      expect(chats.refusals.all.value.has(chat.id)).toBe(false);
    },
  );

  test.each(['operator_at_limit', 'operator_inactive'])('with %s leaves the chat to be had later', async (code) => {
    const chat = shownChat();
    const { desk, chats, ids } = await loaded({ available: [chat] });
    const accepting = chats.accept(chat.id);
    await desk.last().answer(409, problem(409, code));
    await expect(accepting).rejects.toMatchObject({ code });
    expect(ids().available).toEqual([chat.id]);
    expect(chats.refusals.all.value.get(chat.id)?.error.code).toBe(code);
    await desk.tell('operator.status', { operatorStatus: {} as never });
    expect(chats.refusals.all.value.size).toBe(0);
  });
});

describe('declining', () => {
  const undoMs = 5_000;
  const lapsesIn = (ms: number) => ({ offer: { id: 'offer', expiresAt: new Date(Date.now() + ms).toISOString() } });

  async function declined(chat: ReturnType<typeof offered>) {
    let leave = (): void => {};
    const desk = consoleDesk();
    const chats = createChatsStore(desk.services, (run) => {
      leave = run;
    });
    await desk.last().answer(200, { ...none, offered: [chat] });
    const told = chats.decline(chat.id);
    await settle();
    const asked = () => desk.asked.filter(({ method }) => method === 'POST').map(({ path }) => path);
    return { desk, chats, told, asked, leave: () => leave() };
  }

  test('is told five seconds later, and the chat is gone with the answer', async () => {
    const chat = offered(lapsesIn(60_000));
    const { desk, chats, told, asked } = await declined(chat);
    await jest.advanceTimersByTimeAsync(undoMs - 1);
    expect([asked(), chats.declining.value.has(chat.id)]).toEqual([[], true]);
    await jest.advanceTimersByTimeAsync(1);
    expect([asked(), chats.declining.value.has(chat.id)]).toEqual([[`/api/chats/${chat.id}/decline`], false]);
    await desk.last().answer(200, { ...chat, status: 'waiting', offer: null });
    expect(await told).toBe(true);
    expect(chats.lists.value.offered).toEqual([]);
  });

  test('is never told when it was undone', async () => {
    const chat = offered(lapsesIn(60_000));
    const { chats, told, asked } = await declined(chat);
    chats.undoDecline(chat.id);
    expect(await told).toBe(false);
    await jest.advanceTimersByTimeAsync(10 * undoMs);
    expect(asked()).toEqual([]);
    expect(chats.lists.value.offered).toEqual([chat]);
  });

  test.each([
    ['before the offer lapses', 4_000, 2_000],
    ['at once when it lapses too soon for an undo', 1_500, 0],
  ])('is told %s', async (_when, leftMs, afterMs) => {
    const { asked } = await declined(offered(lapsesIn(leftMs)));
    await jest.advanceTimersByTimeAsync(Math.max(0, afterMs - 1));
    expect(asked()).toHaveLength(afterMs === 0 ? 1 : 0);
    await jest.advanceTimersByTimeAsync(1);
    expect(asked()).toHaveLength(1);
  });

  test('is told when the page is left', async () => {
    const { asked, leave } = await declined(offered(lapsesIn(60_000)));
    leave();
    await settle();
    expect(asked()).toHaveLength(1);
  });

  test('is off when the chat has gone elsewhere, or was accepted after all', async () => {
    const chat = offered(lapsesIn(60_000));
    const gone = await declined(chat);
    await gone.desk.tell('chat.withdrawn', { chat: { ...chat, status: 'waiting', offer: null } });
    expect(await gone.told).toBe(false);
    const taken = await declined(chat);
    void taken.chats.accept(chat.id);
    expect(await taken.told).toBe(false);
    await jest.advanceTimersByTimeAsync(undoMs);
    expect(taken.asked()).toEqual([`/api/chats/${chat.id}/accept`]);
  });
});

test('a chat that he gave away is gone, whether the answer or the event comes first', async () => {
  const chat = inWork();
  const { desk, chats, ids } = await loaded({ active: [chat] });
  const given = { ...chat, status: 'waiting' as const, operator: null };
  await desk.tell('chat.withdrawn', { chat: given });
  chats.take(given);
  expect(ids()).toEqual({ offered: [], available: [], active: [] });
});

describe('reading', () => {
  test('counts at once, and comes back when it could not be told', async () => {
    const chat = inWork({ unreadCount: 3 });
    const { desk, chats } = await loaded({ active: [chat, inWork({ unreadCount: 2 })] });
    expect(chats.unreadMessages.value).toBe(5);
    const reading = chats.markRead(chat.id);
    expect(chats.unreadMessages.value).toBe(2);
    await desk.last().fail();
    await reading;
    expect(chats.unreadMessages.value).toBe(5);
  });

  test('tells nobody of what is read already', async () => {
    const chat = inWork();
    const { desk, chats } = await loaded({ active: [chat] });
    await chats.markRead(chat.id);
    expect(desk.asked).toHaveLength(1);
  });

  test('keeps what came meanwhile as unread', async () => {
    const chat = inWork({ unreadCount: 1 });
    const { desk, chats } = await loaded({ active: [chat] });
    const reading = chats.markRead(chat.id);
    await desk.tell('chat.updated', { chat: { ...chat, unreadCount: 1 } });
    await desk.last().answer(200, { ...chat, unreadCount: 0 });
    await reading;
    expect(chats.unreadMessages.value).toBe(1);
  });
});

test.each([
  ['the same', 0, 0],
  ['within what a date of whole seconds tells', 1_400, 0],
  ['ahead', 90_000, 90_000],
  ['behind', -45_000, -45_000],
])('the server’s clock is %s', async (_what, aheadMs, expected) => {
  jest.setSystemTime(new Date('2026-03-05T10:00:00.500Z'));
  const desk = consoleDesk();
  const chats = createChatsStore(desk.services);
  await desk.last().answer(200, none, { Date: new Date(Date.now() + aheadMs).toUTCString() });
  await settle();
  expect(Math.round(chats.serverAheadMs.value / 1_000)).toBe(expected / 1_000);
});
