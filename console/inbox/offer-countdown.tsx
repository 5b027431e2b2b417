import { useStore } from '../app/services';
import { classes } from '../ui/classes';
import { nowBySecond } from '../ui/now';
import { Unseen } from '../ui/unseen';
import { duration } from '../words/time';
import { createChatsStore } from './chats-store';
import styles from './offer.module.css';
import { inboxWords } from './words';

const soonMs = 20_000;

/** How long an offer can still be taken, by the server's clock. At its end it stays until the server says that it has lapsed. */
export function OfferCountdown({ expiresAt }: { expiresAt: string }) {
  const { serverAheadMs } = useStore(createChatsStore);
  const leftMs = Date.parse(expiresAt) - (nowBySecond.value + serverAheadMs.value);
  const { timeLeft, lapsing } = inboxWords();
  return (
    <span class={classes(styles.countdown, leftMs < soonMs && styles.soon)}>
      <Unseen>{timeLeft}</Unseen>
      <span role="timer">{leftMs > 0 ? duration(leftMs + 999) : lapsing}</span>
    </span>
  );
}
