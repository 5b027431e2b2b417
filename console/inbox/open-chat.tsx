import type { RefObject } from 'preact';
import { useOwnStore } from '../app/use-own-store';
import { Conversation } from '../conversation/conversation';
import { Details } from '../details/details';
import { createDetailsStore } from '../details/details-store';
import { Boundary } from '../ui/boundary';
import { ChatHeader } from './chat-header';
import styles from './screen.module.css';
import type { Panes } from './use-panes';
import { inboxWords } from './words';

/** The conversation of a chat, and its details beside it. */
export function OpenChat({
  chatId,
  panes,
  conversation,
  details,
}: {
  chatId: string;
  panes: Panes;
  conversation: RefObject<HTMLElement | null>;
  details: RefObject<HTMLElement | null>;
}) {
  const store = useOwnStore((services) => createDetailsStore(services, chatId), [chatId]);
  const say = inboxWords();
  return (
    <>
      <section
        ref={conversation}
        class={styles.conversation}
        hidden={!panes.isConversationShown}
        tabIndex={-1}
        aria-label={say.conversation}
      >
        <ChatHeader store={store} panes={panes} />
        <div class={styles.messages}>
          <Boundary resetOn={chatId}>
            <Conversation key={chatId} chatId={chatId} />
          </Boundary>
        </div>
      </section>
      {panes.isDetailsShown && (
        <section ref={details} class={styles.details} tabIndex={-1} aria-label={say.details}>
          <Boundary resetOn={chatId}>
            <Details store={store} room={panes.room} onClose={panes.hideDetails} />
          </Boundary>
        </section>
      )}
    </>
  );
}
