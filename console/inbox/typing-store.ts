import { type ReadonlySignal, signal } from '@preact/signals';
import type { Services } from '../app/services';

/** Messengers repeat that somebody types every few seconds; after this long he has stopped. */
const typingMs = 8_000;

/** In which chats the client is typing now. */
export function createTypingStore({ live }: Pick<Services, 'live'>) {
  const typing = signal<ReadonlySet<string>>(new Set());
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  function stop(chatId: string): void {
    clearTimeout(timers.get(chatId));
    if (timers.delete(chatId)) typing.value = new Set(timers.keys());
  }

  live.on('chat.typing', ({ chat }) => {
    clearTimeout(timers.get(chat.id));
    timers.set(
      chat.id,
      setTimeout(() => stop(chat.id), typingMs),
    );
    if (!typing.peek().has(chat.id)) typing.value = new Set(timers.keys());
  });
  live.on('message.created', ({ message }) => {
    if (message.direction === 'incoming') stop(message.chatId);
  });

  return { typing: typing as ReadonlySignal<ReadonlySet<string>> };
}
