import { useServices } from '../../app/services';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import fieldStyles from '../../ui/field.module.css';
import { adminWords } from '../words';
import styles from './copyable.module.css';

/** Something to be entered elsewhere, with a button that copies it. */
export function Copyable({ label, hint, text }: { label: string; hint?: string; text: string }) {
  const { toasts } = useServices();
  const { copy } = adminWords();

  async function copyText(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      toasts.show({ tone: 'success', text: copy.copied });
    } catch {
      // Refused by the browser, or the page is not served by TLS.
      toasts.show({ tone: 'error', text: copy.failed });
    }
  }

  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      {(control) => (
        <div class={styles.line}>
          <input
            {...control}
            class={`${fieldStyles.control} ${styles.text}`}
            type="text"
            readOnly
            value={text}
            onFocus={({ currentTarget }) => currentTarget.select()}
          />
          <Button aria-label={`${copy.copy}: ${label}`} onClick={() => void copyText()}>
            {copy.copy}
          </Button>
        </div>
      )}
    </Field>
  );
}
