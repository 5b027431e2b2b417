import { useRef } from 'preact/hooks';
import { useServices } from '../app/services';
import type { FoundChat } from '../app/types';
import { useShortcuts } from '../app/use-global-shortcuts';
import { Button } from '../ui/button';
import { Empty, Failure, Loading } from '../ui/states';
import { VirtualList } from '../ui/virtual-list';
import styles from './chat-list.module.css';
import { ChatRow } from './chat-row';
import { countOf, type Filters, placeWith } from './filters';
import type { HistoryStore } from './history-store';
import { ListTools } from './list-tools';
import { chatWords } from './words';

const rowPx = 86;

type Row = { id: string; chat: FoundChat } | { id: 'end'; chat: null };

/** All chats that the reader sees, newest first, as far as the filters let them through. */
export function ChatList({ store, filters, chatId }: { store: HistoryStore; filters: Filters; chatId: string | null }) {
  const { router } = useServices();
  const search = useRef<HTMLInputElement>(null);
  const say = chatWords();
  const items = store.list.items.value;

  function step(by: 1 | -1): void {
    const chats = store.list.items.value ?? [];
    const at = chats.findIndex(({ id }) => id === chatId);
    const next = chats[at === -1 ? 0 : at + by];
    if (next !== undefined) router.go(placeWith(filters, next.id), { replace: chatId !== null });
  }

  useShortcuts(() => {
    const group = () => chatWords().shortcuts;
    const label = (name: 'next' | 'previous' | 'search' | 'back') => () => chatWords().keys[name];
    return [
      { keys: 'j', group, label: label('next'), run: () => step(1) },
      { keys: 'k', group, label: label('previous'), run: () => step(-1) },
      { keys: 's', group, label: label('search'), run: () => search.current?.focus() },
      ...(chatId === null
        ? []
        : [{ keys: 'Escape', group, label: label('back'), run: () => router.go(placeWith(filters)) }]),
    ];
  }, [chatId, placeWith(filters)]);

  return (
    <>
      <ListTools store={store} filters={filters} chatId={chatId} searchRef={search} />
      {store.newer.value.length > 0 && (
        <div class={styles.newer} role="status">
          <Button small onClick={store.showNewer}>
            {say.newer(store.newer.value.length)}
          </Button>
        </div>
      )}
      {items === null ? <NotThere store={store} /> : <Rows {...{ store, filters, chatId, items }} />}
    </>
  );
}

function NotThere({ store: { list } }: { store: HistoryStore }) {
  const error = list.error.value;
  return error === null ? <Loading lines={8} /> : <Failure error={error} onRetry={() => void list.reload()} />;
}

function Rows({
  store: { list },
  filters,
  chatId,
  items,
}: {
  store: HistoryStore;
  filters: Filters;
  chatId: string | null;
  items: readonly FoundChat[];
}) {
  const say = chatWords();
  const isFiltered = filters.q !== '' || countOf(filters) > 0;
  if (items.length === 0 && !list.hasMore.value && list.error.value === null)
    return isFiltered ? <Empty title={say.noneFound}>{say.noneFoundText}</Empty> : <Empty title={say.none} />;
  const rows: Row[] = [...items.map((chat) => ({ id: chat.id, chat })), { id: 'end', chat: null }];
  return (
    <VirtualList<Row>
      items={rows}
      keyOf={({ id }) => id}
      estimatePx={() => rowPx}
      onNearEnd={() => {
        if (list.error.value === null) void list.loadMore();
      }}
      props={{ role: 'list', 'aria-label': say.listed, class: styles.list ?? '' }}
      rowProps={() => ({ role: 'listitem' })}
    >
      {({ chat }) =>
        chat === null ? (
          <End list={list} />
        ) : (
          <ChatRow
            chat={chat}
            place={placeWith(filters, chat.id, chat.matches?.[0]?.messageId ?? null)}
            isOpen={chat.id === chatId}
          />
        )
      }
    </VirtualList>
  );
}

/** What is at the end of the list as far as it was read. */
function End({ list }: { list: HistoryStore['list'] }) {
  const say = chatWords();
  const error = list.error.value;
  if (error !== null) return <Failure error={error} onRetry={() => void list.loadMore()} />;
  return (
    <div class={styles.foot}>
      {list.hasMore.value ? (
        <Button busy={list.isLoading.value} onClick={() => void list.loadMore()}>
          {say.lookFurther}
        </Button>
      ) : (
        <span>{say.thatIsAll}</span>
      )}
    </div>
  );
}
