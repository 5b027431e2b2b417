import type { ComponentChildren } from 'preact';
import styles from './unseen.module.css';

/** For those who hear the page: what others see by its place, colour or form. */
export function Unseen({ children }: { children: ComponentChildren }) {
  return <span class={styles.unseen}>{children}</span>;
}
