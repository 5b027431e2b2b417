import { useServices } from '../app/services';
import { detailsBeside, room } from './panes';

/** Which panes are shown. Where they don't stand side by side, the address says which, so that the way back is the browser's too. */
export function usePanes(chatId: string | null) {
  const { router } = useServices();
  const isAsked = router.place.value.query.has('details');
  const isWide = room.value === 'wide';
  const isDetailsShown = chatId !== null && (isWide ? detailsBeside.value === 'shown' : isAsked);

  function showDetails(isShown: boolean): void {
    if (chatId === null) return;
    if (room.peek() === 'wide') detailsBeside.value = isShown ? 'shown' : 'hidden';
    else router.go(isShown ? `/inbox/${chatId}?details` : `/inbox/${chatId}`, { replace: !isShown });
  }

  return {
    room: room.value,
    isListShown: room.value !== 'narrow' || chatId === null,
    isConversationShown: room.value !== 'narrow' || (chatId !== null && !isDetailsShown),
    isDetailsShown,
    toggleDetails: () => showDetails(!isDetailsShown),
    hideDetails: () => showDetails(false),
  };
}

export type Panes = ReturnType<typeof usePanes>;
