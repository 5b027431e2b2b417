import { sayProblem } from '../app/say-problem';
import { useStore } from '../app/services';
import type { Chat } from '../app/types';
import { focusAnswer } from '../conversation/focus-answer';
import { Button } from '../ui/button';
import { createChatsStore } from './chats-store';
import styles from './offer.module.css';
import { useDecisions } from './use-decisions';
import { inboxWords } from './words';

/** Whoever clicks at something else while he writes to a client goes on writing; by keys he has gone there to stay. */
function meanwhile(run: () => void): (event: MouseEvent) => void {
  return ({ detail }) => {
    run();
    if (detail > 0) focusAnswer();
  };
}

/** Takes a chat that is offered or shown, or leaves it to others, which can be undone; why it could not be had stands under it. */
export function OfferButtons({ chat, small = false }: { chat: Chat; small?: boolean }) {
  const { busy, declining, refusals, undoDecline } = useStore(createChatsStore);
  const { accept, decline } = useDecisions();
  const say = inboxWords();
  const refusal = refusals.all.value.get(chat.id);
  const isBusy = busy.value.has(chat.id);
  const { name } = chat.contact;
  if (declining.value.has(chat.id))
    return (
      <div class={styles.buttons}>
        {/* Not where Decline was: who presses twice means the same both times. */}
        <Button {...{ small }} aria-label={say.undoDeclineOf(name)} onClick={meanwhile(() => undoDecline(chat.id))}>
          {say.undo}
        </Button>
        <span role="status" class={styles.declined}>
          {say.declined}
        </span>
      </div>
    );
  return (
    <>
      <div class={styles.buttons}>
        <Button
          {...{ small }}
          tone="primary"
          busy={isBusy}
          aria-label={say.acceptOf(name)}
          onClick={() => void accept(chat.id)}
        >
          {say.accept}
        </Button>
        <Button
          {...{ small }}
          busy={isBusy}
          aria-label={say.declineOf(name)}
          onClick={meanwhile(() => void decline(chat.id))}
        >
          {say.decline}
        </Button>
      </div>
      {refusal !== undefined && (
        <p role="alert" class={styles.refusal}>
          {sayProblem(refusal.error)}
        </p>
      )}
    </>
  );
}
