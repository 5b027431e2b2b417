import { useState } from 'preact/hooks';
import type { Message } from '../app/types';
import { Button } from '../ui/button';
import { AgainIcon } from './icons';
import styles from './message-row.module.css';
import { conversationWords } from './words';

/** Why the client did not get an answer, with the way to try again. */
export function FailedDelivery({
  message,
  onSendAgain,
}: {
  message: Message;
  onSendAgain: ((message: Message) => Promise<void>) | undefined;
}) {
  const [isBusy, setBusy] = useState(false);
  const words = conversationWords();
  const reason = message.failure?.reason ?? '';
  // It may have arrived.
  const isInDoubt = message.failure?.code === 'delivery_unknown';

  async function sendAgain(): Promise<void> {
    setBusy(true);
    await onSendAgain?.(message);
    setBusy(false);
  }

  return (
    <div class={styles.failure}>
      <span dir="auto">{isInDoubt ? reason : words.failed(reason)}</span>
      {onSendAgain !== undefined && (
        <Button small busy={isBusy} onClick={() => void sendAgain()}>
          <AgainIcon size={15} />
          {words.sendAgain}
        </Button>
      )}
    </div>
  );
}
