import { useRef } from 'preact/hooks';
import { useServices } from '../../app/services';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import fieldStyles from '../../ui/field.module.css';
import { adminWords } from '../words';
import styles from './copyable.module.css';

/** False where the browser refuses it, or has no clipboard for pages that are not served by TLS. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** The way of pages without TLS. What is copied stays marked, so that it can be copied by hand where this is refused too. */
function copiedFrom(field: HTMLInputElement | null): boolean {
  field?.focus();
  field?.select();
  return field !== null && document.execCommand('copy');
}

/** Something to be entered elsewhere, with a button that copies it. */
export function Copyable({ label, hint, text }: { label: string; hint?: string; text: string }) {
  const { toasts } = useServices();
  const { copy } = adminWords();
  const field = useRef<HTMLInputElement>(null);

  async function copyText(): Promise<void> {
    const isCopied = (await copied(text)) || copiedFrom(field.current);
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
