import { safeHref } from '../../pages/links';
import type { Message } from '../app/types';
import { classes } from '../ui/classes';
import { messageTypeName } from '../ui/preview';
import { Attachments, type AttachmentsProps } from './attachments';
import styles from './message-origin.module.css';
import rowStyles from './message-row.module.css';
import { referralText } from './referral-text';
import { conversationWords } from './words';

type Shown = Omit<AttachmentsProps, 'isQuoted' | 'message'> & { message: Message };

/** Above what a message says: by what the client came, whose words it passes on, and what it answers outside this conversation. */
export function MessageOrigin({ message, ...doings }: Shown) {
  const { forwardedFrom, referral } = message;
  const words = conversationWords();
  return (
    <>
      {referral !== null && (
        <p class={styles.origin}>
          {words.cameBy} <Named name={referralText(referral)} url={referral.url} />
        </p>
      )}
      {forwardedFrom !== null && (
        <p class={styles.origin}>
          {forwardedFrom.name === null ? words.forwarded : words.forwardedFrom}{' '}
          <Named name={forwardedFrom.name ?? ''} url={forwardedFrom.url} />
        </p>
      )}
      <Answered message={message} {...doings} />
    </>
  );
}

function Answered({ message, ...doings }: Shown) {
  const { externalReply, quote, replyToExternalId } = message;
  const words = conversationWords();
  if (externalReply === null && (quote === null || replyToExternalId !== null)) return null;
  const { name, url, type, text } = externalReply ?? { name: null, url: null, type: null, text: '' };
  const kind = type === null || type === 'text' ? '' : messageTypeName(type);
  const told = [kind, quote ?? text].filter(Boolean).join(': ');
  return (
    <div class={classes(rowStyles.quote, styles.still)}>
      <strong>
        <Named name={name ?? words.elsewhere} url={url} />
      </strong>
      {told !== '' && (
        <span class={rowStyles.quoted} dir="auto">
          {told}
        </span>
      )}
      <Attachments message={message} {...doings} isQuoted />
    </div>
  );
}

function Named({ name, url }: { name: string; url: string | null }) {
  const href = safeHref(url ?? '');
  const text = name || (url ?? '');
  if (href === null) return <bdi>{text}</bdi>;
  return (
    <a href={href} title={href} target="_blank" rel="noopener noreferrer">
      <bdi>{text}</bdi>
    </a>
  );
}
