import { batch, signal } from '@preact/signals';
import type { Api } from '../app/api';
import { ApiError, isAborted } from '../app/api-error';
import type { Chat, ChatDetails, Message, Page } from '../app/types';
import type { Live } from '../live/live';
import type { LiveEventType } from '../live/live-events';
import { createReading } from './conversation-reading';
import { createRuns } from './conversation-runs';
import { createFileRenewal } from './file-renewal';
import { isOfClient } from './is-of-client';
import { isBefore, olderThanPage, withMessage } from './message-order';
import { wholeDetails, wholeMessage } from './whole';

const newestPage = 50;
const olderPage = 100;
const mostPerPage = 200;
const tryAgainMs = 3_000;
/** A client who has stopped typing is not told of by the messengers. */
const typingMs = 6_000;
/** How far back a quoted message is looked for. */
const mostPagesToFind = 50;

const chatEvents = ['chat.offered', 'chat.available', 'chat.updated', 'chat.completed'] satisfies LiveEventType[];

interface ConversationParts {
  api: Pick<Api, 'get' | 'post'>;
  live: Pick<Live, 'on' | 'keepLoaded'>;
  chatId: string;
  /** Whoever reads. */
  userId: string;
}

/** What was said in a chat, as far back as it was asked for, kept up to date. */
export function createConversation({ api, live, chatId, userId }: ConversationParts) {
  const messages = signal<Message[]>([]);
  const chat = signal<ChatDetails | null>(null);
  const isLoaded = signal(false);
  const error = signal<unknown>(null);
  const hasOlder = signal(false);
  const isLoadingOlder = signal(false);
  const olderError = signal<unknown>(null);
  const arrived = signal<Message | null>(null);
  const isTyping = signal(false);
  const path = `/api/chats/${encodeURIComponent(chatId)}`;
  const { runs, load: loadRuns, close: closeRuns } = createRuns({ api, live, chatId, path });
  const reading = createReading({ api, path, userId, messages, chat, take: takeAnswer });
  let cursor: string | null = null;
  let turn = 0;
  let isAway = false;
  /** What was heard while a page was on its way, which may be older. */
  let heard: Message[] = [];
  /** The chat as an event told it last: an answer that was asked for before may be older. */
  let heardChat: Chat | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let typing: ReturnType<typeof setTimeout> | undefined;

  async function reload(): Promise<void> {
    turn += 1;
    const mine = turn;
    clearTimeout(retry);
    heard = [];
    const before = heardChat;
    const limit = Math.min(mostPerPage, Math.max(newestPage, messages.value.length));
    void loadRuns();
    try {
      const [page, details] = await Promise.all([
        api.get<Page<Message>>(`${path}/messages`, { query: { limit } }),
        api.get<ChatDetails>(path),
      ]);
      if (mine === turn) show(page, details, heardChat === before ? null : heardChat);
    } catch (caught) {
      if (mine !== turn || isAborted(caught)) return;
      error.value = caught;
      if (caught instanceof ApiError && caught.isPassing) retry = setTimeout(() => void reload(), tryAgainMs);
    }
  }

  /** `since`: the chat as it was heard of meanwhile. */
  function show(page: Page<Message>, details: ChatDetails, since: Chat | null): void {
    const older = isLoaded.value ? olderThanPage(messages.value, page.items) : null;
    batch(() => {
      const isFirst = !isLoaded.value;
      let all = [...(older ?? []), ...page.items.map(wholeMessage)];
      for (const message of heard) all = withMessage(all, message);
      messages.value = all;
      chat.value = { ...wholeDetails(details), ...since };
      if (older === null || older.length === 0) {
        cursor = page.nextCursor;
        hasOlder.value = cursor !== null;
      }
      if (isFirst) reading.begin();
      isLoaded.value = true;
      error.value = null;
    });
    reading.shown();
    // The routing log is of before that.
    if (since !== null && !isAway && isElsewhere(details, since)) void reload();
    reading.tell();
  }

  async function loadOlder(limit = olderPage): Promise<void> {
    if (isLoadingOlder.value || cursor === null) return;
    const from = cursor;
    isLoadingOlder.value = true;
    olderError.value = null;
    try {
      const page = await api.get<Page<Message>>(`${path}/messages`, { query: { limit, cursor } });
      // What lies before a page that was loaded anew is asked for anew.
      if (cursor !== from) return;
      const known = new Set(messages.value.map(({ id }) => id));
      batch(() => {
        const older = page.items.filter(({ id }) => !known.has(id)).map(wholeMessage);
        messages.value = [...older, ...messages.value];
        cursor = page.nextCursor;
        hasOlder.value = cursor !== null;
      });
    } catch (caught) {
      if (!isAborted(caught)) olderError.value = caught;
    } finally {
      isLoadingOlder.value = false;
    }
  }

  function take(told: Message): void {
    const message = wholeMessage(told);
    heard.push(message);
    const oldest = messages.value[0];
    const isBeyond = hasOlder.value && oldest !== undefined && isBefore(message, oldest);
    if (isLoaded.value && !isBeyond) messages.value = withMessage(messages.value, message);
  }

  function created(message: Message): void {
    const isKnown = messages.value.some(({ id }) => id === message.id);
    batch(() => {
      take(message);
      if (isKnown || !isOfClient(message)) return;
      isTyping.value = false;
      arrived.value = message;
      reading.came(message.id);
    });
    reading.tell();
  }

  function changed(next: Chat): void {
    const before = chat.value;
    if (before === null) return;
    chat.value = { ...before, ...next };
    if (isAway || isElsewhere(before, next)) void reload();
    isAway = false;
    reading.tell();
  }

  function heardOf(next: Chat): void {
    heardChat = next;
    changed(next);
  }

  /** It is with others now, and may be out of sight: what is said in it is told again when it comes back. */
  function withdrawn(next: Chat): void {
    isAway = true;
    heardChat = next;
    if (chat.value !== null) chat.value = { ...chat.value, ...next };
  }

  async function takeAnswer(asked: Promise<Chat>): Promise<void> {
    const before = heardChat;
    const answer = await asked;
    if (heardChat === before) changed(answer);
  }

  function typed(): void {
    clearTimeout(typing);
    isTyping.value = true;
    typing = setTimeout(() => {
      isTyping.value = false;
    }, typingMs);
  }

  const ends = [
    live.on('message.created', ({ message }) => message.chatId === chatId && created(message)),
    live.on('message.updated', ({ message }) => message.chatId === chatId && take(message)),
    live.on('chat.typing', ({ chat: typedIn }) => typedIn.id === chatId && typed()),
    live.on('chat.withdrawn', ({ chat: next }) => next.id === chatId && withdrawn(next)),
    ...chatEvents.map((type) => live.on(type, ({ chat: next }) => next.id === chatId && heardOf(next))),
    live.keepLoaded(() => void reload()),
  ];

  return {
    chatId,
    messages,
    chat,
    runs,
    isLoaded,
    /** Why nothing can be shown, or why it may be old. */
    error,
    hasOlder,
    isLoadingOlder,
    olderError,
    /** The first message that is new to the reader. */
    newFromId: reading.newFromId,
    /** The first message of the client that came while nobody looked at the end. */
    unseenFromId: reading.unseenFromId,
    /** The last message of the client that came while the conversation is shown. */
    arrived,
    isTyping,
    reload,
    loadOlder,
    renew: createFileRenewal({ api, path, messages }),

    /** What a command answered about an answer. It may be older than what was heard since: a repeated request is answered as the first one was. */
    answered(message: Message): void {
      const known = messages.value.find(({ id }) => id === message.id);
      if (known === undefined || known.deliveryStatus === 'failed') take(message);
    },

    /** Whether somebody looks at the end of the conversation. What he sees is read. */
    watch: (does: boolean) => reading.watch(does, { isLoaded: isLoaded.value }),
    forgetNew: reading.forgetNew,

    /** Nobody looks at it any more: what comes from now on is new. */
    leave(): void {
      arrived.value = null;
      reading.leave();
    },

    /** Loads what is older until that message is there. False when it isn't. */
    async find(isIt: (message: Message) => boolean): Promise<boolean> {
      for (let pages = 0; pages < mostPagesToFind; pages += 1) {
        if (messages.value.some(isIt)) return true;
        if (!hasOlder.value) return false;
        await loadOlder(mostPerPage);
        if (olderError.value !== null) return false;
      }
      return false;
    },

    close(): void {
      turn += 1;
      clearTimeout(retry);
      clearTimeout(typing);
      closeRuns();
      for (const end of ends) end();
    },
  };
}

export type ConversationStore = ReturnType<typeof createConversation>;

/** Whether it has another holder, or stands differently. */
function isElsewhere(before: Pick<Chat, 'status' | 'operator'>, now: Pick<Chat, 'status' | 'operator'>): boolean {
  return before.status !== now.status || before.operator?.id !== now.operator?.id;
}
