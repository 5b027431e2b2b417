import { type ReadonlySignal, signal } from '@preact/signals';
import type { Api } from '../app/api';
import type { Chat, Message } from '../app/types';
import { isOfClient } from './is-of-client';

interface ReadingParts {
  api: Pick<Api, 'post'>;
  path: string;
  /** Whoever reads. */
  userId: string;
  messages: ReadonlySignal<Message[]>;
  chat: ReadonlySignal<Chat | null>;
  /** Asks for the chat, and shows it unless a newer one was heard of meanwhile. */
  take: (asked: Promise<Chat>) => Promise<void>;
}

/** What of a conversation its operator has seen, and what is new to him. */
export function createReading({ api, path, userId, messages, chat, take }: ReadingParts) {
  const newFromId = signal<string | null>(null);
  const unseenFromId = signal<string | null>(null);
  let isWatched = false;
  /** Whether all that is there has been in sight. */
  let hasSeenAll = false;
  /** Up to which message the service knows it read; null while that is being told. */
  let readUpTo: string | null = null;
  let isTelling = false;

  function isMine({ status, operator }: Pick<Chat, 'status' | 'operator'>): boolean {
    return status === 'active' && operator?.id === userId;
  }

  /** The service is told up to where it was read, once for each message. */
  function tell(): void {
    const last = messages.value.at(-1);
    const now = chat.value;
    if (!isWatched || isTelling || now === null || last === undefined) return;
    if (!isMine(now) || now.unreadCount === 0 || readUpTo === last.id) return;
    isTelling = true;
    readUpTo = last.id;
    take(api.post<Chat>(`${path}/read`, { messageId: last.id }))
      .catch(() => {
        readUpTo = null;
      })
      .finally(() => {
        isTelling = false;
        if (readUpTo !== null) tell();
      });
  }

  return {
    newFromId,
    unseenFromId,
    tell,

    /** The conversation is shown for the first time. */
    begin(): void {
      if (chat.value !== null && isMine(chat.value))
        newFromId.value = firstUnread(messages.value, chat.value.unreadCount);
    },

    /** What was loaded is in sight, where somebody looks. */
    shown(): void {
      hasSeenAll ||= isWatched;
    },

    /** The client has written. */
    came(id: string): void {
      if (isWatched || unseenFromId.value !== null) return;
      unseenFromId.value = id;
      if (hasSeenAll || newFromId.value === null) newFromId.value = id;
      hasSeenAll = false;
    },

    /** Whether somebody looks at the end of the conversation. What he sees is read. */
    watch(does: boolean, { isLoaded }: { isLoaded: boolean }): void {
      isWatched = does;
      if (does) {
        unseenFromId.value = null;
        hasSeenAll = isLoaded;
      }
      tell();
    },

    /** What was new has been dealt with. */
    forgetNew(): void {
      newFromId.value = null;
    },

    /** Nobody looks at it any more: what comes from now on is new. */
    leave(): void {
      isWatched = false;
      if (chat.value?.unreadCount === 0) newFromId.value = null;
    },
  };
}

/** Where as many of the client's messages begin as are unread. */
function firstUnread(messages: readonly Message[], unreadCount: number): string | null {
  if (unreadCount === 0) return null;
  let left = unreadCount;
  let first: string | null = null;
  for (const message of messages.toReversed()) {
    if (isOfClient(message)) {
      first = message.id;
      left -= 1;
    }
    if (left === 0) break;
  }
  return first;
}
