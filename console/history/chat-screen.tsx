import { useEffect, useState } from 'preact/hooks';
import { hrefOf } from '../app/router';
import { useServices } from '../app/services';
import { useOwnStore } from '../app/use-own-store';
import { ContactCard } from '../contact/contact-card';
import { Conversation } from '../conversation/conversation';
import { whileVisible } from '../live/while-visible';
import { BackIcon } from '../ui/icons';
import { ProviderIcon } from '../ui/provider-icon';
import { Failure, Loading } from '../ui/states';
import { Tabs } from '../ui/tabs';
import { words } from '../words/words';
import { ChatActions } from './chat-actions';
import { ChatBadge } from './chat-badge';
import { ChatFacts } from './chat-facts';
import styles from './chat-screen.module.css';
import { createChatStore } from './chat-store';
import { RoutingLog } from './routing-log';
import { chatWords } from './words';

const refreshedEveryMs = 10_000;
type Tab = 'chat' | 'contact' | 'routing';

/** A chat to be read: the whole conversation, and how it came about. */
export function ChatScreen({ chatId, backTo }: { chatId: string; backTo: string }) {
  const { router } = useServices();
  const store = useOwnStore((services) => createChatStore(services, chatId), [chatId]);
  const [tab, setTab] = useState<Tab>('chat');
  useEffect(() => whileVisible(refreshedEveryMs, () => void store.refresh()), [store]);
  const view = store.view.value;
  const error = store.error.value;
  if (view === null)
    return error === null ? <Loading /> : <Failure error={error} onRetry={() => void store.reload()} />;
  const { chat } = view;
  const say = chatWords();
  return (
    <div class={styles.screen}>
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
        <ChatActions store={store} chat={chat} />
      </header>
      <div class={styles.conversation}>
        <Conversation key={chatId} chatId={chatId} />
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
