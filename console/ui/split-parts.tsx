import type { ComponentChildren } from 'preact';
import { hrefOf } from '../app/router';
import { classes } from './classes';
import { BackIcon } from './icons';
import styles from './split-parts.module.css';

interface RowLinkProps {
  /** Of what the row stands for. */
  id: string;
  place: string;
  isOpen: boolean;
  /** How what is in it is laid out. */
  class: string | undefined;
  children: ComponentChildren;
}

/** A row of a `Split`'s list, which opens what it stands for. */
export function RowLink({ id, place, isOpen, class: layout, children }: RowLinkProps) {
  return (
    <a
      class={classes(styles.row, isOpen && styles.current, layout)}
      href={hrefOf(place)}
      data-row={id}
      aria-current={isOpen ? 'true' : undefined}
    >
      {children}
    </a>
  );
}

/** The rows of a `Split`'s list, scrolling below its tools. */
export function Rows({ children }: { children: ComponentChildren }) {
  return <div class={styles.rows}>{children}</div>;
}

/** From what is open back to the list, where there is no room for both. */
export function BackToList({ place, children }: { place: string; children: ComponentChildren }) {
  return (
    <a class={styles.back} href={hrefOf(place)}>
      <BackIcon />
      {children}
    </a>
  );
}

/** What is open, as a sheet on the ground. */
export function Sheet({ children }: { children: ComponentChildren }) {
  return <div class={styles.sheet}>{children}</div>;
}
