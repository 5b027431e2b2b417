import { useServices } from '../app/services';
import { words } from '../words/words';
import { Button, IconButton } from './button';
import { classes } from './classes';
import { CloseIcon } from './icons';
import styles from './toaster.module.css';
import type { Toast } from './toasts';

/** Where sentences come and go; there from the beginning, so that screen readers hear what comes into it. */
export function Toaster() {
  const { toasts } = useServices();
  return (
    <section class={styles.toaster} aria-label={words().common.notifications} aria-live="polite">
      {toasts.shown.value.map((toast) => (
        <ToastView key={toast.id} toast={toast} onClose={() => toasts.dismiss(toast.id)} />
      ))}
    </section>
  );
}

function ToastView({ toast, onClose }: { toast: Toast; onClose: () => void }) {
  const { action } = toast;
  return (
    <div class={classes(styles.toast, toast.tone === 'error' && styles.error)}>
      <p>{toast.text}</p>
      {action !== undefined && (
        <Button
          small
          onClick={() => {
            onClose();
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label={words().common.close} onClick={onClose}>
        <CloseIcon size={16} />
      </IconButton>
    </div>
  );
}
