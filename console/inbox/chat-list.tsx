import type { Virtualizer } from '@tanstack/virtual-core';
import { useRef, useState } from 'preact/hooks';
import { useStore } from '../app/services';
import type { Chat } from '../app/types';
import { createStatusStore } from '../session/status-store';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { Empty, Failure, Loading } from '../ui/states';
import { VirtualList } from '../ui/virtual-list';
import { arrange, type ListRow } from './arrange';
import styles from './chat-list.module.css';
import { ChatRow, GoneRow } from './chat-row';
import { createChatsStore } from './chats-store';
import { ListHeader } from './list-header';
import { channelFilter, chatFilter, chatOrder, searchText } from './list-options';
import { useDecisions } from './use-decisions';
import { useListKeys } from './use-list-keys';
import { inboxWords } from './words';

const keyOf = (row: ListRow) => (row.kind === 'heading' ? row.place : row.chat.id);

/** As the styles have them; each is measured when it is shown. */
const heights = { heading: 35, gone: 70, active: 83, offer: 119 };

function estimatePx(row: ListRow): number {
  if (row.kind !== 'chat') return heights[row.kind];
  return row.place === 'active' ? heights.active : heights.offer;
}

/** The operator's chats: what is offered, what is free to take, and what he has in work. */
export function ChatList({ chatId }: { chatId: string | null }) {
  const chats = useStore(createChatsStore);
  const search = useRef<HTMLInputElement>(null);
  const rowsRef = useRef<Virtualizer<HTMLDivElement, HTMLDivElement> | null>(null);
  const options = {
    order: chatOrder.value,
    filter: chatFilter.value,
    channelId: channelFilter.value,
    search: searchText.value,
  };
  const rows = arrange(chats.lists.value, chats.refusals.all.value, options);
  const [asked, setAsked] = useState<Chat | null>(null);
  const { decline } = useDecisions();
  const keys = useListKeys({ rows, rowsRef, search, chatId, onAskToDecline: setAsked });
  const hasChats = rows.some(({ kind }) => kind !== 'heading');

  return (
    <div class={styles.list}>
      <ListHeader searchRef={search} />
      {rows.length > 0 && (
        <div class={styles.rows}>
          <VirtualList
            items={rows}
            keyOf={keyOf}
            estimatePx={estimatePx}
            rowsRef={rowsRef}
            props={{ role: 'list', 'aria-label': inboxWords().chats, ...keys }}
            rowProps={(_row, index) => ({ role: 'listitem', 'aria-setsize': rows.length, 'aria-posinset': index + 1 })}
          >
            {(row) => <Row row={row} isOpen={row.kind === 'chat' && row.chat.id === chatId} />}
          </VirtualList>
        </div>
      )}
      {!hasChats && <Nothing isFiltered={rows.length > 0} />}
      {asked !== null && (
        <Confirm
          title={inboxWords().declineWhich(asked.contact.name)}
          action={inboxWords().decline}
          run={async () => void decline(asked.id)}
          onClose={() => setAsked(null)}
        >
          {inboxWords().declineWhichText}
        </Confirm>
      )}
    </div>
  );
}

function Row({ row, isOpen }: { row: ListRow; isOpen: boolean }) {
  if (row.kind === 'chat') return <ChatRow chat={row.chat} place={row.place} isOpen={isOpen} />;
  if (row.kind === 'gone') return <GoneRow chat={row.chat} refusal={row.refusal} />;
  const { places, shownOf } = inboxWords();
  return (
    <h2 class={styles.heading}>
      {places[row.place]}
      <span>{row.shown === row.count ? row.count : shownOf(row.shown, row.count)}</span>
    </h2>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  const { isLoaded, error, reload } = useStore(createChatsStore);
  const { status } = useStore(createStatusStore);
  const say = inboxWords();
  if (!isLoaded.value) {
    return error.value === null ? <Loading lines={6} /> : <Failure error={error.value} onRetry={() => void reload()} />;
  }
  if (!isFiltered) {
    const isInactive = status.value?.status === 'inactive';
    return <Empty title={say.nothing}>{isInactive ? say.nothingInactive : say.nothingActive}</Empty>;
  }
  return <Empty title={say.nothingFound} action={<Button onClick={showAll}>{say.clearFilters}</Button>} />;
}

function showAll(): void {
  chatFilter.value = 'all';
  channelFilter.value = null;
  searchText.value = '';
}
