import { classes } from '../ui/classes';
import { UrgentIcon } from '../ui/icons';
import { Unseen } from '../ui/unseen';
import { duration } from '../words/time';
import styles from './offer.module.css';
import { untilMark } from './on-screen';
import { useTimeLeft } from './use-time-left';
import { inboxWords } from './words';

/** How long an offer can still be taken. At its end it stays until the server says that it has lapsed. */
export function OfferCountdown({ expiresAt }: { expiresAt: string }) {
  const { leftMs, isLastMinute } = useTimeLeft(expiresAt);
  const { timeLeft, lastMinute, lapsing } = inboxWords();
  return (
    <span class={classes(styles.countdown, isLastMinute && styles.urgent)} {...{ [untilMark]: expiresAt }}>
      {isLastMinute && <UrgentIcon size={14} />}
      <Unseen>{isLastMinute ? lastMinute : timeLeft}</Unseen>
      <span role="timer">{leftMs > 0 ? duration(leftMs + 999) : lapsing}</span>
    </span>
  );
}
