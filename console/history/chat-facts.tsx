import { type ComponentChildren, Fragment } from 'preact';
import { hrefOf } from '../app/router';
import type { ProcessRun } from '../app/types';
import { DossierLinks } from '../cases/dossier-links';
import { referralText } from '../conversation/referral-text';
import { outcomeLink } from '../details/outcome-link';
import { Badge } from '../ui/badge';
import { Since } from '../ui/times';
import { duration, fullTime } from '../words/time';
import styles from './chat-screen.module.css';
import type { ChatView } from './chat-store';
import { chatWords } from './words';

/** What a chat is about, beside what was said in it. */
export function ChatFacts({ view: { chat, processes, cases, orders } }: { view: ChatView }) {
  const say = chatWords();
  const facts: Array<[string, ComponentChildren]> = [
    [say.channel, chat.channel.name],
    ...(chat.referral === null ? [] : [[say.cameBy, referralText(chat.referral)] as [string, string]]),
    [say.queue, chat.queue.name],
    [say.operator, chat.operator?.name ?? say.nobody],
    [say.started, fullTime(chat.createdAt)],
    ...(chat.acceptedAt === null ? [] : [[say.accepted, fullTime(chat.acceptedAt)] as [string, string]]),
    ...(chat.completedAt === null
      ? []
      : [
          [say.ended, `${fullTime(chat.completedAt)}, ${say.completedBy[chat.completedBy ?? 'operator']}`] as [
            string,
            string,
          ],
        ]),
    [
      say.duration,
      chat.completedAt === null ? (
        <Since at={chat.createdAt} />
      ) : (
        duration(Date.parse(chat.completedAt) - Date.parse(chat.createdAt))
      ),
    ],
  ];
  return (
    <>
      <dl class={styles.facts}>
        {facts.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      <section class={styles.section}>
        <h3>{say.processes}</h3>
        {processes.length === 0 && <p class={styles.soft}>{say.noProcesses}</p>}
        {processes.map((run) => (
          <Run key={run.id} run={run} />
        ))}
      </section>
      <section class={styles.section}>
        <h3>{say.dossiers}</h3>
        <DossierLinks cases={cases} orders={orders} empty={say.noDossiers} />
      </section>
    </>
  );
}

const tones = { started: 'accent', finished: 'good', refused: 'warn', failed: 'bad' } as const;

function Run({ run }: { run: ProcessRun }) {
  const say = chatWords();
  const link = outcomeLink(run.outcome?.link ?? null);
  return (
    <div class={styles.item}>
      <span class={styles.itemHead}>
        <span>{run.action.name}</span>
        <Badge tone={tones[run.status]}>{say.processStatuses[run.status]}</Badge>
      </span>
      {(run.outcome !== null || run.failure !== null) && (
        <span>
          {run.outcome?.text ?? run.failure?.reason}{' '}
          {link !== null && (
            <a
              {...(link.kind === 'inside'
                ? { href: hrefOf(link.path) }
                : { href: link.url, target: '_blank', rel: 'noopener noreferrer' })}
            >
              {say.outcome}
            </a>
          )}
        </span>
      )}
      <span class={styles.soft}>{`${fullTime(run.startedAt)} · ${say.startedBy(run.startedBy.name)}`}</span>
    </div>
  );
}
