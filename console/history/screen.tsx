import { useEffect } from 'preact/hooks';
import { matchPath } from '../app/router';
import { useServices, useStore } from '../app/services';
import { showProblem } from '../app/show-problem';
import { whileVisible } from '../live/while-visible';
import { Split } from '../ui/split';
import { Empty } from '../ui/states';
import { ChatList } from './chat-list';
import { ChatScreen } from './chat-screen';
import { filtersOf, placeWith } from './filters';
import { createHistoryStore } from './history-store';
import { chatWords } from './words';

const refreshedEveryMs = 10_000;

/** The chats section (domain 4.5): all chats, and the one that is open. */
export function Screen() {
  const { router, toasts } = useServices();
  const store = useStore(createHistoryStore);
  const { path, query } = router.place.value;
  const filters = filtersOf(query);
  const chatId = matchPath('/chats/:chatId', path)?.chatId ?? null;

  useEffect(() => store.show(filters), [placeWith(filters)]);
  useEffect(() => {
    store.loadChoices().catch((error: unknown) => showProblem(toasts, error));
    void store.refresh();
    return whileVisible(refreshedEveryMs, () => void store.refresh());
  }, []);

  return (
    <Split wide openId={chatId} list={<ChatList store={store} filters={filters} chatId={chatId} />}>
      {chatId === null ? (
        <Empty title={chatWords().chooseOne} />
      ) : (
        <ChatScreen key={chatId} chatId={chatId} messageId={query.get('message')} backTo={placeWith(filters)} />
      )}
    </Split>
  );
}
