import { ApiError } from '../app/api-error';
import { useServices, useStore } from '../app/services';
import { showProblem } from '../app/show-problem';
import { createComposers } from '../conversation/composers';
import { createPageTypeAhead } from '../conversation/type-ahead';
import { createChatsStore } from './chats-store';

/**
 * Taking a chat opens it, and whoever types on writes to its client: from the first letter, before it is known that he has it. What is refused
 * stands at the chat; what failed otherwise is told at the edge of the page.
 */
export function useDecisions() {
  const { router, toasts } = useServices();
  const chats = useStore(createChatsStore);
  const composers = useStore(createComposers);
  const typeAhead = useStore(createPageTypeAhead);

  function tell(error: unknown): void {
    if (!(error instanceof ApiError) || error.status !== 409) showProblem(toasts, error);
  }

  return {
    async accept(chatId: string): Promise<void> {
      if (chats.busy.peek().has(chatId)) return;
      const { path, query } = router.place.peek();
      const place = `/inbox/${chatId}`;
      const composer = composers.of(chatId);
      typeAhead.begin(composer);
      const taken = chats.accept(chatId);
      void composer.sendOnceTaken(taken.then(Boolean, () => false));
      router.go(place);
      // Something that is not saved keeps him where he is.
      if (router.place.peek().path !== place) typeAhead.end();
      try {
        await taken;
      } catch (error) {
        typeAhead.end();
        // What he has typed meanwhile is there, and only there.
        if (composer.isEmpty.peek() && router.place.peek().path === place)
          router.go(query.size === 0 ? path : `${path}?${query}`, { replace: true });
        tell(error);
      }
    },

    /** Can be undone for a moment. */
    async decline(chatId: string): Promise<void> {
      try {
        const isDeclined = await chats.decline(chatId);
        if (isDeclined && router.place.peek().path === `/inbox/${chatId}`) router.go('/inbox');
      } catch (error) {
        tell(error);
      }
    },
  };
}
