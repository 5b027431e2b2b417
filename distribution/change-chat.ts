import type { Chat } from '../domain/chat';
import type { Answered } from '../domain/command';
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

export interface CommandedChange {
  chatId: string;
  /** Whoever gave the command calls the relay off by it. None when the workflow acts by itself: it asks again until it knows. */
  commandId?: string;
}

/**
 * Runs a change that was commanded through the chat's workflow. When Temporal loses the step that made it, and whoever gave the command
 * has died, the relay tells the workflow.
 */
export function createCommandedChange(deps: Pick<RouterDeps, 'storage' | 'perform'>) {
  const changeChat = createChatChange(deps);
  return (
    { chatId, commandId }: CommandedChange,
    work: (unit: UnitOfWork, chat: Chat) => Promise<Answered>,
  ): Promise<Answered> =>
    changeChat(chatId, async (unit, chat) => {
      const answered = await work(unit, chat);
      const { snapshot } = answered;
      if (commandId !== undefined && snapshot.revision !== chat.revision) {
        const chore = { kind: 'chat_changed', workflowId: chat.workflowId, snapshot } as const;
        unit.followUnlessDone({ id: commandId, chore });
      }
      return answered;
    });
}

/** Within a transaction a row cannot move between reading and writing it. */
export function moved(chat: Chat | null): Chat {
  if (chat === null) throw new Error('a chat has moved on within one transaction');
  return chat;
}
