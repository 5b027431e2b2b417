import { useId, useState } from 'preact/hooks';
import { hrefOf } from '../app/router';
import { useServices } from '../app/services';
import type { QueueView } from '../app/types';
import { may } from '../session/session';
import { Button } from '../ui/button';
import { classes } from '../ui/classes';
import { UnfoldIcon } from '../ui/icons';
import { Notice } from '../ui/notice';
import { nowByMinute } from '../ui/now';
import { Since } from '../ui/times';
import { byLoad, troubleOf } from './need';
import { OpenChats } from './open-chats';
import { OperatorRow } from './operator-row';
import styles from './screen.module.css';
import type { SupervisionStore } from './supervision-store';
import { supervisionWords } from './words';

/** A client who has waited this long has reason to leave. */
const lateMs = 5 * 60_000;

/** A queue: what waits in it and for how long, and who there is for it. */
export function QueueCard({ store, view }: { store: SupervisionStore; view: QueueView }) {
  const { session } = useServices();
  const id = useId();
  const [isUnfolded, setUnfolded] = useState(false);
  const say = supervisionWords();
  const { queue, waiting, offered, active, bot, oldestWaitingSince: since, operators } = view;
  const isLate = since !== null && nowByMinute.value - Date.parse(since) > lateMs;
  const trouble = troubleOf(view);
  const reader = session.user.value;
  // Whoever manages chats watches every queue, and reads the chats of his own.
  const mayRead = may(reader, 'Administrator') || operators.some(({ id: operatorId }) => operatorId === reader?.id);
  return (
    <section class={styles.queue} aria-labelledby={id}>
      <header class={styles.head}>
        <h2 id={id}>{queue.name}</h2>
        {since === null ? (
          <span class={styles.soft}>{say.noneWaiting}</span>
        ) : (
          <span class={classes(styles.age, isLate && styles.late)} title={say.oldest}>
            <Since at={since} />
          </span>
        )}
      </header>
      <div class={styles.inHand}>
        <dl class={styles.counts}>
          <div>
            <dt>{say.waiting}</dt>
            <dd>
              {waiting === 0 ? (
                0
              ) : (
                <a
                  href={hrefOf(`/chats?queueId=${queue.id}&status=waiting`)}
                  aria-label={say.waitingIn(queue.name, waiting)}
                >
                  {waiting}
                </a>
              )}
            </dd>
          </div>
          <div>
            <dt>{say.offered}</dt>
            <dd>{offered}</dd>
          </div>
          <div>
            <dt>{say.active}</dt>
            <dd>{active}</dd>
          </div>
          {bot > 0 && (
            <div>
              <dt>{say.bot}</dt>
              <dd>{bot}</dd>
            </div>
          )}
        </dl>
        {mayRead && (
          <Button
            small
            tone="quiet"
            class={classes(styles.unfold, isUnfolded && styles.unfolded)}
            aria-label={say.chatsInQueue(queue.name)}
            aria-expanded={isUnfolded}
            aria-controls={isUnfolded ? `${id}-chats` : undefined}
            onClick={() => setUnfolded(!isUnfolded)}
          >
            {say.showChats}
            <UnfoldIcon size={16} />
          </Button>
        )}
      </div>
      {isUnfolded && (
        <OpenChats
          id={`${id}-chats`}
          store={store}
          holder={{ queueId: queue.id }}
          label={say.chatsInQueue(queue.name)}
        />
      )}
      {trouble !== null && (
        <div class={styles.trouble}>
          <Notice tone="warn">{trouble === 'no_room' ? say.noRoom : say.nobodyActive}</Notice>
        </div>
      )}
      {operators.length === 0 ? (
        <p class={styles.none}>{say.noOperators}</p>
      ) : (
        <ul class={styles.operators} aria-label={say.operators(queue.name)}>
          {[...operators].sort(byLoad).map((operator) => (
            <OperatorRow key={operator.id} store={store} operator={operator} />
          ))}
        </ul>
      )}
    </section>
  );
}
