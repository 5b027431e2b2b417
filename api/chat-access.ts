import type { Chat } from '../domain/chat';
import { Problem } from '../domain/problem';
import { may, type User } from '../domain/user';
import type { Storage } from '../storage/storage';

/**
 * Who sees a chat: an administrator every one, an operator those of his queues and those that he has in work. To anyone else
 * it is as if it were not there.
 */
export function createChatAccess(storage: Storage) {
  async function sees(user: User, chat: Chat): Promise<boolean> {
    if (may(user, 'Administrator') || chat.operatorId === user.id) return true;
    const operator = await storage.operators.get(user.id);
    return operator?.queueIds.includes(chat.queueId) ?? false;
  }

  return {
    sees,

    async visible(user: User, chatId: string): Promise<Chat> {
      const chat = await storage.chats.get(chatId);
      if (chat === null || !(await sees(user, chat))) throw new Problem('not_found', 'There is no such chat.');
      return chat;
    },
  };
}

export type ChatAccess = ReturnType<typeof createChatAccess>;
