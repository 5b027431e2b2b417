import { hrefOf } from '../app/router';
import type { Message } from '../app/types';
import { noFilters, placeWith } from '../history/filters';
import { messageTypeName } from '../ui/preview';
import { authorOf } from './author';
import styles from './message-row.module.css';
import { textOf } from './message-text';
import type { Quoted } from './timeline';
import { conversationWords } from './words';

interface QuoteProps {
  message: Message;
  quoted: Quoted;
  contactName: string;
  userId: string;
  onJump: (externalId: string) => void;
}

/** What a message replies to. It leads there, also into a former chat. */
export function Quote({ message, quoted, contactName, userId, onJump }: QuoteProps) {
  const words = conversationWords();
  const { replyTo } = message;
  const said = quoted.message ?? replyTo;
  const shown =
    said === null ? (
      (message.quote ?? words.quoteMissing)
    ) : (
      <>
        <strong>{authorOf(said, { contactName, userId })}</strong>
        <span class={styles.quoted} dir="auto">
          {message.quote ??
            (quoted.message === null ? said.text.trim() || messageTypeName(said.type) : textOf(quoted.message))}
        </span>
      </>
    );
  if (replyTo !== null && replyTo.chatId !== message.chatId)
    return (
      <a
        class={styles.quote}
        href={hrefOf(placeWith(noFilters, replyTo.chatId, replyTo.id))}
        title={words.jumpToFormer}
      >
        {shown}
        <span class={styles.former}>{words.ofFormerChat}</span>
      </a>
    );
  return (
    <button type="button" class={styles.quote} title={words.jump} onClick={() => onJump(quoted.externalId)}>
      {shown}
    </button>
  );
}
