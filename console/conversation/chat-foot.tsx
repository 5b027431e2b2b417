import { sayProblem } from '../app/say-problem';
import { useStore } from '../app/services';
import type { Chat, ChatDetails } from '../app/types';
import { placeOfChat } from '../inbox/chat-lists';
import { createChatsStore } from '../inbox/chats-store';
import { OfferButtons } from '../inbox/offer-buttons';
import { OfferCountdown } from '../inbox/offer-countdown';
import { fullTime } from '../words/time';
import type { Composer } from './composer-store';
import styles from './conversation.module.css';
import { LeftDraft } from './left-draft';
import { conversationWords } from './words';

/** In the place of the composer: the chat can be taken, or why it cannot be answered. */
export function ChatFoot({ chat, composer }: { chat: ChatDetails; composer: Composer }) {
  return (
    <footer class={styles.foot} tabIndex={-1}>
      <Standing {...{ chat, composer }} />
    </footer>
  );
}

function Standing({ chat, composer }: { chat: ChatDetails; composer: Composer }) {
  const { lists, chatOf, refusals } = useStore(createChatsStore);
  const place = placeOfChat(lists.value, chat.id);
  if (chat.status !== 'completed' && (place === 'offered' || place === 'available'))
    return <Offer chat={chatOf(chat.id) ?? chat} place={place} />;
  const refusal = refusals.all.value.get(chat.id);
  return (
    <>
      <p class={styles.footText}>{refusal === undefined ? stateOf(chat) : sayProblem(refusal.error)}</p>
      <LeftDraft composer={composer} />
    </>
  );
}

function stateOf({ status, completedAt, completedBy, operator }: ChatDetails) {
  const { over } = conversationWords();
  switch (status) {
    case 'completed':
      return (
        <>
          {over.completed(completedAt === null ? '' : fullTime(completedAt))}{' '}
          <span class={styles.soft}>
            {completedBy !== null && `${over.by[completedBy]} `}
            {over.next}
          </span>
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
    <>
      <p class={styles.footText}>
        {conversationWords().offer[place]} {chat.offer !== null && <OfferCountdown expiresAt={chat.offer.expiresAt} />}
      </p>
      <OfferButtons chat={chat} />
    </>
  );
}
