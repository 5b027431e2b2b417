import { classes } from '../ui/classes';
import { Unseen } from '../ui/unseen';
import { clockTime, dayName, fullTime } from '../words/time';
import styles from './routing-log.module.css';
import { headlineOf, type RoutingEntry, reasonOf } from './routing-words';
import { chatWords } from './words';

/** How a chat came to its operators, decision by decision: who had room, with what load, who was chosen, and why. */
export function RoutingLog({ entries }: { entries: readonly RoutingEntry[] }) {
  const { log } = chatWords();
  if (entries.length === 0) return <p class={styles.soft}>{log.empty}</p>;
  return (
    <ol class={styles.log} aria-label={log.title}>
      {entries.map((entry, index) => (
        <li key={index} class={classes(styles.entry, toneOf(entry))}>
          <span class={styles.headline}>{headlineOf(entry)}</span>
          <Why entry={entry} />
          <time class={styles.soft} dateTime={entry.at} title={fullTime(entry.at)}>
            {`${dayName(entry.at)}, ${clockTime(entry.at)}`}
          </time>
        </li>
      ))}
    </ol>
  );
}

function toneOf({ event }: RoutingEntry): string | undefined {
  if (event === 'accepted') return styles.good;
  return event === 'lapsed' || event === 'declined' || event === 'waiting' ? styles.warn : undefined;
}

function Why({ entry }: { entry: RoutingEntry }) {
  const { log } = chatWords();
  const reason = reasonOf(entry);
  const { candidates, operator } = entry;
  return (
    <>
      {reason !== '' && <span class={styles.soft}>{reason}</span>}
      {candidates !== null && candidates.total > 0 && (
        <>
          <span class={styles.soft}>{log.eligible(candidates.total)}:</span>
          <ul class={styles.candidates}>
            {candidates.operators.map(({ id, name, load }) => (
              <li key={id} class={classes(styles.candidate, id === operator?.id && styles.chosen)}>
                {`${name} · ${log.load(load, candidates.limit)}`}
                {id === operator?.id && <Unseen>{`, ${log.chosen}`}</Unseen>}
              </li>
            ))}
            {candidates.total > candidates.operators.length && (
              <li class={styles.candidate}>{log.more(candidates.total - candidates.operators.length)}</li>
            )}
          </ul>
        </>
      )}
    </>
  );
}
