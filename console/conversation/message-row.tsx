import type { Message } from '../app/types';
import { IconButton } from '../ui/button';
import { classes } from '../ui/classes';
import { Unseen } from '../ui/unseen';
import { clockTime, fullTime } from '../words/time';
import { type Attachment, Attachments } from './attachments';
import { Delivery } from './delivery';
import { FailedDelivery } from './failed-delivery';
import type { RenewFile } from './file-renewal';
import { ReplyIcon } from './icons';
import { MessageContent } from './message-content';
import styles from './message-row.module.css';
import { textOf } from './message-text';
import type { Row } from './timeline';
import { conversationWords } from './words';

export interface MessageDoings {
  /** Undefined where nothing can be answered. */
  onReply: ((message: Message) => void) | undefined;
  onSendAgain: ((message: Message) => Promise<void>) | undefined;
  onJump: (externalId: string) => void;
  onOpen: (attachment: Attachment) => void;
  onRenew: RenewFile;
}

interface MessageRowProps extends MessageDoings {
  row: Extract<Row, { kind: 'message' }>;
  /** Of the client, and of whoever reads. */
  contactName: string;
  userId: string;
  isFound: boolean;
}

/** Who said it; the reader himself is "you". */
export function authorOf(message: Message, { contactName, userId }: { contactName: string; userId: string }): string {
  const words = conversationWords();
  if (message.direction === 'incoming') return contactName || words.client;
  if (message.author?.id === userId) return words.you;
  return message.author?.name ?? (message.answeredBy === null ? words.you : words.ofBot(message.answeredBy));
}

export function MessageRow({ row, contactName, userId, isFound, ...doings }: MessageRowProps) {
  const { message, isFirst, quoted } = row;
  const words = conversationWords();
  const isOurs = message.direction === 'outgoing';
  const author = authorOf(message, { contactName, userId });
  const isOwn = message.author?.id === userId;
  const isBare = message.type === 'sticker';
  return (
    <article
      class={classes(styles.row, isOurs && styles.ours, isFirst && styles.first, isFound && styles.found)}
      data-message={message.id}
      aria-current={isFound ? 'true' : undefined}
    >
      {isFirst && isOurs && !isOwn && (
        <p class={styles.author} aria-hidden="true">
          {author}
        </p>
      )}
      <div class={styles.line}>
        <div class={classes(styles.bubble, isBare && styles.bare)}>
          <Unseen>{author}: </Unseen>
          {message.template !== null && <p class={styles.template}>{words.template}</p>}
          {quoted !== null && (
            <button
              type="button"
              class={styles.quote}
              title={words.jump}
              onClick={() => doings.onJump(quoted.externalId)}
            >
              {quoted.message === null ? (
                words.quoteMissing
              ) : (
                <>
                  <strong>{authorOf(quoted.message, { contactName, userId })}</strong>
                  <span class={styles.quoted} dir="auto">
                    {textOf(quoted.message)}
                  </span>
                </>
              )}
            </button>
          )}
          <Attachments message={message} onOpen={doings.onOpen} onRenew={doings.onRenew} />
          <MessageContent message={message} />
          <Meta message={message} />
        </div>
        {doings.onReply !== undefined && (
          <IconButton label={words.reply} class={styles.reply} tabIndex={-1} onClick={() => doings.onReply?.(message)}>
            <ReplyIcon size={16} />
          </IconButton>
        )}
      </div>
      {message.reaction !== null && (
        <span class={styles.reaction} role="img" aria-label={words.reaction(message.reaction)}>
          {message.reaction}
        </span>
      )}
      {message.deliveryStatus === 'failed' && <FailedDelivery message={message} onSendAgain={doings.onSendAgain} />}
      {message.possiblyRepeated && <p class={styles.note}>{words.possiblyRepeated}</p>}
    </article>
  );
}

function Meta({ message: { timestamp, editedAt, deliveryStatus } }: { message: Message }) {
  const words = conversationWords();
  return (
    <span class={styles.meta}>
      {editedAt !== null && <span title={words.editedAt(fullTime(editedAt))}>{words.edited}</span>}
      <time dateTime={timestamp} title={fullTime(timestamp)}>
        {clockTime(timestamp)}
      </time>
      {deliveryStatus !== null && <Delivery status={deliveryStatus} />}
    </span>
  );
}
