import { hrefOf } from '../app/router';
import type { FoundChat } from '../app/types';
import { useOwnStore } from '../app/use-own-store';
import { DossierLinks } from '../cases/dossier-links';
import { ChatBadge } from '../history/chat-badge';
import { Avatar } from '../ui/avatar';
import { classes } from '../ui/classes';
import { ProviderIcon, providerTitle } from '../ui/provider-icon';
import { Failure, Loading } from '../ui/states';
import { ShortTime } from '../ui/times';
import { ContactActions } from './contact-actions';
import styles from './contact-card.module.css';
import { type ContactStore, type ContactView, createContactStore } from './contact-store';
import { MergeList } from './merge-list';
import { contactWords } from './words';

interface ContactCardProps {
  contactId: string;
  /** The chat that it is shown beside, which is marked among the contact's chats. */
  chatId?: string;
  /** What is shown of contacts elsewhere may be another now. */
  onChanged?: () => void;
  /** He was erased, and the card shows nobody any more. */
  onErased?: () => void;
}

/** A contact with identities, chats, cases and what can be done with him. */
export function ContactCard({ contactId, chatId, onChanged, onErased }: ContactCardProps) {
  const store = useOwnStore((services) => createContactStore(services, contactId, onChanged), [contactId]);
  const view = store.view.value;
  const error = store.error.value;
  if (view === null)
    return error === null ? <Loading /> : <Failure error={error} onRetry={() => void store.reload()} />;
  return <Shown store={store} view={view} chatId={chatId ?? null} {...(onErased === undefined ? {} : { onErased })} />;
}

function Shown({
  store,
  view,
  chatId,
  onErased,
}: {
  store: ContactStore;
  view: ContactView;
  chatId: string | null;
  onErased?: () => void;
}) {
  const say = contactWords();
  const { contact } = view;
  return (
    <article class={styles.card} aria-label={contact.name}>
      <header class={styles.head}>
        <Avatar name={contact.name} photoUrl={contact.photoUrl} size={44} />
        <div class={styles.who}>
          <h2 dir="auto">{contact.name}</h2>
          <p class={styles.soft}>{contact.phone ?? say.noPhone}</p>
        </div>
        <ContactActions store={store} contact={contact} {...(onErased === undefined ? {} : { onErased })} />
      </header>
      <section class={styles.section}>
        <h3>{say.identities}</h3>
        <ul>
          {contact.identities.map(({ provider, clientId }) => (
            <li key={`${provider} ${clientId}`} class={styles.line} title={`${providerTitle(provider)}: ${clientId}`}>
              <ProviderIcon provider={provider} isNamed />
              <span>{providerTitle(provider)}</span>
              <span class={classes(styles.soft, styles.rowText)}>{clientId}</span>
            </li>
          ))}
        </ul>
      </section>
      <MergeList store={store} contact={contact} />
      <Chats view={view} chatId={chatId} />
      <section class={styles.section}>
        <h3>{say.cases}</h3>
        <DossierLinks cases={view.cases} orders={view.orders} empty={say.noCases} />
      </section>
    </article>
  );
}

function Chats({ view, chatId }: { view: ContactView; chatId: string | null }) {
  const say = contactWords();
  const { contact, chats, hasMoreChats } = view;
  return (
    <section class={styles.section}>
      <h3>
        {say.chats}
        {hasMoreChats && <a href={hrefOf(`/chats?contactId=${contact.id}`)}>{say.allChats}</a>}
      </h3>
      {chats.length === 0 && <p class={styles.soft}>{say.noChats}</p>}
      <ul>
        {chats.map((chat) => (
          <li key={chat.id}>
            <ChatLine chat={chat} isHere={chat.id === chatId} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function ChatLine({ chat, isHere }: { chat: FoundChat; isHere: boolean }) {
  return (
    <a
      class={classes(styles.row, isHere && styles.here)}
      href={hrefOf(`/chats/${chat.id}`)}
      aria-current={isHere ? 'true' : undefined}
    >
      <ProviderIcon provider={chat.channel.provider} />
      <span class={styles.soft}>{`#${chat.number}`}</span>
      <span class={styles.rowText} dir="auto">
        {chat.lastMessage?.text ?? ''}
      </span>
      <ChatBadge status={chat.status} />
      <span class={styles.soft}>
        <ShortTime at={chat.createdAt} />
      </span>
    </a>
  );
}
