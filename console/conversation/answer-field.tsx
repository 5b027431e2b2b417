import { useLayoutEffect, useState } from 'preact/hooks';
import { answerLengthId } from './answer-length';
import styles from './composer.module.css';
import type { Composer } from './composer-store';
import { answerFieldId } from './focus-answer';
import { insert } from './insert-text';
import { QuickReplies } from './quick-replies';
import { type SlashQuery, slashQueryAt } from './slash-query';
import { useQuickReplies } from './use-quick-replies';
import { conversationWords } from './words';

interface AnswerFieldProps {
  chatId: string;
  composer: Composer;
  field: { current: HTMLTextAreaElement | null };
  onSend: () => void;
}

/** The text of an answer: Enter sends it, `/` looks for quick replies, files are pasted into it. */
export function AnswerField({ chatId, composer, field, onSend }: AnswerFieldProps) {
  const words = conversationWords().composer;
  const [slash, setSlash] = useState<SlashQuery | null>(null);
  const text = composer.text.value;
  const quick = useQuickReplies({ chatId, query: slash?.query ?? null, onTake: take });
  useHeight(field, text);

  function take(reply: { text: string }): void {
    if (slash === null) return;
    insert(field.current, composer, reply.text, slash);
    setSlash(null);
  }

  function look({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): void {
    setSlash(selectionStart === selectionEnd ? slashQueryAt(value, selectionStart) : null);
  }

  function pressed(event: KeyboardEvent): void {
    if (slash !== null && quick.press(event.key)) {
      event.preventDefault();
    } else if (slash !== null && event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      setSlash(null);
    } else if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      onSend();
    }
  }

  return (
    <div class={styles.field}>
      {slash !== null && <QuickReplies {...quick} onTake={take} />}
      <textarea
        ref={field}
        id={answerFieldId}
        class={styles.text}
        rows={1}
        dir="auto"
        aria-label={words.label}
        aria-describedby={composer.length.value === null ? undefined : answerLengthId}
        aria-invalid={composer.parts.value === null ? undefined : 'true'}
        aria-autocomplete="list"
        aria-controls={slash === null ? undefined : quick.listId}
        aria-activedescendant={slash === null ? undefined : quick.chosenId}
        placeholder={words.placeholder}
        value={text}
        onInput={({ currentTarget }) => {
          composer.text.value = currentTarget.value;
          look(currentTarget);
        }}
        onKeyDown={pressed}
        onClick={({ currentTarget }) => look(currentTarget)}
        onBlur={() => setSlash(null)}
        onPaste={(event) => {
          const data = event.clipboardData;
          // Tables and pages are copied with a picture of them: their text is meant.
          if (data === null || data.files.length === 0 || data.types.includes('text/plain')) return;
          event.preventDefault();
          composer.addFiles([...data.files]);
        }}
      />
    </div>
  );
}

/** As high as its text, up to a part of the screen. */
function useHeight(field: { current: HTMLTextAreaElement | null }, text: string): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
}
