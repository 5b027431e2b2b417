import type { ComponentChildren } from 'preact';
import styles from './badge.module.css';
import { classes } from './classes';
import { Unseen } from './unseen';

/** A word about a state. Its colour says nothing that the word doesn't. */
export function Badge({
  tone = 'plain',
  children,
}: {
  tone?: 'plain' | 'accent' | 'good' | 'warn' | 'bad';
  children: ComponentChildren;
}) {
  return <span class={classes(styles.badge, styles[tone])}>{children}</span>;
}

/** A number such as unread messages; `label` says of what. */
export function Count({ count, label }: { count: number; label: string }) {
  if (count === 0) return null;
  return (
    <span class={classes(styles.badge, styles.count)}>
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <Unseen>{label}</Unseen>
    </span>
  );
}
