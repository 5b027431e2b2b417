import type { ComponentChildren } from 'preact';
import { SeeOutcome } from '../details/see-outcome';
import { nowByMinute } from '../ui/now';
import { clockTime, dayName, fullTime } from '../words/time';
import styles from './system-row.module.css';
import type { Row } from './timeline';
import { conversationWords } from './words';

/** "Monday": from here on it is another day. */
export function DayRow({ at }: { at: string }) {
  return (
    <div class={styles.day}>
      <span class={styles.dayName}>{dayName(at, new Date(nowByMinute.value))}</span>
    </div>
  );
}

export function NewRow() {
  return (
    <div class={styles.new}>
      <span>{conversationWords().newMessages}</span>
    </div>
  );
}

/** What happened to the chat, besides what was said. */
export function RoutingRow({ row: { entry, at } }: { row: Extract<Row, { kind: 'routing' }> }) {
  const words = conversationWords().routing;
  const name = entry.operator?.name ?? words.somebody;
  const said: Partial<Record<typeof entry.event, string>> = {
    accepted: words.accepted(name),
    declined: words.declined(name),
    lapsed: words.lapsed(name),
    transferred: entry.operator === null ? words.transferred : words.transferredTo(name),
    given_to_bot: words.given_to_bot,
    given_to_operators: words.given_to_operators,
    completed: words.completed,
  };
  return <SystemLine at={at}>{said[entry.event] ?? entry.reason}</SystemLine>;
}

export function ProcessRow({ row: { run, at } }: { row: Extract<Row, { kind: 'process' }> }) {
  const words = conversationWords().process;
  const text = run.outcome?.text ?? run.failure?.reason ?? '';
  return (
    <SystemLine at={at}>
      <strong>{words[run.status](run.action.name)}</strong>
      {text !== '' && <span dir="auto">{`: ${text}`}</span>}
      {run.outcome !== null && (
        <>
          {' '}
          <SeeOutcome link={run.outcome.link}>{words.link}</SeeOutcome>
        </>
      )}
    </SystemLine>
  );
}

export function SystemLine({ at, children }: { at: string; children: ComponentChildren }) {
  return (
    <p class={styles.system}>
      <span>{children}</span>{' '}
      <time dateTime={at} title={fullTime(at)}>
        {clockTime(at)}
      </time>
    </p>
  );
}
