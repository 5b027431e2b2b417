import { useEffect, useState } from 'preact/hooks';
import { hrefOf } from '../app/router';
import type { FoundChat } from '../app/types';
import { useOwnStore } from '../app/use-own-store';
import { TransferDialog } from '../details/transfer-dialog';
import { useChatCommands } from '../details/use-chat-commands';
import { detailsWords } from '../details/words';
import { ChatBadge } from '../history/chat-badge';
import { Button } from '../ui/button';
import { ProviderIcon } from '../ui/provider-icon';
import { Failure, Loading } from '../ui/states';
import { Since } from '../ui/times';
import { Unseen } from '../ui/unseen';
import styles from './open-chats.module.css';
import { createOpenChats, type Holder } from './open-chats-store';
import type { SupervisionStore } from './supervision-store';
import { supervisionWords } from './words';

/** Open chats in the midst of supervision; whoever may gives one of them to somebody else. They follow what is shown around them. */
export function OpenChats({
  store,
  holder,
  label,
  id,
}: {
  store: SupervisionStore;
  holder: Holder;
  label: string;
  id: string;
}) {
  const open = useOwnStore((services) => createOpenChats(services, holder), []);
  const say = supervisionWords();
  const chats = open.chats.value;
  const error = open.error.value;
  const queues = store.queues.value;
  useEffect(() => void open.load(), [queues]);
  return (
    <div id={id} class={styles.open}>
      {chats === null && (error === null ? <Loading lines={2} /> : <Failure error={error} onRetry={open.load} />)}
      {chats?.length === 0 && <p class={styles.soft}>{say.noChats}</p>}
      {chats !== null && chats.length > 0 && (
        <ul aria-label={label}>
          {chats.map((chat) => (
            <Row key={chat.id} store={store} chat={chat} />
          ))}
        </ul>
      )}
      {open.hasMore.value && (
        <a class={styles.all} href={hrefOf(`/chats?${new URLSearchParams({ ...holder })}`)}>
          {say.allChats}
        </a>
      )}
    </div>
  );
}

function Row({ store, chat }: { store: SupervisionStore; chat: FoundChat }) {
  const commands = useChatCommands(chat);
  const [isGiven, setGiven] = useState(false);
  const { contact, number, status, operator, createdAt, acceptedAt } = chat;
  return (
    <li class={styles.row}>
      <div class={styles.about}>
        <a class={styles.name} href={hrefOf(`/chats/${chat.id}`)} dir="auto">
          {contact.name}
        </a>
        <span class={styles.facts}>
          <ProviderIcon provider={chat.channel.provider} />
          <span>{`#${number}`}</span>
          <ChatBadge status={status} />
          {operator !== null && <span>{operator.name}</span>}
          <Since at={acceptedAt ?? createdAt} />
        </span>
      </div>
      {commands.mayTransfer && (
        <Button small onClick={() => setGiven(true)}>
          <span>
            {detailsWords().reassign}
            <Unseen> {contact.name}</Unseen>
          </span>
        </Button>
      )}
      {isGiven && (
        <TransferDialog
          chat={chat}
          isOwn={commands.isHis}
          transfer={async (to, name) => {
            await commands.transfer(to, name);
            await store.refresh();
          }}
          onClose={() => setGiven(false)}
        />
      )}
    </li>
  );
}
