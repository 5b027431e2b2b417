import { useLayoutEffect, useRef } from 'preact/hooks';
import type { QuickReply } from '../../domain/quick-reply';
import { Unseen } from '../ui/unseen';
import styles from './composer.module.css';
import { conversationWords } from './words';

interface QuickRepliesProps {
  items: QuickReply[] | null;
  chosen: number;
  listId: string;
  idOf: (index: number) => string;
  onTake: (reply: QuickReply) => void;
}

/** Over the field; the focus stays in it, so that one types on. */
export function QuickReplies({ items, chosen, listId, idOf, onTake }: QuickRepliesProps) {
  const words = conversationWords().quick;
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen, items]);
  const said = items === null ? words.loading : items.length === 0 ? words.none : words.count(items.length);
  return (
    <div class={styles.quick}>
      <div role="status">{items === null || items.length === 0 ? <p>{said}</p> : <Unseen>{said}</Unseen>}</div>
      <div ref={list} id={listId} role="listbox" aria-label={words.label} class={styles.options}>
        {items?.map((reply, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: its keys are the field's.
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field.
          <div
            key={reply.id}
            id={idOf(index)}
            role="option"
            aria-selected={index === chosen}
            class={styles.option}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onTake(reply)}
          >
            <strong dir="auto">{reply.title}</strong>
            <span class={styles.optionText} dir="auto">
              {reply.text}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
