import { Unseen } from '../ui/unseen';
import styles from './conversation.module.css';
import type { ConversationStore } from './conversation-store';
import { textOf } from './message-text';
import { conversationWords } from './words';

/** What comes while the conversation is shown: the last message is read out, and that the client types is seen. */
export function Arrivals({ conversation }: { conversation: ConversationStore }) {
  const words = conversationWords();
  const { arrived, chat, isTyping } = conversation;
  const name = chat.value?.contact.name ?? words.client;
  return (
    <div class={styles.typing}>
      {isTyping.value && (
        <span aria-hidden="true">
          {name} {words.typing}
        </span>
      )}
      <div aria-live="polite">
        {arrived.value !== null && <Unseen>{words.said(name, textOf(arrived.value))}</Unseen>}
      </div>
    </div>
  );
}
