import { useState } from 'preact/hooks';
import type { ChatDetails } from '../app/types';
import { ContactCard } from '../contact/contact-card';
import { referralText } from '../conversation/referral-text';
import { RoutingLog } from '../history/routing-log';
import { inboxWords } from '../inbox/words';
import { IconButton } from '../ui/button';
import { BackIcon, CloseIcon } from '../ui/icons';
import { Failure, Loading } from '../ui/states';
import { fullTime } from '../words/time';
import { Actions } from './actions';
import { ChatCommands } from './chat-commands';
import styles from './details.module.css';
import type { DetailsStore } from './details-store';
import { Runs } from './runs';
import { detailsWords } from './words';

interface DetailsProps {
  store: DetailsStore;
  room: 'wide' | 'medium' | 'narrow';
  onClose: () => void;
}

/** What there is to know about an open chat, and to do with it: the right pane. */
export function Details({ store, room, onClose }: DetailsProps) {
  const say = inboxWords();
  const chat = store.chat.value;
  const error = store.error.value;
  return (
    <div class={styles.details}>
      {room !== 'wide' && (
        <div class={styles.bar}>
          {room === 'narrow' && (
            <IconButton label={say.toConversation} onClick={onClose}>
              <BackIcon />
            </IconButton>
          )}
          <h2>{say.details}</h2>
          {room === 'medium' && (
            <IconButton label={say.hideDetails} onClick={onClose}>
              <CloseIcon />
            </IconButton>
          )}
        </div>
      )}
      {chat === null && error === null && <Loading lines={6} />}
      {chat === null && error !== null && <Failure error={error} onRetry={() => void store.reload()} />}
      {chat !== null && <Shown store={store} chat={chat} />}
    </div>
  );
}

function Shown({ store, chat }: { store: DetailsStore; chat: ChatDetails }) {
  return (
    <>
      <ChatCommands chat={chat} />
      <Actions store={store} chat={chat} />
      <Runs runs={store.runs.value ?? []} />
      <ContactCard key={chat.contact.id} contactId={chat.contact.id} chatId={chat.id} />
      <Facts chat={chat} />
      <Log chat={chat} />
    </>
  );
}

function Facts({ chat }: { chat: ChatDetails }) {
  const say = detailsWords();
  const { statuses, completedBy } = inboxWords();
  const time = (at: string | null) => (at === null ? null : fullTime(at));
  const facts: Array<[name: string, value: string | null]> = [
    [say.number, `#${chat.number}`],
    [say.status, statuses[chat.status]],
    [say.channel, chat.channel.name],
    [say.cameBy, chat.referral && referralText(chat.referral)],
    [say.queue, chat.queue.name],
    [say.operator, chat.operator?.name ?? say.nobodyYet],
    [say.created, time(chat.createdAt)],
    [say.accepted, time(chat.acceptedAt)],
    [say.completesAt, chat.status === 'completed' ? null : time(chat.completesAt)],
    [say.completedAt, time(chat.completedAt)],
  ];
  return (
    <section class={styles.section}>
      <h3>{say.about}</h3>
      <dl class={styles.facts}>
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd dir="auto">{value}</dd>
              </div>
            ),
        )}
      </dl>
      {chat.completedBy !== null && <p class={styles.soft}>{completedBy[chat.completedBy]}</p>}
    </section>
  );
}

function Log({ chat }: { chat: ChatDetails }) {
  const [isOpen, setOpen] = useState(false);
  const { routingLog } = detailsWords();
  return (
    <details class={styles.section} open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <h3>{routingLog}</h3>
        <span class={styles.soft}>{chat.routingLog.length}</span>
      </summary>
      {isOpen && <RoutingLog entries={chat.routingLog} />}
    </details>
  );
}
