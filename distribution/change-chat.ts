import { type Chat, snapshotOf } from '../domain/chat';
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

/** Whoever asked a chat's workflow for something says by this id that the workflow knows what came of it. */
export interface CommandedChange {
  chatId: string;
  /** None when the workflow asks of itself: it asks again until it knows. */
  commandId?: string;
}

/**
 * Runs a change that a command asks a chat's workflow for. Temporal may lose a command together with the workflow's step that did it, and
 * whoever asked may have died: then the workflow is told by the relay.
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
      if (commandId !== undefined && snapshot.revision !== snapshotOf(chat).revision) {
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
