import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useServices } from '../../app/services';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/confirm';
import { Form, FormActions } from '../../ui/form';
import type { Form as FormStore } from '../../ui/form-store';
import { words } from '../../words/words';
import { adminWords } from '../words';
import { useDraft } from './drafts';
import styles from './editor.module.css';
import { useUnsaved } from './unsaved';

interface EditorProps<V extends object> {
  form: FormStore<V>;
  /** The form's name for screen readers. */
  label: string;
  /** What the button says; "Save" without it. */
  submit?: string;
  /** Left out: there is nothing to go back to, such as on a page of several forms. */
  onCancel?: (() => void) | undefined;
  remove?: { name: string; text?: string; run: () => Promise<void>; onDone: () => void } | undefined;
  children: ComponentChildren;
}

/** A form that asks before it is left unsaved, with its buttons. */
export function Editor<V extends object>({ form, label, submit, onCancel, remove, children }: EditorProps<V>) {
  useUnsaved(form.isChanged);
  useDraft(form);
  const { common } = words();
  return (
    <div class={styles.editor}>
      <Form form={form} label={label}>
        {children}
        <FormActions>
          {remove !== undefined && <Remove {...remove} />}
          {onCancel !== undefined && <Button onClick={onCancel}>{common.cancel}</Button>}
          <Button type="submit" tone="primary" busy={form.isSending.value}>
            {form.isSending.value ? common.saving : (submit ?? common.save)}
          </Button>
        </FormActions>
      </Form>
    </div>
  );
}

function Remove({ name, text, run, onDone }: NonNullable<EditorProps<object>['remove']>) {
  const { toasts } = useServices();
  const [isAsked, setAsked] = useState(false);
  const { editor } = adminWords();

  async function remove(): Promise<void> {
    await run();
    toasts.show({ tone: 'success', text: editor.deleted(name) });
    onDone();
  }

  return (
    <div class={styles.remove}>
      <Button tone="quiet" class={styles.danger} onClick={() => setAsked(true)}>
        {words().common.delete}
      </Button>
      {isAsked && (
        <Confirm
          title={editor.deleteTitle(name)}
          action={words().common.delete}
          danger
          run={remove}
          onClose={() => setAsked(false)}
        >
          {text ?? editor.deleteText}
        </Confirm>
      )}
    </div>
  );
}
