import type { Chat } from '../domain/chat';
import { commit, type UnitOfWork } from '../storage/unit-of-work';
import type { RouterDeps } from './router';

/** Runs a change of one chat and does what follows, without keeping the caller waiting for it. */
export function createChatChange({ storage, perform }: Pick<RouterDeps, 'storage' | 'perform'>) {
  return async function changeChat<T>(chatId: string, work: (unit: UnitOfWork, chat: Chat) => Promise<T>): Promise<T> {
    const { result, chores } = await commit(storage, async (unit) => {
      const chat = await storage.chats.get(chatId, unit.tx);
      if (chat === null) throw new Error(`there is no chat ${chatId}`);
      return work(unit, chat);
    });
    void perform(chores);
    return result;
  };
}

/** Within a transaction a row cannot move between reading and writing it. */
export function moved(chat: Chat | null): Chat {
  if (chat === null) throw new Error('a chat has moved on within one transaction');
  return chat;
}
