import { sayProblem } from '../app/say-problem';
import { useStore } from '../app/services';
import type { Chat, ChatDetails } from '../app/types';
import { placeOfChat } from '../inbox/chat-lists';
import { createChatsStore } from '../inbox/chats-store';
import { OfferButtons } from '../inbox/offer-buttons';
import { OfferCountdown } from '../inbox/offer-countdown';
import { fullTime } from '../words/time';
import styles from './conversation.module.css';
import { conversationWords } from './words';

/** In the place of the composer: the chat can be taken, or why it cannot be answered. */
export function ChatFoot({ chat }: { chat: ChatDetails }) {
  const { lists, chatOf, refusals } = useStore(createChatsStore);
  const place = placeOfChat(lists.value, chat.id);
  if (place === 'offered' || place === 'available') return <Offer chat={chatOf(chat.id) ?? chat} place={place} />;
  const refusal = refusals.all.value.get(chat.id);
  return (
    <footer class={styles.foot}>
      <p class={styles.footText}>{refusal === undefined ? stateOf(chat) : sayProblem(refusal.error)}</p>
    </footer>
  );
}

function stateOf({ status, completedAt, completedBy, operator }: ChatDetails) {
  const { over } = conversationWords();
  switch (status) {
    case 'completed':
      return (
        <>
          {over.completed(completedAt === null ? '' : fullTime(completedAt))}{' '}
          {completedBy !== null && <span class={styles.soft}>{over.by[completedBy]}</span>}
        </>
      );
    case 'active':
      return over.withOther(operator?.name ?? '');
    case 'bot':
      return over.withBot;
    default:
      return over.waiting;
  }
}

function Offer({ chat, place }: { chat: Chat; place: 'offered' | 'available' }) {
  return (
    <footer class={styles.foot}>
      <p class={styles.footText}>
        {conversationWords().offer[place]} {chat.offer !== null && <OfferCountdown expiresAt={chat.offer.expiresAt} />}
      </p>
      <OfferButtons chat={chat} />
    </footer>
  );
}
