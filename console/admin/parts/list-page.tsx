import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { hrefOf } from '../../app/router';
import buttonStyles from '../../ui/button.module.css';
import { classes } from '../../ui/classes';
import { PlusIcon } from '../../ui/icons';
import { TextInput } from '../../ui/inputs';
import { Empty } from '../../ui/states';
import { type Column, PagedView, Table } from '../../ui/table';
import { Unseen } from '../../ui/unseen';
import { language } from '../../words/language';
import { words } from '../../words/words';
import { adminWords } from '../words';
import styles from './list-page.module.css';
import { Page } from './page';
import type { SearchedList } from './searched-list';
import { createShortList } from './short-list';

interface ListPageProps<T> {
  title: string;
  intro?: ComponentChildren;
  add?: { path: string; label: string } | undefined;
  list: SearchedList<T>;
  columns: ReadonlyArray<Column<T>>;
  keyOf: (item: T) => string;
  /** What to do when there is none yet. */
  empty: string;
  filters?: ComponentChildren;
}

/** A list for as long as the component is shown. */
export function useShortList<T>(loadAll: (signal: AbortSignal) => Promise<T[]>, textOf: (item: T) => string) {
  const latest = useRef({ loadAll, textOf });
  latest.current = { loadAll, textOf };
  const list = useMemo(
    () =>
      createShortList<T>(
        (signal) => latest.current.loadAll(signal),
        (item) => latest.current.textOf(item),
      ),
    [],
  );
  useEffect(() => {
    void list.reload();
  }, [language.value]);
  return list;
}

/** A searchable list with the way to add to it. */
export function ListPage<T>({ title, intro, add, list, columns, keyOf, empty, filters }: ListPageProps<T>) {
  const [query, setQuery] = useState('');
  const { list: listWords } = adminWords();
  const isSearched = query.trim() !== '';
  return (
    <Page title={title} intro={intro} actions={add === undefined ? undefined : <AddLink {...add} />}>
      <search class={styles.tools} aria-label={title}>
        <TextInput
          label={words().common.search}
          hideLabel
          type="search"
          placeholder={words().common.search}
          value={query}
          onChange={(value) => {
            setQuery(value);
            void list.search(value);
          }}
        />
        {filters}
        <Unseen>
          <span role="status">
            {isSearched &&
              list.items.value !== null &&
              !list.isLoading.value &&
              listWords.found(list.items.value.length, list.hasMore.value)}
          </span>
        </Unseen>
      </search>
      <PagedView list={list} empty={<Empty title={isSearched ? listWords.nothingFound(query.trim()) : empty} />}>
        {(items) => <Table label={title} columns={columns} items={items} keyOf={keyOf} />}
      </PagedView>
    </Page>
  );
}

/** A link that looks like what it is: the way to something new. */
function AddLink({ path, label }: { path: string; label: string }) {
  return (
    <a class={classes(buttonStyles.button, buttonStyles.primary)} href={hrefOf(path)}>
      <PlusIcon size={16} />
      {label}
    </a>
  );
}
