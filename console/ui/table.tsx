import type { ComponentChildren } from 'preact';
import type { PagedList } from '../app/paged-list';
import { words } from '../words/words';
import { Button } from './button';
import { Empty, Failure, Loading } from './states';
import styles from './table.module.css';

export interface Column<T> {
  title: string;
  show: (item: T) => ComponentChildren;
  /** Names the row: read out with each of its cells. One column has it. */
  isName?: boolean;
  /** Numbers stand at the end of their cells. */
  isNumber?: boolean;
}

interface TableProps<T> {
  /** What is listed, for screen readers. */
  label: string;
  columns: ReadonlyArray<Column<T>>;
  items: readonly T[];
  keyOf: (item: T) => string;
}

/** Rows that become cards where there is no room for columns. */
export function Table<T>({ label, columns, items, keyOf }: TableProps<T>) {
  return (
    <table class={styles.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.title} scope="col" class={column.isNumber ? styles.number : undefined}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={keyOf(item)}>
            {columns.map((column) => (
              <Cell key={column.title} column={column} item={item} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell<T>({ column, item }: { column: Column<T>; item: T }) {
  const content = column.show(item);
  if (column.isName)
    return (
      <th scope="row" data-title={column.title}>
        {content}
      </th>
    );
  return (
    <td data-title={column.title} class={column.isNumber ? styles.number : undefined}>
      {content}
    </td>
  );
}

/** A list that comes in pages, in each of its states: on its way, failed, empty, there, and with more to come. */
export function PagedView<T>({
  list,
  empty,
  children,
}: {
  list: PagedList<T>;
  empty: ComponentChildren;
  children: (items: readonly T[]) => ComponentChildren;
}) {
  const items = list.items.value;
  const error = list.error.value;
  if (items === null) {
    if (error !== null) return <Failure error={error} onRetry={() => void list.reload()} />;
    return <Loading />;
  }
  if (items.length === 0 && error === null && !list.isLoading.value)
    return typeof empty === 'string' ? <Empty title={empty} /> : empty;
  return (
    <>
      {children(items)}
      {error !== null && <Failure error={error} onRetry={() => void list.loadMore()} />}
      {list.hasMore.value && error === null && (
        <div class={styles.more}>
          <Button busy={list.isLoading.value} onClick={() => void list.loadMore()}>
            {words().common.loadMore}
          </Button>
        </div>
      )}
    </>
  );
}
