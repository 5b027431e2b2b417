import { ApiError } from '../app/api-error';
import { useServices, useStore } from '../app/services';
import { showProblem } from '../app/show-problem';
import { createChatsStore } from './chats-store';

/** Taking a chat opens it. What is refused stands at the chat; what failed otherwise is told at the edge of the page. */
export function useDecisions() {
  const { router, toasts } = useServices();
  const chats = useStore(createChatsStore);

  function tell(error: unknown): void {
    if (!(error instanceof ApiError) || error.status !== 409) showProblem(toasts, error);
  }

  return {
    async accept(chatId: string): Promise<void> {
      try {
        if ((await chats.accept(chatId)) !== null) router.go(`/inbox/${chatId}`);
      } catch (error) {
        tell(error);
      }
    },

    async decline(chatId: string): Promise<void> {
      try {
        await chats.decline(chatId);
        if (router.place.peek().path === `/inbox/${chatId}`) router.go('/inbox');
      } catch (error) {
        tell(error);
      }
    },
  };
}
