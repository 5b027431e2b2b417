import { useState } from 'preact/hooks';
import { useServices } from '../app/services';
import type { ContactDetails } from '../app/types';
import { may } from '../session/session';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { Ago } from '../ui/times';
import { fullTime } from '../words/time';
import styles from './contact-card.module.css';
import type { ContactStore } from './contact-store';
import { contactWords } from './words';

/** What was merged into a contact and can still be taken out again. */
export function MergeList({ store, contact }: { store: ContactStore; contact: ContactDetails }) {
  const { session, toasts } = useServices();
  const [undoing, setUndoing] = useState<string | null>(null);
  const say = contactWords();
  const mayUndo = may(session.user.value, 'CanManageChats');
  if (contact.merges.length === 0 || !mayUndo) return null;
  return (
    <section class={styles.section}>
      <h3>{say.merges}</h3>
      <ul>
        {contact.merges.map(({ id, at, undoableUntil }) => (
          <li key={id} class={styles.line}>
            <span>
              <Ago at={at} />
              <span class={styles.soft}>{` · ${say.undoUntil(fullTime(undoableUntil))}`}</span>
            </span>
            <Button small class={styles.end} onClick={() => setUndoing(id)}>
              {say.undo}
            </Button>
          </li>
        ))}
      </ul>
      {undoing !== null && (
        <Confirm
          title={say.undoTitle}
          action={say.undo}
          run={async () => {
            await store.undoMerge(undoing);
            toasts.show({ tone: 'success', text: contactWords().undone });
          }}
          onClose={() => setUndoing(null)}
        >
          <p>{say.undoText}</p>
        </Confirm>
      )}
    </section>
  );
}
