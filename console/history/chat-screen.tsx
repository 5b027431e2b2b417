import { useEffect, useRef, useState } from 'preact/hooks';
import { hrefOf } from '../app/router';
import { useServices, useStore } from '../app/services';
import { useOwnStore } from '../app/use-own-store';
import { ContactCard } from '../contact/contact-card';
import { Conversation } from '../conversation/conversation';
import { createConversations } from '../conversation/conversations';
import { whileVisible } from '../live/while-visible';
import { IconButton } from '../ui/button';
import { classes } from '../ui/classes';
import { BackIcon, InfoIcon } from '../ui/icons';
import { ProviderIcon } from '../ui/provider-icon';
import { Failure, Loading } from '../ui/states';
import { Tabs } from '../ui/tabs';
import { words } from '../words/words';
import { ChatActions } from './chat-actions';
import { ChatBadge } from './chat-badge';
import { ChatFacts } from './chat-facts';
import styles from './chat-screen.module.css';
import { type ChatStore, createChatStore } from './chat-store';
import { RoutingLog } from './routing-log';
import { chatWords } from './words';

const refreshedEveryMs = 10_000;
type Tab = 'chat' | 'contact' | 'routing';

/** A chat to be read: the whole conversation, and how it came about. */
export function ChatScreen({
  chatId,
  messageId,
  backTo,
}: {
  chatId: string;
  /** Where the words were found. */
  messageId: string | null;
  backTo: string;
}) {
  const { router } = useServices();
  const store = useOwnStore((services) => createChatStore(services, chatId), [chatId]);
  const [tab, setTab] = useState<Tab>('chat');
  const [withDetails, setWithDetails] = useState(false);
  useFollowing(chatId, store);
  useEffect(() => whileVisible(refreshedEveryMs, () => void store.refresh()), [store]);
  const view = store.view.value;
  const error = store.error.value;
  if (view === null)
    return error === null ? <Loading /> : <Failure error={error} onRetry={() => void store.reload()} />;
  const { chat } = view;
  const say = chatWords();
  return (
    <div class={classes(styles.screen, withDetails && styles.withDetails)}>
      <header class={styles.head}>
        <a class={styles.back} href={hrefOf(backTo)} aria-label={words().common.back}>
          <BackIcon />
        </a>
        <div class={styles.title}>
          <h2 dir="auto">{chat.contact.name}</h2>
          <p class={styles.sub}>
            <ProviderIcon provider={chat.channel.provider} />
            <span>{say.numbered(chat.number)}</span>
            <ChatBadge status={chat.status} />
            <span>{chat.operator?.name ?? say.nobody}</span>
          </p>
        </div>
        <IconButton
          class={styles.toDetails}
          label={say.details}
          aria-pressed={withDetails}
          onClick={() => setWithDetails(!withDetails)}
        >
          <InfoIcon />
        </IconButton>
        <ChatActions store={store} chat={chat} />
      </header>
      <div class={styles.conversation}>
        <Conversation
          key={chatId}
          chatId={chatId}
          readOnly
          {...(messageId === null ? {} : { focusMessageId: messageId })}
        />
      </div>
      <aside class={styles.aside} aria-label={say.tabs.label}>
        <Tabs<Tab>
          label={say.tabs.label}
          chosen={tab}
          onChoose={setTab}
          tabs={(['chat', 'contact', 'routing'] as const).map((id) => ({ id, label: say.tabs[id] }))}
        >
          {tab === 'chat' && <ChatFacts view={view} />}
          {tab === 'contact' && (
            <ContactCard contactId={chat.contact.id} chatId={chat.id} onErased={() => router.go(backTo)} />
          )}
          {tab === 'routing' && <RoutingLog entries={chat.routingLog} />}
        </Tabs>
      </aside>
    </div>
  );
}

/** What is said in a chat that somebody else has is told of by no event: it is asked for when the chat says that there is more. */
function useFollowing(chatId: string, store: ChatStore): void {
  const conversations = useStore(createConversations);
  const lastId = store.view.value?.chat.lastMessage?.id ?? null;
  const before = useRef<string | null>(null);
  useEffect(() => {
    const isFirst = before.current === null;
    before.current = lastId;
    const conversation = conversations.find(chatId);
    if (isFirst || conversation === null) return;
    if (conversation.messages.value.at(-1)?.id !== lastId) void conversation.reload();
  }, [lastId]);
}
