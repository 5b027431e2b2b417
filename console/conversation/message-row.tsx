import type { Message } from '../app/types';
import { IconButton } from '../ui/button';
import { classes } from '../ui/classes';
import { Unseen } from '../ui/unseen';
import { clockTime, fullTime } from '../words/time';
import { type Attachment, Attachments } from './attachments';
import { authorOf } from './author';
import { Delivery } from './delivery';
import { FailedDelivery } from './failed-delivery';
import type { RenewFile } from './file-renewal';
import { FormerVersions } from './former-versions';
import { ReplyIcon } from './icons';
import { MessageContent } from './message-content';
import { MessageOrigin } from './message-origin';
import styles from './message-row.module.css';
import { isPicture } from './pictures';
import { Quote } from './quote';
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

export function MessageRow({ row, contactName, userId, isFound, ...doings }: MessageRowProps) {
  const { message, album, isFirst, quoted } = row;
  const parts = [message, ...album];
  // One caption is all the album's; several are each its file's.
  const haveCaptions = parts.filter(({ text }) => text !== '').length > 1;
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
          {quoted !== null && <Quote {...{ message, quoted, contactName, userId }} onJump={doings.onJump} />}
          <MessageOrigin message={message} onOpen={doings.onOpen} onRenew={doings.onRenew} />
          <div
            class={classes(album.length > 0 && styles.album, parts.every(isOfPictures) && styles.beside)}
            {...(album.length > 0 && { role: 'group', 'aria-label': words.album(parts.length) })}
          >
            {parts.map((part) => (
              <div key={part.id}>
                <Attachments message={part} onOpen={doings.onOpen} onRenew={doings.onRenew} />
                {haveCaptions && <MessageContent message={part} />}
              </div>
            ))}
          </div>
          {!haveCaptions && parts.map((part) => <MessageContent key={part.id} message={part} />)}
          <Meta {...{ message, parts, ...doings }} />
        </div>
        {doings.onReply !== undefined && (
          <IconButton label={words.reply} class={styles.reply} tabIndex={-1} onClick={() => doings.onReply?.(message)}>
            <ReplyIcon size={16} />
          </IconButton>
        )}
      </div>
      {parts.map(
        ({ id, reaction }) =>
          reaction !== null && (
            <span key={id} class={styles.reaction} role="img" aria-label={words.reaction(reaction)}>
              {reaction}
            </span>
          ),
      )}
      {message.deliveryStatus === 'failed' && <FailedDelivery message={message} onSendAgain={doings.onSendAgain} />}
      {message.possiblyRepeated && <p class={styles.note}>{words.possiblyRepeated}</p>}
    </article>
  );
}

function isOfPictures({ attachments }: Message): boolean {
  return attachments.every((file) => isPicture(file) || file.mediaType.startsWith('video/'));
}

type MetaProps = { message: Message; parts: Message[] } & Pick<MessageDoings, 'onOpen' | 'onRenew'>;

function Meta({ message: { timestamp, deliveryStatus }, parts, onOpen, onRenew }: MetaProps) {
  return (
    <span class={styles.meta}>
      {parts.map((part) => (
        <FormerVersions key={part.id} message={part} {...{ onOpen, onRenew }} />
      ))}
      <time dateTime={timestamp} title={fullTime(timestamp)}>
        {clockTime(timestamp)}
      </time>
      {deliveryStatus !== null && <Delivery status={deliveryStatus} />}
    </span>
  );
}
