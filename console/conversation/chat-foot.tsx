import { useServices, useStore } from '../app/services';
import { showProblem } from '../app/show-problem';
import type { ChatDetails } from '../app/types';
import { placeOfChat } from '../inbox/chat-lists';
import { createChatsStore } from '../inbox/chats-store';
import { Button } from '../ui/button';
import { Countdown } from '../ui/times';
import { Unseen } from '../ui/unseen';
import { fullTime } from '../words/time';
import styles from './conversation.module.css';
import { conversationWords } from './words';

/** In the place of the composer: the chat can be taken, or why it cannot be answered. */
export function ChatFoot({ chat }: { chat: ChatDetails }) {
  const chats = useStore(createChatsStore);
  const place = placeOfChat(chats.lists.value, chat.id);
  if (chat.status !== 'completed' && (place === 'offered' || place === 'available'))
    return <Offer chat={chat} place={place} />;
  return (
    <footer class={styles.foot}>
      <p class={styles.footText}>{stateOf(chat)}</p>
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

function Offer({ chat, place }: { chat: ChatDetails; place: 'offered' | 'available' }) {
  const chats = useStore(createChatsStore);
  const { toasts } = useServices();
  const { offer: words } = conversationWords();
  const isBusy = chats.busy.value.has(chat.id);

  async function decide(how: 'accept' | 'decline'): Promise<void> {
    try {
      await chats[how](chat.id);
    } catch (error) {
      showProblem(toasts, error);
    }
  }

  return (
    <footer class={styles.foot}>
      <p class={styles.footText}>
        {words[place]}{' '}
        {chat.offer !== null && (
          <span class={styles.soft}>
            <Unseen>{words.remaining}: </Unseen>
            <Countdown until={chat.offer.expiresAt} />
          </span>
        )}
      </p>
      <div class={styles.buttons}>
        {place === 'offered' && (
          <Button busy={isBusy} onClick={() => void decide('decline')}>
            {words.decline}
          </Button>
        )}
        <Button tone="primary" busy={isBusy} onClick={() => void decide('accept')}>
          {words.accept}
        </Button>
      </div>
    </footer>
  );
}
