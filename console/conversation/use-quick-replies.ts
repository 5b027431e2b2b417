import { useEffect, useId, useState } from 'preact/hooks';
import type { QuickReply } from '../../domain/quick-reply';
import { isAborted } from '../app/api-error';
import { useServices } from '../app/services';
import type { Page } from '../app/types';

const mostShown = 20;

interface QuickRepliesParts {
  chatId: string;
  /** What is looked for; null: nothing. */
  query: string | null;
  onTake: (reply: QuickReply) => void;
}

/** The quick replies that fit what is typed, and which of them is chosen. */
export function useQuickReplies({ chatId, query, onTake }: QuickRepliesParts) {
  const { api } = useServices();
  const listId = useId();
  const [items, setItems] = useState<QuickReply[] | null>(null);
  const [chosen, setChosen] = useState(0);

  useEffect(() => {
    if (query === null) {
      setItems(null);
      return;
    }
    const looking = new AbortController();
    const { signal } = looking;
    api
      .get<Page<QuickReply>>(`/api/chats/${chatId}/quick-replies`, { query: { q: query, limit: mostShown }, signal })
      .then((page) => {
        if (signal.aborted) return;
        setItems(page.items);
        setChosen(0);
      })
      .catch((error) => {
        if (!isAborted(error) && !signal.aborted) setItems([]);
      });
    return () => looking.abort();
  }, [chatId, query]);

  const count = items?.length ?? 0;
  const idOf = (index: number) => `${listId}-${index}`;
  return {
    items,
    chosen,
    listId,
    idOf,
    chosenId: count === 0 ? undefined : idOf(chosen),

    /** True if the key was for the list. */
    press(key: string): boolean {
      if (count === 0) return false;
      const reply = items?.[chosen];
      if (key === 'ArrowDown') setChosen((chosen + 1) % count);
      else if (key === 'ArrowUp') setChosen((chosen - 1 + count) % count);
      else if ((key === 'Enter' || key === 'Tab') && reply !== undefined) onTake(reply);
      else return false;
      return true;
    },
  };
}
