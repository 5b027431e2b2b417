import type { RefObject } from 'preact';
import { useStore } from '../app/services';
import { IconButton } from '../ui/button';
import { classes } from '../ui/classes';
import { SortIcon } from '../ui/icons';
import { TextInput } from '../ui/inputs';
import { Menu, type MenuGroup } from '../ui/menu';
import { AlertMenu } from './alert-menu';
import styles from './chat-list.module.css';
import { createChatsStore } from './chats-store';
import { channelFilter, chatFilter, chatFilters, chatOrder, chatOrders, searchText } from './list-options';
import { inboxWords } from './words';

/** What of the chats is shown, and in which order. */
export function ListHeader({ searchRef }: { searchRef: RefObject<HTMLInputElement | null> }) {
  const say = inboxWords();
  const isFiltered = chatFilter.value !== 'all' || channelFilter.value !== null;
  return (
    <div class={styles.header}>
      <search class={styles.search}>
        <TextInput
          type="search"
          label={say.search}
          hideLabel
          placeholder={say.search}
          autocomplete="off"
          inputRef={searchRef}
          value={searchText.value}
          onChange={(text) => {
            searchText.value = text;
          }}
        />
      </search>
      <Menu
        label={say.sortAndFilter}
        align="end"
        control={(props) => (
          <IconButton {...props} label={isFiltered ? say.isFiltered : say.sortAndFilter} aria-haspopup="menu">
            <span class={classes(styles.filter, isFiltered && styles.filtered)}>
              <SortIcon />
            </span>
          </IconButton>
        )}
        groups={[filterGroup(), orderGroup(), ...useChannelGroup()]}
      />
      <AlertMenu />
    </div>
  );
}

function filterGroup(): MenuGroup {
  const { filterGroup: label, filters } = inboxWords();
  const items = chatFilters.map((one) => ({
    label: filters[one],
    chosen: chatFilter.value === one,
    run: () => {
      chatFilter.value = one;
    },
  }));
  return { label, items };
}

function orderGroup(): MenuGroup {
  const { orderGroup: label, orders } = inboxWords();
  const items = chatOrders.map((one) => ({
    label: orders[one],
    chosen: chatOrder.value === one,
    run: () => {
      chatOrder.value = one;
    },
  }));
  return { label, items };
}

/** The channels of the chats that are there; nothing to choose from where it is one. */
function useChannelGroup(): MenuGroup[] {
  const { lists } = useStore(createChatsStore);
  const { channelGroup: label, allChannels } = inboxWords();
  const { available, active } = lists.value;
  const channels = new Map([...available, ...active].map(({ channel }) => [channel.id, channel.name]));
  if (channels.size < 2 && channelFilter.value === null) return [];
  const choose = (id: string | null) => () => {
    channelFilter.value = id;
  };
  const named = [...channels].sort(([, one], [, other]) => one.localeCompare(other));
  return [
    {
      label,
      items: [
        { label: allChannels, chosen: channelFilter.value === null, run: choose(null) },
        ...named.map(([id, name]) => ({ label: name, chosen: channelFilter.value === id, run: choose(id) })),
      ],
    },
  ];
}
