import { signal } from '@preact/signals';
import { tabTitle } from '../../console/app/title';
import type { Message } from '../../console/app/types';
import { createAlerts, desktopChoice, soundChoice } from '../../console/inbox/alerts-store';
import { createChatsStore } from '../../console/inbox/chats-store';
import { createSound } from '../../console/inbox/sound';
import type { Toast } from '../../console/ui/toasts';
import { consoleDesk, inWork, offered, shownChat } from './console-desk';

const chat = inWork({ id: 'chat', name: 'Vera' });

beforeEach(() => {
  soundChoice.value = 'on';
  desktopChoice.value = 'on';
});

function written(given: Partial<Message> = {}): { message: Message } {
  return { message: { chatId: 'chat', direction: 'incoming', type: 'text', text: 'Hello', ...given } as Message };
}

async function watched({ isLookedAt = false, at = '/inbox', isMine = true } = {}) {
  const desk = consoleDesk();
  const drawn: string[] = [];
  const chats = desk.services.store(createChatsStore as never) as ReturnType<typeof createChatsStore>;
  await desk.last().answer(200, { offered: [], available: [], active: [chat] });
  const told: Array<Pick<Toast, 'text' | 'action'>> = [];
  const gone: string[] = [];
  const router = { go: (path: string) => gone.push(path), place: signal({ path: at, query: new URLSearchParams() }) };
  const toasts = { show: ({ text, action }: Omit<Toast, 'id'>) => told.push({ text, action }) };
  const voice = { isMine: () => isMine };
  const alerts = createAlerts({ ...desk.services, router, toasts, voice } as never, {
    isLookedAt: () => isLookedAt,
    play: () => drawn.push('sound'),
    notify: ({ title, body, path }) => drawn.push(`${title}: ${body} → ${path}`),
  });
  return { desk, drawn, told, gone, alerts, chats };
}

test('a message of a client is heard and shown outside of the page', async () => {
  const { desk, drawn } = await watched();
  await desk.tell('message.created', written());
  expect(drawn).toEqual(['sound', 'New message from Vera: Hello → /inbox/chat']);
});

test('what the operator reads at this moment, or has written himself, or is not his, draws no attention', async () => {
  const { desk, drawn } = await watched({ isLookedAt: true, at: '/inbox/chat' });
  await desk.tell('message.created', written());
  await desk.tell('message.created', written({ direction: 'outgoing' }));
  await desk.tell('message.created', written({ chatId: 'unknown' }));
  expect(drawn).toEqual([]);
});

test('a message in another chat than the one that is read is heard, and not shown outside of the page', async () => {
  const { desk, drawn } = await watched({ isLookedAt: true, at: '/inbox/another' });
  await desk.tell('message.created', written());
  expect(drawn).toEqual(['sound']);
});

test('offers are heard, shown and read out; what is switched off is not', async () => {
  const { desk, drawn, alerts } = await watched();
  await desk.tell('chat.offered', { chat: offered({ id: 'nina', name: 'Nina' }) });
  expect(alerts.announced.value).toBe('A chat is offered to you: Nina');
  expect(drawn).toEqual(['sound', 'New chat: Nina: No messages yet → /inbox/nina']);
  soundChoice.value = 'off';
  desktopChoice.value = 'off';
  await desk.tell('chat.available', { chat: shownChat({ name: 'Oleg' }) });
  expect(alerts.announced.value).toBe('A new chat is free to take: Oleg');
  expect(drawn).toHaveLength(2);
});

test('a chat that somebody gives him is heard and told until it was looked at, one that he takes himself is not', async () => {
  const { desk, drawn, told, gone, chats } = await watched();
  await desk.tell('chat.updated', { chat: inWork({ id: 'given', name: 'Nina', number: 7 }) });
  await desk.tell('chat.updated', { chat: inWork({ id: 'given', name: 'Nina', number: 7 }) });
  expect(told.map(({ text }) => text)).toEqual(['Chat 7 was given to you: Nina']);
  expect(drawn).toEqual(['sound', 'New chat: Nina: No messages yet → /inbox/given']);
  told[0]?.action?.run();
  expect(gone).toEqual(['/inbox/given']);

  await desk.tell('chat.offered', { chat: offered({ id: 'offered' }) });
  void chats.accept('offered');
  await desk.tell('chat.withdrawn', { chat: offered({ id: 'offered' }) });
  await desk.tell('chat.updated', { chat: inWork({ id: 'offered' }) });
  expect(told).toHaveLength(1);
});

test('a tab that another one speaks for is silent, and says what came to those who hear it', async () => {
  const { desk, drawn, alerts } = await watched({ isMine: false });
  await desk.tell('message.created', written());
  await desk.tell('chat.offered', { chat: offered({ name: 'Nina' }) });
  expect(drawn).toEqual([]);
  expect(alerts.announced.value).toBe('A chat is offered to you: Nina');
});

test('what a process tells is shown until it was looked at, which the service hears', async () => {
  const { desk, drawn, told, gone } = await watched();
  const link = '/api/cases/case-1';
  const notification = { id: 'n1', text: 'Invoice paid?', link, chatId: 'chat', createdAt: '', readAt: null };
  await desk.tell('notification.created', { notification });
  expect(told.map(({ text }) => text)).toEqual(['Invoice paid?']);
  told[0]?.action?.run();
  expect(drawn).toEqual(['sound', 'From Parley: Invoice paid? → /cases/case-1']);
  expect(gone).toEqual(['/cases/case-1']);
  expect(desk.last().path).toBe('/api/notifications/n1/read');
});

test('the tab’s title counts what is unread in the chats in work', async () => {
  const { desk } = await watched();
  await desk.tell('chat.updated', { chat: { ...chat, unreadCount: 3 } });
  expect(tabTitle.value).toMatch(/^\(3\) /);
  await desk.tell('chat.updated', { chat: { ...chat, unreadCount: 0 } });
  expect(tabTitle.value).not.toMatch(/^\(/);
});

describe('the sound', () => {
  function player() {
    const desk = consoleDesk();
    const played: string[] = [];
    const gestures: Array<() => Promise<boolean>> = [];
    const browser = { nowMs: 0, isDeaf: false };
    const sound = createSound(desk.services, {
      speak: async (address) => {
        if (!browser.isDeaf) played.push(address);
        return !browser.isDeaf;
      },
      atGestures: (run) => gestures.push(run),
      now: () => browser.nowMs,
    });
    const play = async (url: string | null) => {
      browser.nowMs += 10_000;
      const done = sound.play();
      await desk.last().answer(200, { url });
      await done;
    };
    return { desk, played, gestures, browser, sound, play };
  }

  test('is the one that the installation has at that moment, or none', async () => {
    const { played, play } = player();
    await play('/sounds/message.wav');
    await play('/files/sound-1?token=t');
    await play(null);
    expect(played).toEqual(['/sounds/message.wav', '/files/sound-1?token=t']);
  });

  test('is one for a burst of messages', async () => {
    const { desk, played, play, sound } = player();
    await play('/sounds/message.wav');
    await sound.play();
    expect(desk.asked).toHaveLength(1);
    expect(played).toHaveLength(1);
  });

  test('that the browser refuses is told, and heard at the first gesture that lets it', async () => {
    const { played, gestures, browser, sound, play } = player();
    browser.isDeaf = true;
    await play('/sounds/message.wav');
    await play('/sounds/newer.wav');
    expect([sound.isRefused.value, played, gestures.length]).toEqual([true, [], 1]);
    expect(await gestures[0]?.()).toBe(false);
    browser.isDeaf = false;
    expect(await gestures[0]?.()).toBe(true);
    expect([sound.isRefused.value, played]).toEqual([false, ['/sounds/newer.wav']]);
  });

  test('that cannot be asked for is no fault of the page', async () => {
    const { desk, sound } = player();
    const next = sound.play();
    await desk.last().fail();
    await expect(next).resolves.toBeUndefined();
  });
});
