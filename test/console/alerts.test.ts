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

async function watched({ isLookedAt = false, at = '/inbox' } = {}) {
  const desk = consoleDesk();
  const drawn: string[] = [];
  const chats = desk.services.store(createChatsStore as never) as ReturnType<typeof createChatsStore>;
  await desk.last().answer(200, { offered: [], available: [], active: [chat] });
  const told: Array<Pick<Toast, 'text' | 'action'>> = [];
  const gone: string[] = [];
  const router = { go: (path: string) => gone.push(path), place: signal({ path: at, query: new URLSearchParams() }) };
  const toasts = { show: ({ text, action }: Omit<Toast, 'id'>) => told.push({ text, action }) };
  const alerts = createAlerts({ ...desk.services, router, toasts } as never, {
    isLookedAt: () => isLookedAt,
    play: () => drawn.push('sound'),
    notify: ({ title, body }) => drawn.push(`${title}: ${body}`),
  });
  return { desk, drawn, told, gone, alerts, chats };
}

test('a message of a client is heard and shown outside of the page', async () => {
  const { desk, drawn } = await watched();
  await desk.tell('message.created', written());
  expect(drawn).toEqual(['sound', 'New message from Vera: Hello']);
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
  await desk.tell('chat.offered', { chat: offered({ name: 'Nina' }) });
  expect(alerts.announced.value).toBe('A chat is offered to you: Nina');
  expect(drawn).toEqual(['sound', 'New chat: Nina: No messages yet']);
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
  expect(drawn).toEqual(['sound', 'New chat: Nina: No messages yet']);
  told[0]?.action?.run();
  expect(gone).toEqual(['/inbox/given']);

  await desk.tell('chat.offered', { chat: offered({ id: 'offered' }) });
  void chats.accept('offered');
  await desk.tell('chat.withdrawn', { chat: offered({ id: 'offered' }) });
  await desk.tell('chat.updated', { chat: inWork({ id: 'offered' }) });
  expect(told).toHaveLength(1);
});

test('what a process tells is shown until it was looked at, which the service hears', async () => {
  const { desk, told, gone } = await watched();
  const notification = { id: 'n1', text: 'Invoice paid?', link: null, chatId: 'chat', createdAt: '', readAt: null };
  await desk.tell('notification.created', { notification });
  expect(told.map(({ text }) => text)).toEqual(['Invoice paid?']);
  told[0]?.action?.run();
  expect(gone).toEqual(['/chats/chat']);
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
  async function player(url: string | null) {
    const desk = consoleDesk();
    const played: string[] = [];
    let nowMs = 0;
    const sound = createSound(
      desk.services,
      async (address) => {
        played.push(address);
      },
      () => nowMs,
    );
    const first = sound.play();
    await desk.last().answer(200, { url });
    await first;
    return {
      ...{ desk, played, sound },
      pass: (ms: number) => {
        nowMs += ms;
      },
    };
  }

  test('is the one that the installation has, once for a burst of messages', async () => {
    const { played, sound, pass } = await player('/sounds/message.wav');
    await sound.play();
    expect(played).toEqual(['/sounds/message.wav']);
    pass(3_000);
    await sound.play();
    expect(played).toHaveLength(2);
  });

  test('is none where none is wanted', async () => {
    const { played } = await player(null);
    expect(played).toEqual([]);
  });

  test('is the new one some time after it was replaced', async () => {
    const { desk, played, sound, pass } = await player('/sounds/message.wav');
    pass(120_000);
    const next = sound.play();
    await desk.last().answer(200, { url: '/files/sound-1?token=t' });
    await next;
    expect(played.at(-1)).toBe('/files/sound-1?token=t');
  });

  test('that cannot be asked for is no fault of the page', async () => {
    const { desk, sound, pass } = await player('/sounds/message.wav');
    pass(120_000);
    const next = sound.play();
    await desk.last().fail();
    await expect(next).resolves.toBeUndefined();
  });
});
