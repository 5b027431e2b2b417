import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { words } from '../words/words';
import { IconButton } from './button';
import { classes } from './classes';
import styles from './dialog.module.css';
import { CloseIcon } from './icons';
import { useModal } from './use-modal';

interface DialogProps {
  title: string;
  /** Escape, the cross, or a click beside it. */
  onClose: () => void;
  children: ComponentChildren;
  wide?: boolean;
  /** Only its buttons close it: for what must not be lost by a slip. */
  persistent?: boolean;
}

/** In front of everything while it is there; what had the focus has it again afterwards. */
export function Dialog({ title, onClose, children, wide = false, persistent = false }: DialogProps) {
  const element = useModal();
  const titleId = useId();

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the dialog does what Escape does.
    <dialog
      ref={element}
      class={classes(styles.dialog, wide && styles.wide)}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current && !persistent) onClose();
      }}
    >
      <div class={styles.content}>
        <header class={styles.header}>
          <h2 id={titleId}>{title}</h2>
          <IconButton label={words().common.close} onClick={onClose}>
            <CloseIcon />
          </IconButton>
        </header>
        {children}
      </div>
    </dialog>
  );
}
