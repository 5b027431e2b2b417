import { useRef } from 'preact/hooks';
import { useServices } from '../app/services';
import { Button } from '../ui/button';
import { copyFrom } from '../ui/clipboard';
import type { Composer } from './composer-store';
import styles from './conversation.module.css';
import { conversationWords } from './words';

/** What was being written when the chat could not be answered any more: it can be taken elsewhere. */
export function LeftDraft({ composer }: { composer: Composer }) {
  const { toasts } = useServices();
  const field = useRef<HTMLTextAreaElement>(null);
  const words = conversationWords().left;
  const text = composer.text.value;
  if (text.trim() === '') return null;

  async function copy(): Promise<void> {
    if (field.current !== null && (await copyFrom(field.current))) toasts.show({ tone: 'success', text: words.copied });
  }

  return (
    <div class={styles.left}>
      <label class={styles.soft} for="left-draft">
        {words.label}
      </label>
      <textarea
        ref={field}
        id="left-draft"
        class={styles.leftText}
        rows={2}
        readOnly
        dir="auto"
        value={text}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <div class={styles.buttons}>
        <Button small onClick={() => void copy()}>
          {words.copy}
        </Button>
        <Button small onClick={composer.discardDraft}>
          {conversationWords().unsent.discard}
        </Button>
      </div>
    </div>
  );
}
