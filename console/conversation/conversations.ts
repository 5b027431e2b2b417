import type { Services } from '../app/services';
import { type ConversationStore, createConversation } from './conversation-store';
import { onSessionChange } from './session-change';

/** As many as somebody goes back and forth between; each listens for what is said in it. */
const mostKept = 12;

/** The conversations that were opened last: gone back to, they are there at once. */
export function createConversations({ api, live, session }: Pick<Services, 'api' | 'live' | 'session'>) {
  const kept = new Map<string, ConversationStore>();

  onSessionChange(session, () => {
    for (const conversation of kept.values()) conversation.close();
    kept.clear();
  });

  return {
    open(chatId: string): ConversationStore {
      const userId = session.user.value?.id ?? '';
      const conversation = kept.get(chatId) ?? createConversation({ api, live, chatId, userId });
      kept.delete(chatId);
      kept.set(chatId, conversation);
      for (const [id, oldest] of kept) {
        if (kept.size <= mostKept) break;
        oldest.close();
        kept.delete(id);
      }
      return conversation;
    },

    find: (chatId: string): ConversationStore | null => kept.get(chatId) ?? null,
  };
}
