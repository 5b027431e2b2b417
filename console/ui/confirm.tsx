import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { isAborted } from '../app/api-error';
import { sayProblem } from '../app/say-problem';
import { words } from '../words/words';
import { Button } from './button';
import { Dialog } from './dialog';
import styles from './dialog.module.css';
import { Notice } from './notice';

interface ConfirmProps {
  /** A question. */
  title: string;
  /** What follows from it. */
  children?: ComponentChildren;
  /** What is done, as a verb: never "OK". */
  action: string;
  danger?: boolean;
  run: () => Promise<void>;
  onClose: () => void;
}

/** Asks before something that cannot be taken back; does it, and tells what came in between. */
export function Confirm({ title, children, action, danger = false, run, onClose }: ConfirmProps) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function confirm(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      await run();
      onClose();
    } catch (error) {
      if (!isAborted(error)) setProblem(sayProblem(error));
      setBusy(false);
    }
  }

  return (
    <Dialog title={title} onClose={onClose}>
      {children !== undefined && <div>{children}</div>}
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
      <div class={styles.actions}>
        <Button onClick={onClose}>{words().common.cancel}</Button>
        <Button tone={danger ? 'danger' : 'primary'} busy={isBusy} onClick={() => void confirm()}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
