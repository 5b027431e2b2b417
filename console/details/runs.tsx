import { useState } from 'preact/hooks';
import type { ProcessRun } from '../app/types';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Ago } from '../ui/times';
import styles from './details.module.css';
import { SeeOutcome } from './see-outcome';
import { detailsWords } from './words';

/** What was run last is what is waited for. */
const fewRuns = 3;

const tones = { started: 'accent', finished: 'good', refused: 'warn', failed: 'bad' } as const;

/** The processes that were started in the chat, and what came of each; read out as it comes. */
export function Runs({ runs }: { runs: readonly ProcessRun[] }) {
  const [isWhole, setWhole] = useState(false);
  const { processes, allProcesses } = detailsWords();
  const shown = isWhole ? runs : runs.slice(0, fewRuns);
  return (
    <section class={styles.section} hidden={runs.length === 0}>
      <h3>{processes}</h3>
      <ul class={styles.runs} aria-live="polite" aria-label={processes}>
        {shown.map((run) => (
          <Run key={run.id} run={run} />
        ))}
      </ul>
      {shown.length < runs.length && (
        <Button small tone="quiet" onClick={() => setWhole(true)}>
          {allProcesses(runs.length)}
        </Button>
      )}
    </section>
  );
}

function Run({ run }: { run: ProcessRun }) {
  const say = detailsWords();
  const { action, status, outcome, failure, startedBy, startedAt } = run;
  return (
    <li class={styles.run}>
      <div class={styles.runHead}>
        <strong>{action.name}</strong>
        <Badge tone={tones[status]}>{say.processStatuses[status]}</Badge>
      </div>
      {outcome !== null && (
        <p>
          {outcome.text} <SeeOutcome link={outcome.link}>{say.seeOutcome}</SeeOutcome>
        </p>
      )}
      {failure !== null && <p class={styles.failure}>{failure.reason}</p>}
      <p class={styles.soft}>
        {say.startedBy(startedBy.name)} · <Ago at={startedAt} />
      </p>
    </li>
  );
}
