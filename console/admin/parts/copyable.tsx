import { useRef } from 'preact/hooks';
import { useServices } from '../../app/services';
import { Button } from '../../ui/button';
import { copyFrom } from '../../ui/clipboard';
import { Field } from '../../ui/field';
import fieldStyles from '../../ui/field.module.css';
import { adminWords } from '../words';
import styles from './copyable.module.css';

/** Something to be entered elsewhere, with a button that copies it. */
export function Copyable({ label, hint, text }: { label: string; hint?: string; text: string }) {
  const { toasts } = useServices();
  const { copy } = adminWords();
  const field = useRef<HTMLInputElement>(null);

  async function copyText(): Promise<void> {
    if (field.current === null) return;
    const isCopied = await copyFrom(field.current);
    toasts.show(isCopied ? { tone: 'success', text: copy.copied } : { tone: 'error', text: copy.failed });
  }

  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      {(control) => (
        <div class={styles.line}>
          <input
            {...control}
            ref={field}
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
