import type { ComponentChildren } from 'preact';
import { sayProblem } from '../app/say-problem';
import { words } from '../words/words';
import { Button } from './button';
import styles from './states.module.css';
import { Unseen } from './unseen';

/** Grey bars where lines will be; shown a moment late, so that what is quick doesn't flicker. */
export function Loading({ lines = 4 }: { lines?: number }) {
  return (
    <div class={styles.loading} role="status">
      <Unseen>{words().loading}</Unseen>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} class={styles.bar} aria-hidden="true" />
      ))}
    </div>
  );
}

export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children?: ComponentChildren;
  action?: ComponentChildren;
}) {
  return (
    <div class={styles.state}>
      <p class={styles.title}>{title}</p>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}

/** What went wrong, in words, with the way to try again. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <div class={styles.state} role="alert">
      <p>{sayProblem(error)}</p>
      {onRetry !== undefined && <Button onClick={onRetry}>{words().common.tryAgain}</Button>}
    </div>
  );
}
