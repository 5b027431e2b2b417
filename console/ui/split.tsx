import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Boundary } from './boundary';
import { classes } from './classes';
import styles from './split.module.css';

interface SplitProps {
  /** Its rows have `data-row` with their id, and can take the focus. */
  list: ComponentChildren;
  /** What is open beside the list; null: nothing. */
  openId: string | null;
  children: ComponentChildren;
  /** What is opened has two panes itself. */
  wide?: boolean;
}

/** A list, and beside it what is open; one of both where there is no room. The focus goes along when one takes the other's place. */
export function Split({ list, openId, children, wide = false }: SplitProps) {
  const left = useRef<HTMLDivElement>(null);
  const right = useRef<HTMLDivElement>(null);
  const before = useRef<string | null>(null);

  useEffect(() => {
    const was = before.current;
    before.current = openId;
    if (openId === was) return;
    if (openId !== null && !isShown(left.current)) right.current?.focus({ preventScroll: true });
    if (openId === null && was !== null && !isShown(right.current)) {
      const row = left.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(was)}"]`);
      (row ?? left.current)?.focus();
    }
  }, [openId]);

  return (
    <div class={classes(styles.split, wide && styles.wide, openId === null ? styles.closed : styles.open)}>
      <div ref={left} class={styles.list} tabIndex={-1}>
        {list}
      </div>
      <div ref={right} class={styles.detail} tabIndex={-1}>
        <Boundary resetOn={openId}>{children}</Boundary>
      </div>
    </div>
  );
}

function isShown(element: HTMLElement | null): boolean {
  return element !== null && element.getClientRects().length > 0;
}
