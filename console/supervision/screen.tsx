import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useStore } from '../app/services';
import type { QueueView } from '../app/types';
import { whileVisible } from '../live/while-visible';
import { Notice } from '../ui/notice';
import { Empty, Failure, Loading } from '../ui/states';
import { Since } from '../ui/times';
import { totalsOf } from './need';
import { QueueCard } from './queue-card';
import styles from './screen.module.css';
import { createSupervisionStore } from './supervision-store';
import { supervisionWords } from './words';

const refreshedEveryMs = 4_000;

/** How queues and their operators stand now: those that need somebody first. */
export function Screen() {
  const store = useStore(createSupervisionStore);
  const say = supervisionWords();
  useEffect(() => {
    void store.refresh();
    return whileVisible(refreshedEveryMs, () => void store.refresh());
  }, []);
  const queues = store.queues.value;
  const error = store.error.value;
  if (queues === null)
    return error === null ? <Loading lines={8} /> : <Failure error={error} onRetry={() => void store.refresh()} />;
  if (queues.length === 0) return <Empty title={say.noQueues} />;
  return (
    <div class={styles.screen}>
      {error !== null && <Notice tone="warn">{say.stale}</Notice>}
      <Summary queues={queues} />
      <div class={styles.queues}>
        {queues.map((view) => (
          <QueueCard key={view.queue.id} store={store} view={view} />
        ))}
      </div>
    </div>
  );
}

function Summary({ queues }: { queues: readonly QueueView[] }) {
  const say = supervisionWords();
  const totals = totalsOf(queues);
  const since = totals.oldestWaitingSince;
  const numbers: Array<[string, ComponentChildren]> = [
    [say.waiting, totals.waiting],
    [say.oldest, since === null ? '—' : <Since at={since} />],
    [say.offered, totals.offered],
    [say.active, totals.active],
    [say.activeOperators, say.ofAll(totals.activeOperators, totals.operators)],
    [say.freePlaces, totals.freePlaces],
  ];
  return (
    <dl class={styles.totals} aria-label={say.summary}>
      {numbers.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
