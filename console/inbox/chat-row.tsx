import { hrefOf } from '../app/router';
import { sayProblem } from '../app/say-problem';
import { useStore } from '../app/services';
import type { Chat } from '../app/types';
import { Avatar } from '../ui/avatar';
import { Count } from '../ui/badge';
import { IconButton } from '../ui/button';
import { classes } from '../ui/classes';
import { CloseIcon } from '../ui/icons';
import { nowByMinute } from '../ui/now';
import { previewOf } from '../ui/preview';
import { ProviderIcon } from '../ui/provider-icon';
import { ShortTime } from '../ui/times';
import { fullTime, roundDuration } from '../words/time';
import { waitsSince } from './arrange';
import type { ChatPlace } from './chat-lists';
import styles from './chat-row.module.css';
import { createChatsStore } from './chats-store';
import { OfferButtons } from './offer-buttons';
import { OfferCountdown } from './offer-countdown';
import type { Refusal } from './refusals';
import { createTypingStore } from './typing-store';
import { inboxWords } from './words';

/** A chat in the list: who, by which messenger, what was said last and when, how long he waits, and what is unread. */
export function ChatRow({ chat, place, isOpen }: { chat: Chat; place: ChatPlace; isOpen: boolean }) {
  const say = inboxWords();
  const { contact, lastMessage, unreadCount } = chat;
  const isUnread = place === 'active' && unreadCount > 0;
  return (
    <div
      class={classes(styles.row, isOpen && styles.open, isUnread && styles.unread, place !== 'active' && styles.offer)}
    >
      <a
        class={styles.link}
        href={hrefOf(`/inbox/${chat.id}`)}
        data-chat={chat.id}
        aria-current={isOpen ? 'true' : undefined}
      >
        <Face chat={chat} />
        <span class={styles.text}>
          <span class={styles.line}>
            <span class={styles.name} dir="auto">
              {contact.name}
            </span>
            {chat.offer !== null ? (
              <OfferCountdown expiresAt={chat.offer.expiresAt} />
            ) : (
              <span class={styles.time}>
                <ShortTime at={lastMessage?.timestamp ?? chat.createdAt} />
              </span>
            )}
          </span>
          <span class={styles.line}>
            <Preview chat={chat} />
            {place === 'active' && <Count count={unreadCount} label={say.unread(unreadCount)} />}
          </span>
          <span class={styles.line}>
            <span class={styles.channel}>{chat.channel.name}</span>
            <Waiting since={waitsSince(chat, place)} />
          </span>
        </span>
      </a>
      {place !== 'active' && (
        <div class={styles.decision}>
          <OfferButtons chat={chat} small />
        </div>
      )}
    </div>
  );
}

function Face({ chat: { contact, channel } }: { chat: Chat }) {
  return (
    <span class={styles.face}>
      <Avatar name={contact.name} photoUrl={contact.photoUrl} size={36} />
      <span class={styles.provider}>
        <ProviderIcon provider={channel.provider} size={14} />
      </span>
    </span>
  );
}

function Preview({ chat }: { chat: Chat }) {
  const { typing } = useStore(createTypingStore);
  const say = inboxWords();
  if (typing.value.has(chat.id)) return <span class={classes(styles.preview, styles.typing)}>{say.typing}</span>;
  return (
    <span class={styles.preview}>
      {chat.lastMessage?.direction === 'outgoing' && <span class={styles.you}>{say.you} </span>}
      <bdi>{previewOf(chat)}</bdi>
    </span>
  );
}

const longMs = 10 * 60_000;

function Waiting({ since }: { since: string | null }) {
  if (since === null) return null;
  const { waits, lessThanAMinute } = inboxWords();
  const ms = nowByMinute.value - Date.parse(since);
  return (
    <span class={classes(styles.waiting, ms >= longMs && styles.long)} title={fullTime(since)}>
      {waits(roundDuration(ms) ?? lessThanAMinute)}
    </span>
  );
}

/** Why a chat is gone that was wanted. */
export function GoneRow({ chat, refusal }: { chat: Chat; refusal: Refusal }) {
  const { refusals } = useStore(createChatsStore);
  return (
    <div class={classes(styles.row, styles.gone)}>
      <div class={styles.link}>
        <Face chat={chat} />
        <span class={styles.text}>
          <span class={styles.name} dir="auto">
            {chat.contact.name}
          </span>
          <span role="alert" class={styles.why}>
            {sayProblem(refusal.error)}
          </span>
        </span>
      </div>
      <IconButton label={inboxWords().dismiss} onClick={() => refusals.forget(chat.id)}>
        <CloseIcon size={16} />
      </IconButton>
    </div>
  );
}
