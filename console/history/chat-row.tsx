import type { FoundChat } from '../app/types';
import { Avatar } from '../ui/avatar';
import { classes } from '../ui/classes';
import { previewOf } from '../ui/preview';
import { ProviderIcon } from '../ui/provider-icon';
import { RowLink } from '../ui/split-parts';
import { ShortTime } from '../ui/times';
import { ChatBadge } from './chat-badge';
import styles from './chat-list.module.css';
import { piecesOf } from './highlights';
import { chatWords } from './words';

/** A chat of the list; with the messages in which the words were found, where some were looked for. */
export function ChatRow({ chat, place, isOpen }: { chat: FoundChat; place: string; isOpen: boolean }) {
  return (
    <RowLink id={chat.id} place={place} isOpen={isOpen} class={styles.row}>
      <Avatar name={chat.contact.name} photoUrl={chat.contact.photoUrl} size={34} />
      <span class={styles.body}>
        <span class={styles.line}>
          <ProviderIcon provider={chat.channel.provider} />
          <span class={styles.name} dir="auto">
            {chat.contact.name}
          </span>
          <span class={classes(styles.soft, styles.end)}>
            <ShortTime at={chat.createdAt} />
          </span>
        </span>
        <Found chat={chat} />
        <span class={styles.line}>
          <ChatBadge status={chat.status} />
          <span class={classes(styles.soft, styles.text)}>
            {[`#${chat.number}`, chat.queue.name, ...(chat.operator === null ? [] : [chat.operator.name])].join(' · ')}
          </span>
        </span>
      </span>
    </RowLink>
  );
}

function Found({ chat: { matches = [], lastMessage } }: { chat: FoundChat }) {
  if (matches.length === 0)
    return (
      <span class={styles.text} dir="auto">
        {`${lastMessage?.direction === 'outgoing' ? '↩ ' : ''}${previewOf({ lastMessage })}`}
      </span>
    );
  return (
    <>
      {matches.map(({ messageId, text, highlights, isFormer }) => (
        <span key={messageId} class={styles.match} dir="auto">
          {isFormer && <span class={styles.soft}>{`${chatWords().beforeEdit} `}</span>}
          {piecesOf(text, highlights).map((piece, index) =>
            piece.isFound ? <mark key={index}>{piece.text}</mark> : piece.text,
          )}
        </span>
      ))}
    </>
  );
}
