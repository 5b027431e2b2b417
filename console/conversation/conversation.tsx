import { useEffect, useRef } from 'preact/hooks';
import { useStore } from '../app/services';
import type { Message } from '../app/types';
import { placeOfChat } from '../inbox/chat-lists';
import { createChatsStore } from '../inbox/chats-store';
import { Arrivals } from './arrivals';
import { authorOf } from './author';
import { ChatFoot } from './chat-foot';
import { Composer } from './composer';
import composing from './composer.module.css';
import { createComposers } from './composers';
import styles from './conversation.module.css';
import { focusAnswer } from './focus-answer';
import { MessageList, useConversation } from './message-list';
import { textOf } from './message-text';
import { useFileDrop } from './use-file-drop';
import { focusedMessageId } from './use-message-keys';
import { conversationWords } from './words';

interface ConversationProps {
  chatId: string;
  /** As history: nothing can be answered. */
  readOnly?: boolean;
  focusMessageId?: string;
}

/** The conversation of a chat: its messages, and under them the composer, or why there is none. */
export function Conversation({ chatId, readOnly = false, focusMessageId }: ConversationProps) {
  if (readOnly)
    return (
      <section class={styles.conversation}>
        <div class={styles.messages}>
          <MessageList chatId={chatId} focusMessageId={focusMessageId} />
        </div>
      </section>
    );
  return <Answerable {...{ chatId, focusMessageId }} />;
}

function Answerable({ chatId, focusMessageId }: { chatId: string; focusMessageId: string | undefined }) {
  const conversation = useConversation(chatId);
  const composers = useStore(createComposers);
  const composer = composers.of(chatId);
  const { userId } = composers;
  const chat = conversation.chat.value;
  const { lists, busy } = useStore(createChatsStore);
  // The list knows first that he has it, and his answer is begun before either does.
  const isTaking = busy.value.get(chatId) === 'accept';
  const isInWork = placeOfChat(lists.value, chatId) === 'active' && chat?.status !== 'completed';
  const isMine = isTaking || isInWork || (chat?.status === 'active' && chat.operator?.id === userId);

  const section = useRef<HTMLElement>(null);
  const isDropping = useFileDrop(section, isMine ? composer.addFiles : null);

  // What was new when it was left has been seen.
  useEffect(() => conversation.leave, [conversation]);

  function reply(message: Message): void {
    const contactName = conversation.chat.peek()?.contact.name ?? '';
    composer.replyTo.value = {
      id: message.id,
      author: authorOf(message, { contactName, userId }),
      text: textOf(message),
    };
    focusAnswer();
  }

  function write(): void {
    const id = focusedMessageId();
    const message = conversation.messages.peek().find((one) => one.id === id);
    if (message?.externalId && message.kind !== 'system') reply(message);
    else focusAnswer();
  }

  return (
    <section ref={section} class={styles.conversation}>
      <div class={styles.messages}>
        <MessageList
          chatId={chatId}
          composer={composer}
          focusMessageId={focusMessageId}
          {...(isMine ? { onReply: reply } : {})}
        />
      </div>
      <Arrivals conversation={conversation} />
      {isMine && <Composer {...{ chatId, composer, conversation }} onWrite={write} />}
      {!isMine && chat !== null && <ChatFoot {...{ chat, composer }} />}
      {isDropping && <div class={composing.drop}>{conversationWords().composer.drop}</div>}
    </section>
  );
}
