import { sayProblem } from '../app/say-problem';
import { Button } from '../ui/button';
import { classes } from '../ui/classes';
import { Unseen } from '../ui/unseen';
import { clockTime } from '../words/time';
import type { Composer } from './composer-store';
import { Delivery } from './delivery';
import { FileIcon } from './icons';
import { LinkedText } from './linked-text';
import styles from './message-row.module.css';
import type { Outgoing } from './outbox';
import outgoing from './outgoing-row.module.css';
import { isShown } from './pictures';
import { conversationWords } from './words';

/** An answer that is on its way to Parley, shown as what it will be. */
export function OutgoingRow({
  answer,
  isFirst,
  composer,
}: {
  answer: Outgoing;
  isFirst: boolean;
  composer: Pick<Composer, 'again' | 'edit' | 'discard'>;
}) {
  const { state, text, files, replyTo, template, writtenAt } = answer;
  const words = conversationWords();
  const isRefused = state.kind === 'refused';
  return (
    <article class={classes(styles.row, styles.ours, isFirst && styles.first)} data-unsent={answer.key}>
      <div class={styles.line}>
        <div class={classes(styles.bubble, !isRefused && styles.unsent)}>
          <Unseen>{words.you}: </Unseen>
          {template !== null && <p class={styles.template}>{words.template}</p>}
          {replyTo !== null && (
            <p class={classes(styles.quote, outgoing.quote)}>
              <span class={styles.quoted}>{replyTo.text}</span>
            </p>
          )}
          {files.map((file) => (
            <span key={file.id} class={outgoing.file}>
              {isShown(file.mediaType) ? <img src={file.url} alt={file.fileName} /> : <FileIcon />}
              {!isShown(file.mediaType) && file.fileName}
            </span>
          ))}
          {text !== '' && (
            <div class={styles.text} dir="auto">
              <LinkedText text={text} />
            </div>
          )}
          <span class={styles.meta}>
            <time dateTime={writtenAt}>{clockTime(writtenAt)}</time>
            <Delivery status={isRefused ? 'failed' : 'pending'} />
          </span>
        </div>
      </div>
      {state.kind === 'retrying' && (
        <div class={classes(styles.failure, outgoing.retrying)} role="status">
          {words.unsent.retrying}
          <Button small onClick={() => composer.again(answer.key)}>
            {words.unsent.tryNow}
          </Button>
        </div>
      )}
      {isRefused && (
        <div class={styles.failure} role="alert">
          <span>{words.unsent.refused(sayProblem(state.error))}</span>
          <Button small onClick={() => composer.again(answer.key)}>
            {words.sendAgain}
          </Button>
          {template === null && (
            <Button small onClick={() => composer.edit(answer.key)}>
              {words.unsent.edit}
            </Button>
          )}
          <Button small onClick={() => composer.discard(answer.key)}>
            {words.unsent.discard}
          </Button>
        </div>
      )}
    </article>
  );
}
