import type { ReplyWindow } from '../app/types';
import { Button } from '../ui/button';
import { nowByMinute } from '../ui/now';
import { clockTime, daysBetween, fullTime } from '../words/time';
import styles from './composer.module.css';
import { ClockIcon, TemplateIcon } from './icons';
import { conversationWords } from './words';

function soon(iso: string): string {
  return daysBetween(new Date(iso), new Date(nowByMinute.value)) === 0 ? clockTime(iso) : fullTime(iso);
}

/** Until when the messenger takes free answers, where it does not for ever. */
export function WindowHint({ state }: { state: ReplyWindow | null }) {
  const words = conversationWords().window;
  if (state === null || !state.isOpen || (state.freeTextUntil === null && state.answerableUntil === null))
    return <span class={styles.grow} />;
  const isFree = state.freeTextUntil !== null && Date.parse(state.freeTextUntil) > nowByMinute.value;
  const until = isFree ? state.freeTextUntil : state.answerableUntil;
  if (until === null) return <span class={styles.grow} />;
  return (
    <span class={styles.window} title={fullTime(until)}>
      <ClockIcon size={14} />
      <span>{isFree ? words.openUntil(soon(until)) : words.answerUntil(soon(until))}</span>
    </span>
  );
}

/** In the place of the field while only templates are taken. */
export function WindowClosed({
  hasTemplates,
  hasDraft,
  onChoose,
}: {
  hasTemplates: boolean;
  hasDraft: boolean;
  onChoose: () => void;
}) {
  const words = conversationWords().window;
  return (
    <div class={styles.closed} role="status">
      <p class={styles.closedText}>
        {hasTemplates ? words.closedTemplates : words.closed} {hasDraft && words.draftKept}
      </p>
      {hasTemplates && (
        <Button tone="primary" onClick={onChoose}>
          <TemplateIcon />
          {words.choose}
        </Button>
      )}
    </div>
  );
}
