import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from '@tanstack/virtual-core';
import type { ComponentChildren, HTMLAttributes } from 'preact';
import { useLayoutEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { classes } from './classes';
import styles from './virtual-list.module.css';

type Rows = Virtualizer<HTMLDivElement, HTMLDivElement>;

interface VirtualListProps<T> {
  items: readonly T[];
  keyOf: (item: T) => string;
  /** About how high a row is, in pixels; each is measured when it is shown. */
  estimatePx: (item: T) => number;
  children: (item: T, index: number) => ComponentChildren;
  /**
   * `end`: a conversation. It begins at its end, stays there while something comes, and what is put before the first row moves nothing that is
   * read. `start`: a list.
   */
  anchor?: 'start' | 'end';
  /** The first or the last rows are shown: more of them can be loaded. */
  onNearStart?: () => void;
  onNearEnd?: () => void;
  /** For the list as a whole: `role`, `aria-label`, `onKeyDown`, … */
  props?: HTMLAttributes<HTMLDivElement>;
  rowProps?: (item: T, index: number) => HTMLAttributes<HTMLDivElement>;
  /** For scrolling somewhere: `scrollToIndex`, `scrollToEnd`, `isAtEnd`. */
  rowsRef?: { current: Rows | null };
}

const nearRows = 5;

/** Any number of rows, of which those in sight are in the page. */
export function VirtualList<T>(list: VirtualListProps<T>) {
  const { items, keyOf, anchor = 'start', rowProps, children } = list;
  const element = useRef<HTMLDivElement>(null);
  /** The row that had the focus last is drawn wherever one scrolls: the focus would be lost with it. */
  const heldKey = useRef<string | null>(null);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const options: VirtualizerOptions<HTMLDivElement, HTMLDivElement> = {
    count: items.length,
    getScrollElement: () => element.current,
    estimateSize: (index) => list.estimatePx(items[index] as T),
    getItemKey: (index) => keyOf(items[index] as T),
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    overscan: 8,
    rangeExtractor: (range) => {
      const held = items.findIndex((item) => keyOf(item) === heldKey.current);
      return [...new Set([...defaultRangeExtractor(range), ...(held === -1 ? [] : [held])])].sort((a, b) => a - b);
    },
    anchorTo: anchor,
    followOnAppend: anchor === 'end',
    onChange: () => redraw(undefined),
  };
  const rows = useMemo(() => new Virtualizer(options), []);
  rows.setOptions(options);
  if (list.rowsRef !== undefined) list.rowsRef.current = rows;

  useLayoutEffect(() => rows._didMount(), []);
  useLayoutEffect(() => rows._willUpdate());
  useBeginningAtEnd(rows, anchor === 'end' && items.length > 0);
  useNearEdges(rows, list);

  return (
    <div
      {...list.props}
      ref={element}
      onFocusIn={(event) => {
        const index = (event.target as Element).closest<HTMLElement>('[data-index]')?.dataset.index;
        if (index !== undefined) heldKey.current = keyOf(items[Number(index)] as T);
        list.props?.onFocusIn?.(event);
      }}
      class={classes(styles.scroll, list.props?.class as string | undefined)}
    >
      <div class={styles.rows} style={{ height: `${rows.getTotalSize()}px` }} role="presentation">
        {rows.getVirtualItems().map(({ key, index, start }) => {
          const item = items[index] as T;
          return (
            <div
              {...rowProps?.(item, index)}
              key={key}
              data-index={index}
              ref={rows.measureElement}
              class={styles.row}
              style={{ transform: `translateY(${start}px)` }}
            >
              {children(item, index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function useBeginningAtEnd(rows: Rows, isWanted: boolean): void {
  const isDone = useRef(false);
  useLayoutEffect(() => {
    if (!isWanted || isDone.current) return;
    isDone.current = true;
    rows.scrollToEnd();
  });
}

function useNearEdges<T>(rows: Rows, { items, onNearStart, onNearEnd }: VirtualListProps<T>): void {
  const { startIndex, endIndex } = rows.range ?? { startIndex: Number.POSITIVE_INFINITY, endIndex: -1 };
  const isNearStart = startIndex <= nearRows;
  const isNearEnd = endIndex >= items.length - 1 - nearRows;
  useLayoutEffect(() => {
    if (isNearStart) onNearStart?.();
  }, [isNearStart, items.length]);
  useLayoutEffect(() => {
    if (isNearEnd) onNearEnd?.();
  }, [isNearEnd, items.length]);
}
