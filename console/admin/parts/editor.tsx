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
  /** Where such things are listed: where to when it is cancelled or deleted. */
  listPath: string;
  /** What else cancelling does; null when there is nothing to cancel. */
  onCancel?: (() => void) | null;
  /** What the form is about can be deleted: at this path of the API. */
  remove?: { name: string; text?: string; path: string } | null;
  children: ComponentChildren;
}

/** A form that asks before it is left unsaved, with its buttons. */
export function Editor<V extends object>({
  form,
  label,
  submit,
  listPath,
  onCancel,
  remove = null,
  children,
}: EditorProps<V>) {
  useUnsaved(form.isChanged);
  useDraft(form);
  const { api, router } = useServices();
  const { common } = words();
  const cancel = onCancel === undefined ? () => router.go(listPath) : onCancel;

  async function removeAt(path: string): Promise<void> {
    await api.delete(path);
    // What was typed is not asked about any more.
    form.reset(form.values.value);
    router.go(listPath);
  }

  return (
    <div class={styles.editor}>
      <Form form={form} label={label}>
        {children}
        <FormActions>
          {remove !== null && <Remove name={remove.name} text={remove.text} run={() => removeAt(remove.path)} />}
          {cancel !== null && <Button onClick={cancel}>{common.cancel}</Button>}
          <Button type="submit" tone="primary" busy={form.isSending.value}>
            {form.isSending.value ? common.saving : (submit ?? common.save)}
          </Button>
        </FormActions>
      </Form>
    </div>
  );
}

function Remove({ name, text, run }: { name: string; text: string | undefined; run: () => Promise<void> }) {
  const { toasts } = useServices();
  const [isAsked, setAsked] = useState(false);
  const { editor } = adminWords();

  async function remove(): Promise<void> {
    await run();
    toasts.show({ tone: 'success', text: editor.deleted(name) });
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
