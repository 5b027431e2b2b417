import { useServices } from '../app/services';
import { ChatCommands } from '../details/chat-commands';
import type { DetailsStore } from '../details/details-store';
import { Avatar } from '../ui/avatar';
import { Badge } from '../ui/badge';
import { IconButton } from '../ui/button';
import { BackIcon, PanelIcon } from '../ui/icons';
import { ProviderIcon } from '../ui/provider-icon';
import styles from './chat-header.module.css';
import type { Panes } from './use-panes';
import { inboxWords } from './words';

/** Over the conversation: whose it is, how it stands, and what is done with it. */
export function ChatHeader({ store, panes }: { store: DetailsStore; panes: Panes }) {
  const { router } = useServices();
  const chat = store.chat.value;
  const say = inboxWords();
  return (
    <header class={styles.header}>
      {panes.room === 'narrow' && (
        <IconButton label={say.toList} onClick={() => router.go('/inbox')}>
          <BackIcon />
        </IconButton>
      )}
      {chat !== null && (
        <>
          <Avatar name={chat.contact.name} photoUrl={chat.contact.photoUrl} size={34} />
          <div class={styles.who}>
            <h2 dir="auto">{chat.contact.name}</h2>
            <p>
              <ProviderIcon provider={chat.channel.provider} size={14} />
              <span class={styles.channel}>{chat.channel.name}</span>
              <span>#{chat.number}</span>
              {chat.status !== 'active' && <Badge>{say.statuses[chat.status]}</Badge>}
            </p>
          </div>
        </>
      )}
      <div class={styles.commands}>
        {chat !== null && !panes.isDetailsShown && <ChatCommands chat={chat} isCompact={panes.room === 'narrow'} />}
        <IconButton
          label={panes.isDetailsShown ? say.hideDetails : say.showDetails}
          aria-expanded={panes.isDetailsShown}
          onClick={panes.toggleDetails}
        >
          <PanelIcon />
        </IconButton>
      </div>
    </header>
  );
}
