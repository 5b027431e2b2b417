import { Button } from '../ui/button';
import { DownIcon } from './icons';
import styles from './message-list.module.css';
import { conversationWords } from './words';

/** Leads back to the end, and says how much has come there meanwhile. */
export function ToNewest({ count, onClick }: { count: number; onClick: () => void }) {
  const words = conversationWords();
  return (
    <Button
      class={styles.toNewest}
      aria-label={count === 0 ? words.toNewest : `${words.toNewest}: ${words.newCount(count)}`}
      title={words.toNewest}
      onClick={onClick}
    >
      <DownIcon />
      {count > 0 && words.newCount(count)}
    </Button>
  );
}
