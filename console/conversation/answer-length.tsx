import { mostParts } from '../../pages/long-text';
import { Button } from '../ui/button';
import { Unseen } from '../ui/unseen';
import styles from './answer-length.module.css';
import type { Composer } from './composer-store';
import { focusAnswer } from './focus-answer';
import type { TextLength } from './text-length';
import { conversationWords } from './words';

/** What describes the field while it is there. */
export const answerLengthId = 'answer-length';

/** It is heard in such steps, and not with each letter. */
const heardStep = 50;

/** Near the limit of a message how much of it is used; beyond it, the offer to send several. */
export function AnswerLength({ composer, onSent }: { composer: Composer; onSent: () => void }) {
  const at = composer.length.value;
  const words = conversationWords().length;
  return (
    <>
      <Unseen>
        <span role="status">{heardOf(at)}</span>
      </Unseen>
      {at?.state === 'near' && (
        <p id={answerLengthId} class={styles.near}>
          {words.used(at.length, at.limit)}
        </p>
      )}
      {at?.state === 'over' && <TooLong {...{ composer, at, onSent }} />}
    </>
  );
}

function heardOf(at: TextLength | null): string {
  const words = conversationWords().length;
  if (at === null) return '';
  if (at.state === 'over') return words.heardOver;
  const left = at.limit - at.length;
  // Never more than there is.
  return words.left(left < heardStep ? left : left - (left % heardStep));
}

function TooLong({ composer, at, onSent }: { composer: Composer; at: TextLength; onSent: () => void }) {
  const words = conversationWords().length;
  const count = composer.parts.value?.length ?? 0;
  const canSplit = count <= mostParts;
  return (
    <div class={styles.over}>
      <p id={answerLengthId} class={styles.text}>
        {words.over(at.length, at.limit)}
        {!canSplit && ` ${words.shorten(mostParts)}`}
      </p>
      {canSplit && (
        <Button
          small
          aria-disabled={composer.isUploading.value ? 'true' : undefined}
          onClick={() => {
            if (!composer.sendInParts()) return;
            onSent();
            focusAnswer();
          }}
        >
          {words.split(count)}
        </Button>
      )}
      <p role="alert" class={styles.notSent}>
        {composer.wasTooLong.value && (canSplit ? words.notSent : words.notSentAsIs)}
      </p>
    </div>
  );
}
