import { signal } from '@preact/signals';
import { pageTitle, tabTitle } from '../../console/app/title';
import type { Chat, Message } from '../../console/app/types';
import { desktopChoice, soundChoice } from '../../console/inbox/alert-choices';
import { createAlerts } from '../../console/inbox/alerts-store';
import type { ChatLists } from '../../console/inbox/chat-lists';
import { createChatsStore } from '../../console/inbox/chats-store';
import { createSound } from '../../console/inbox/sound';
import type { Toast } from '../../console/ui/toasts';
import { language } from '../../console/words/language';
import { consoleDesk, inWork, offered, shownChat } from './console-desk';
import { handClock } from './hand-clock';

const chat = inWork({ id: 'chat', name: 'Vera' });

const ends: Array<() => void> = [];

beforeEach(() => {
  soundChoice.value = 'on';
  desktopChoice.value = 'on';
  language.value = 'en';
});

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

function written(given: Partial<Message> = {}): { message: Message } {
  return { message: { chatId: 'chat', direction: 'incoming', type: 'text', text: 'Hello', ...given } as Message };
}

interface Page {
  isLookedAt?: boolean;
  at?: string;
  isMine?: boolean;
  /** What is there when the page is loaded. */
  found?: Partial<ChatLists>;
}

async function watched({ isLookedAt = false, at = '/inbox', isMine = true, found = {} }: Page = {}) {
  const desk = consoleDesk();
  const clock = handClock();
  const drawn: string[] = [];
  const acts: Array<() => void> = [];
  const page = { isLookedAt };
  const chats = desk.services.store(createChatsStore as never) as ReturnType<typeof createChatsStore>;
  const loading = desk.last();
  const told: Array<Pick<Toast, 'text' | 'action'>> = [];
  const gone: string[] = [];
  const router = { go: (path: string) => gone.push(path), place: signal({ path: at, query: new URLSearchParams() }) };
  const toasts = { show: ({ text, action }: Omit<Toast, 'id'>) => told.push({ text, action }) };
  const voice = { isMine: () => isMine };
  const alerts = createAlerts({ ...desk.services, router, toasts, voice } as never, {
    ...clock,
    isLookedAt: () => page.isLookedAt,
    isOnScreen: () => true,
    play: () => drawn.push('sound'),
    hush: () => undefined,
    notify: ({ title, body, path }) => drawn.push(`${title}: ${body} → ${path}`),
    joinTabs: () => ({ tell: () => undefined, leave: () => undefined }),
    atActs: (run) => {
      acts.push(run);
      return () => void acts.splice(0);
    },
  });
  const end = alerts.start();
  ends.push(end);
  await loading.answer(200, { offered: [], available: [], active: [chat], ...found });
  const act = () => {
    for (const run of acts) run();
  };
  return { ...{ desk, clock, page, drawn, told, gone, alerts, chats, act, end } };
}

/** An offer for so many minutes. */
function offeredFor(minutes: number, given: Parameters<typeof offered>[0] = {}) {
  const expiresAt = new Date(handClock().nowMs() + minutes * 60_000).toISOString();
  return offered({ ...given, offer: { id: `offer of ${given.name}`, expiresAt } });
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

test('what the messenger says by itself draws no attention', async () => {
  const { desk, drawn } = await watched();
  await desk.tell('message.created', written({ kind: 'system', notice: 'message_pinned' }));
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

test.each<[what: string, offers: Chat[], unreadCount: number, en: string, ru: string]>([
  ['nothing waits', [], 0, 'Contacts · Parley', 'Contacts · Parley'],
  ['messages are unread', [], 3, '(3) Contacts · Parley', '(3) Contacts · Parley'],
  ['a chat is offered', [offeredFor(5)], 0, '1 offer · Contacts · Parley', '1 новый чат · Contacts · Parley'],
  [
    'chats are offered and free to take, and messages unread',
    [offeredFor(5), offeredFor(2), shownChat()],
    2,
    '3 offers · (2) Contacts · Parley',
    '3 новых чата · (2) Contacts · Parley',
  ],
  [
    'one is in its last minute',
    [offeredFor(5), offeredFor(1)],
    2,
    '❗ 2 offers, last minute · (2) Contacts · Parley',
    '❗ 2 новых чата, последняя минута · (2) Contacts · Parley',
  ],
])('the tab’s title in every section, when %s', async (_what, offers, unreadCount, inEnglish, inRussian) => {
  pageTitle.value = 'Contacts';
  const found = {
    offered: offers.filter(({ status }) => status === 'offered'),
    available: offers.filter(({ status }) => status === 'waiting'),
    active: [{ ...chat, unreadCount }],
  };
  const { end } = await watched({ at: '/contacts', found });
  expect(tabTitle.value).toBe(inEnglish);
  language.value = 'ru';
  expect(tabTitle.value).toBe(inRussian);
  language.value = 'en';
  end();
  expect(tabTitle.value).toBe('Contacts · Parley');
});

test('the title follows what is read', async () => {
  const { desk } = await watched();
  await desk.tell('chat.updated', { chat: { ...chat, unreadCount: 3 } });
  expect(tabTitle.value).toMatch(/^\(3\) /);
  await desk.tell('chat.updated', { chat: { ...chat, unreadCount: 0 } });
  expect(tabTitle.value).not.toMatch(/^\(/);
});

describe('an offer', () => {
  const vera = offeredFor(5, { id: 'vera', name: 'Vera' });

  test('rings until it is seen, and is shown and read out anew in its last minute', async () => {
    const { desk, clock, drawn, alerts, act, page } = await watched();
    await desk.tell('chat.offered', { chat: vera });
    expect(drawn.splice(0)).toEqual(['sound', 'New chat: Vera: No messages yet → /inbox/vera']);
    clock.pass(5_000);
    expect(drawn.splice(0)).toEqual(['sound']);
    page.isLookedAt = true;
    act();
    clock.pass(200_000);
    expect([drawn, alerts.urged.value]).toEqual([[], '']);
    page.isLookedAt = false;
    clock.pass(35_000);
    expect(alerts.urged.value).toBe('Last minute to accept: Vera');
    expect(drawn).toEqual(['Last minute to accept: Vera: No messages yet → /inbox/vera', 'sound']);
  });

  test('that has a minute or less is urgent as a whole, and read out once', async () => {
    const { desk, drawn, alerts } = await watched();
    await desk.tell('chat.offered', { chat: offeredFor(1, { id: 'vera', name: 'Vera' }) });
    expect([alerts.announced.value, alerts.urged.value]).toEqual(['', 'A chat is offered to you: Vera']);
    expect(drawn).toEqual(['sound', 'Last minute to accept: Vera: No messages yet → /inbox/vera']);
  });

  test('that came while the connection was away draws attention when it is back', async () => {
    const { desk, drawn, alerts } = await watched({ isLookedAt: true, at: '/contacts' });
    await desk.resync();
    await desk.asked
      .findLast(({ path }) => path === '/api/chats')
      ?.answer(200, {
        ...{ offered: [vera], available: [shownChat({ name: 'Oleg' })], active: [chat] },
      });
    expect(drawn).toEqual(['sound', 'sound']);
    expect(alerts.announced.value).toBe('A new chat is free to take: Oleg');
  });

  test.each<[isLookedAt: boolean, drawn: string[]]>([
    [true, []],
    [false, ['sound', 'New chat: Vera: No messages yet → /inbox/vera']],
  ])('that is there when the page is loaded, which is looked at: %s', async (isLookedAt, expected) => {
    const { drawn, alerts, act, clock } = await watched({ isLookedAt, found: { offered: [vera] } });
    expect([drawn, alerts.announced.value]).toEqual([expected, 'A chat is offered to you: Vera']);
    act();
    clock.pass(1_000);
    expect(drawn).toEqual(expected);
  });

  test('is silent in a tab that another one speaks for, and with the sound switched off', async () => {
    const other = await watched({ isMine: false });
    await other.desk.tell('chat.offered', { chat: vera });
    other.clock.pass(280_000);
    expect([other.drawn, other.alerts.urged.value]).toEqual([[], 'Last minute to accept: Vera']);
    soundChoice.value = 'off';
    const { desk, drawn, clock } = await watched();
    await desk.tell('chat.offered', { chat: vera });
    clock.pass(280_000);
    expect(drawn.filter((one) => one === 'sound')).toEqual([]);
    expect(drawn).toHaveLength(2);
  });

  test('rings no more for somebody who has signed out', async () => {
    const { desk, drawn, clock, end } = await watched();
    await desk.tell('chat.offered', { chat: vera });
    drawn.splice(0);
    end();
    clock.pass(300_000);
    expect([drawn, clock.pending()]).toEqual([[], 0]);
  });
});

describe('the sound', () => {
  function player() {
    const desk = consoleDesk();
    const played: string[] = [];
    const gestures: Array<() => Promise<boolean>> = [];
    const browser = { nowMs: 0, isDeaf: false };
    const sound = createSound(desk.services, {
      speaker: {
        speak: async (address) => {
          if (!browser.isDeaf) played.push(address);
          return !browser.isDeaf;
        },
        hush: () => played.push('hush'),
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

  test('is broken off, and not begun, when there is nothing to hear any more', async () => {
    const { desk, played, play, sound, browser } = player();
    await play('/sounds/message.wav');
    browser.nowMs += 10_000;
    const done = sound.play();
    sound.hush();
    await desk.last().answer(200, { url: '/sounds/message.wav' });
    await done;
    expect(played).toEqual(['/sounds/message.wav', 'hush']);
    await play('/sounds/message.wav');
    expect(played).toHaveLength(3);
  });

  test('that cannot be asked for is no fault of the page', async () => {
    const { desk, sound } = player();
    const next = sound.play();
    await desk.last().fail();
    await expect(next).resolves.toBeUndefined();
  });
});
