import type { Ref } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useServices } from '../app/services';
import { Count } from '../ui/badge';
import { Button } from '../ui/button';
import { TextInput } from '../ui/inputs';
import { Popover } from '../ui/popover';
import styles from './chat-list.module.css';
import { FilterChips } from './filter-chips';
import { FilterPanel } from './filter-panel';
import { countOf, type Filters, noFilters, placeWith } from './filters';
import type { HistoryStore } from './history-store';
import { chatWords } from './words';

/** Typing pauses this long before it is looked for. */
const pauseMs = 350;

/** What the chats are looked through by. The address has it: it can be shared, and Back goes to what was looked at before. */
export function ListTools({
  store,
  filters,
  chatId,
  searchRef,
}: {
  store: HistoryStore;
  filters: Filters;
  chatId: string | null;
  searchRef: Ref<HTMLInputElement>;
}) {
  const { router } = useServices();
  const say = chatWords();
  const set = (change: Partial<Filters>) => router.go(placeWith({ ...filters, ...change }, chatId));
  const search = useTyped(filters.q, (q) => set({ q }));
  const count = countOf(filters);
  const contact = store.contact.value;
  return (
    <search class={styles.tools}>
      <div class={styles.search}>
        <TextInput
          label={say.search}
          hideLabel
          type="search"
          placeholder={say.searchPlaceholder}
          autocomplete="off"
          value={search.typed}
          onChange={search.type}
          onKeyDown={(event) => {
            if (event.key === 'Enter') search.now();
          }}
          inputRef={searchRef}
        />
        <Popover
          label={say.filters}
          align="end"
          onOpen={(panel) => panel.querySelector('select')?.focus()}
          control={(props) => (
            <Button {...props}>
              {say.filters}
              <Count count={count} label={say.filtersSet(count)} />
            </Button>
          )}
        >
          {(close) => (
            <FilterPanel
              filters={filters}
              choices={store.choices.value}
              contact={contact}
              set={set}
              clear={() => {
                set({ ...noFilters, q: filters.q });
                close();
              }}
            />
          )}
        </Popover>
      </div>
      <FilterChips {...{ filters, choices: store.choices.value, contactName: contact?.name ?? null, set }} />
    </search>
  );
}

/** What is being typed, told when the typing pauses; another value from outside replaces it. */
function useTyped(value: string, tell: (typed: string) => void) {
  const [typed, setTyped] = useState(value);
  const latest = useRef(tell);
  latest.current = tell;
  const told = useRef(value);
  const pause = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  useEffect(() => {
    if (value !== told.current) setTyped(value);
    told.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(pause.current), []);

  function now(text: string): void {
    clearTimeout(pause.current);
    if (text.trim() === told.current) return;
    told.current = text.trim();
    latest.current(text.trim());
  }

  return {
    typed,
    type(text: string) {
      setTyped(text);
      clearTimeout(pause.current);
      pause.current = setTimeout(() => now(text), pauseMs);
    },
    now: () => now(typed),
  };
}
