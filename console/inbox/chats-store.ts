import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { ApiError, isAborted } from '../app/api-error';
import type { Services } from '../app/services';
import { readAnswer } from '../app/site-root';
import type { Chat } from '../app/types';
import { type ChatLists, movingEvents, placeAfter, placeOfChat, withChat } from './chat-lists';
import { createDeclines } from './declines';
import { leftMs } from './last-minute';
import { createRefusals } from './refusals';
import { clockDifferenceMs } from './server-clock';

/** `GET /api/chats` lists no more of those that are shown to everyone. */
const mostAvailable = 50;

type Decision = 'accept' | 'decline';

const none: ChatLists = { offered: [], available: [], active: [] };

/** Outside of a browser nobody leaves. */
function whenPageIsLeft(run: () => void): void {
  globalThis.window?.addEventListener('pagehide', run);
}

/**
 * The chats that the operator has, or can have: the one truth of the list, of the conversation beside it and of the tab's title. Loaded, then kept by
 * the live events.
 */
export function createChatsStore(
  { api, live, session }: Pick<Services, 'api' | 'live' | 'session'>,
  whenLeft: (run: () => void) => void = whenPageIsLeft,
) {
  const lists = signal<ChatLists>(none);
  const isLoaded = signal(false);
  const error = signal<ApiError | null>(null);
  const serverAheadMs = signal(0);
  const busy = signal<ReadonlyMap<string, Decision>>(new Map());
  const declines = createDeclines();
  const refusals = createRefusals();
  const given = signal<Chat | null>(null);
  /** The changes that were heard while the lists were on their way: the lists may be older. */
  let heardMeanwhile: Array<(before: ChatLists) => ChatLists> | null = null;
  let isWantedAgain = false;
  /** How often an event told of each chat. */
  const timesHeard = new Map<string, number>();

  const userId = session.user.peek()?.id ?? '';
  const byId = computed(() => {
    const { offered, available, active } = lists.value;
    return new Map([...offered, ...available, ...active].map((chat) => [chat.id, chat]));
  });

  function change(by: (before: ChatLists) => ChatLists): void {
    heardMeanwhile?.push(by);
    const before = lists.peek();
    lists.value = by(before);
    const couldBeMore = before.available.length === mostAvailable && lists.value.available.length < mostAvailable;
    if (couldBeMore) void load();
  }

  for (const type of movingEvents)
    live.on(type, ({ chat }) => {
      refusals.forget(chat.id, { unlessGone: true });
      timesHeard.set(chat.id, (timesHeard.get(chat.id) ?? 0) + 1);
      const place = placeAfter(type, chat, userId);
      if (place === null || place === 'active') declines.undo(chat.id);
      const isNew = placeOfChat(lists.peek(), chat.id) === null;
      change((before) => withChat(before, chat, place));
      if (isNew && place === 'active' && !busy.peek().has(chat.id)) given.value = chat;
    });

  live.on('operator.status', () => refusals.forgetLimits());
  whenLeft(declines.settleAll);

  async function load(): Promise<void> {
    if (heardMeanwhile !== null) {
      isWantedAgain = true;
      return;
    }
    heardMeanwhile = [];
    try {
      const askedAtMs = Date.now();
      const response = await api.request('GET', '/api/chats');
      const loaded = readAnswer(await response.text()) as ChatLists;
      const heard = heardMeanwhile;
      batch(() => {
        serverAheadMs.value = clockDifferenceMs(response.headers.get('Date'), { askedAtMs, answeredAtMs: Date.now() });
        lists.value = heard.reduce((before, by) => by(before), loaded);
        isLoaded.value = true;
        error.value = null;
      });
    } catch (caught) {
      // A body that broke off comes as an error of the browser's.
      if (!isAborted(caught)) error.value = caught instanceof ApiError ? caught : ApiError.unreachable(caught);
    } finally {
      heardMeanwhile = null;
    }
    if (isWantedAgain) {
      isWantedAgain = false;
      await load();
    }
  }

  live.keepLoaded(() => void load());

  /** What a command answered is known before the event comes, or after it. Whether a chat that he gave away comes back to him, events tell. */
  function take(chat: Chat): void {
    change((before) => withChat(before, chat, placeAfter('chat.withdrawn', chat, userId)));
  }

  /** As `take`, unless the chat was heard of since this is called: the answer may be older, and an event of what the command did comes. */
  function takeUnlessHeard(chatId: string): (answer: Chat) => void {
    const before = timesHeard.get(chatId);
    return (answer) => {
      if (timesHeard.get(chatId) === before) take(answer);
    };
  }

  /** Throws the API's refusal, which stands at the chat as well. */
  async function decide(chatId: string, how: Decision): Promise<Chat | null> {
    if (busy.peek().has(chatId)) return null;
    const chat = byId.peek().get(chatId) ?? null;
    busy.value = new Map([...busy.peek(), [chatId, how]]);
    refusals.forget(chatId);
    const takeAnswer = takeUnlessHeard(chatId);
    try {
      const answer = await api.post<Chat>(`/api/chats/${chatId}/${how}`, undefined, { keepalive: true });
      if (how === 'accept') takeAnswer(answer);
      else change((before) => withChat(before, answer, null));
      return answer;
    } catch (caught) {
      if (chat !== null && caught instanceof ApiError) noteRefusal(chat, caught);
      throw caught;
    } finally {
      busy.value = new Map([...busy.peek()].filter(([id]) => id !== chatId));
    }
  }

  /** False when it was undone meanwhile. Throws the API's refusal. */
  async function decline(chatId: string): Promise<boolean> {
    const offer = byId.peek().get(chatId)?.offer ?? null;
    if (busy.peek().has(chatId) || declines.pending.peek().has(chatId)) return false;
    const left = offer === null ? Number.POSITIVE_INFINITY : leftMs(offer.expiresAt, Date.now() + serverAheadMs.peek());
    return (await declines.wait(chatId, left)) && (await decide(chatId, 'decline')) !== null;
  }

  function noteRefusal(chat: Chat, refused: ApiError): void {
    const place = placeOfChat(lists.peek(), chat.id) ?? (chat.offer === null ? 'available' : 'offered');
    batch(() => {
      refusals.note({ chat, place, error: refused });
      if (refusals.isGone(refused)) change((before) => withChat(before, chat, null));
    });
  }

  return {
    lists: lists as ReadonlySignal<ChatLists>,
    /** False until the lists were loaded for the first time. */
    isLoaded: isLoaded as ReadonlySignal<boolean>,
    error: error as ReadonlySignal<ApiError | null>,
    reload: load,
    /** By how much the server's clock is ahead of this one's. */
    serverAheadMs: serverAheadMs as ReadonlySignal<number>,
    /** Chats that are being accepted or declined. */
    busy: busy as ReadonlySignal<ReadonlyMap<string, Decision>>,
    /** Those whose decline can still be undone. */
    declining: declines.pending,
    refusals,
    /** The chat that came into his work last without his having taken it: somebody has given it to him. */
    given: given as ReadonlySignal<Chat | null>,
    unreadMessages: computed(() => lists.value.active.reduce((sum, { unreadCount }) => sum + unreadCount, 0)),

    /** A chat that he has or can have, as it is now; null for all others. Drawn with it, a component is drawn anew when it changes. */
    chatOf: (chatId: string): Chat | null => byId.value.get(chatId) ?? null,

    /** Throws the API's refusal, such as that somebody was quicker. */
    accept(chatId: string): Promise<Chat | null> {
      declines.undo(chatId);
      return decide(chatId, 'accept');
    },
    decline,
    undoDecline: declines.undo,

    /** What another command answered, such as a transfer. */
    take,

    /** All messages, or those up to one, have been read. It shows at once; if it could not be told, the count comes back. */
    async markRead(chatId: string, messageId?: string): Promise<void> {
      const before = byId.peek().get(chatId);
      if (before === undefined || before.unreadCount === 0) return;
      if (messageId === undefined || messageId === before.lastMessage?.id)
        change((all) => withChat(all, { ...before, unreadCount: 0 }, placeOfChat(all, chatId)));
      const takeAnswer = takeUnlessHeard(chatId);
      try {
        takeAnswer(await api.post<Chat>(`/api/chats/${chatId}/read`, messageId === undefined ? {} : { messageId }));
      } catch (caught) {
        if (!(caught instanceof ApiError)) throw caught;
        const now = byId.peek().get(chatId);
        if (now !== undefined && now.unreadCount === 0 && now.lastMessage?.id === before.lastMessage?.id)
          change((all) => withChat(all, { ...now, unreadCount: before.unreadCount }, placeOfChat(all, chatId)));
      }
    },
  };
}
