import type { ComponentChildren } from 'preact';
import { classes } from './classes';
import styles from './notice.module.css';

/** A sentence that stands in the page and is read out when it comes. */
export function Notice({
  tone,
  children,
  action,
}: {
  tone: 'info' | 'good' | 'warn' | 'bad';
  children: ComponentChildren;
  action?: ComponentChildren;
}) {
  return (
    <div class={classes(styles.notice, styles[tone])} role={tone === 'bad' ? 'alert' : 'status'}>
      <div class={styles.text}>{children}</div>
      {action}
    </div>
  );
}
