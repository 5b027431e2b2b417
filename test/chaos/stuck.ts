import { type ChatRow, findUnrest, named } from '../support/unrest';
import type { Rows } from './rows';

/** What hangs, in words: every line is a promise of Parley's that is not kept. */
export function findStuck(rows: Rows, limit: number): string[] {
  const { messages, chats } = rows;
  return [
    ...messages
      .filter(({ direction, chatId }) => direction === 'incoming' && chatId === null)
      .map(({ text }) => `"${text}" is in no chat`),
    ...messages
      .filter(({ deliveryStatus }) => deliveryStatus === 'pending' || deliveryStatus === 'sending')
      .map(({ text, deliveryStatus }) => `answer "${text}" is ${deliveryStatus}`),
    ...findUnrest(rows, { limit }),
    // The operators have taken all that there was.
    ...chats.filter(({ status }) => status === 'waiting').map((chat) => `${named(chat)} still waits`),
    ...chats.filter(wasGivenUp).map((chat) => `${named(chat)} was given up`),
  ];
}

function wasGivenUp({ completedBy }: ChatRow): boolean {
  return completedBy === 'administrator';
}
