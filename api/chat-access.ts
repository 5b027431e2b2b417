import type { Chat } from '../domain/chat';
import { Problem } from '../domain/problem';
import { may, type User } from '../domain/user';
import { isShownTo } from '../domain/verdicts';
import type { Tx } from '../storage/database';
import type { Storage } from '../storage/storage';
import type { Audit } from './audit';

/**
 * Who sees a chat: an administrator every one, an operator those of his queues, those that he has in work, and those that are offered or
 * shown to him, whatever their queue (domain 11). To anyone else it is as if it were not there.
 */
export function createChatAccess(storage: Storage) {
  async function sees(user: User, chat: Chat): Promise<boolean> {
    if (may(user, 'Administrator') || chat.operatorId === user.id || chat.offer?.operatorId === user.id) return true;
    const operator = await storage.operators.get(user.id);
    return operator !== null && (operator.queueIds.includes(chat.queueId) || isShownTo(chat, operator));
  }

  async function visible(user: User, chatId: string): Promise<Chat> {
    const chat = await storage.chats.get(chatId);
    if (chat === null || !(await sees(user, chat)))
      throw new Problem('not_found', 'There is no such chat, or you may not see it.');
    return chat;
  }

  /** He has it in work, or it is offered or shown to him to be taken. */
  async function isHis(user: User, chat: Chat): Promise<boolean> {
    if (chat.operatorId === user.id || chat.offer?.operatorId === user.id) return true;
    const operator = chat.shownTo === null ? null : await storage.operators.get(user.id);
    return operator !== null && isShownTo(chat, operator);
  }

  /** He is shown what was said in these chats. */
  async function noteReadings(user: User, chats: Chat[]): Promise<void> {
    const his = await Promise.all(chats.map((chat) => isHis(user, chat)));
    const others = chats.filter((_chat, index) => his[index] === false).map(({ id }) => id);
    if (others.length > 0) await storage.auditLog.noteReadings(user.id, others);
  }

  return {
    sees,
    visible,

    /** For whoever wants to read what was said: others' chats are read on the record. */
    async read(user: User, chatId: string): Promise<Chat> {
      const chat = await visible(user, chatId);
      await noteReadings(user, [chat]);
      return chat;
    },

    noteReadings,
  };
}

export type ChatAccess = ReturnType<typeof createChatAccess>;

/** What administrators do to others' chats. */
export function chatAudit(storage: Storage): Audit {
  return {
    kind: 'chat',
    async read(id: string, tx?: Tx) {
      const chat = await storage.chats.get(id, tx);
      if (chat === null) return null;
      const { status, operatorId, queueId, completedBy } = chat;
      return { status, operatorId, queueId, completedBy };
    },
  };
}
