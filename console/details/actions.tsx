import { useState } from 'preact/hooks';
import { useServices } from '../app/services';
import { showProblem } from '../app/show-problem';
import type { Chat, RunnableAction } from '../app/types';
import { Button } from '../ui/button';
import { ActionDialog, parametersToAsk } from './action-dialog';
import styles from './details.module.css';
import type { DetailsStore } from './details-store';
import { useChatCommands } from './use-chat-commands';
import { detailsWords } from './words';

/** What the chat's queue lets an operator start. */
export function Actions({ store, chat }: { store: DetailsStore; chat: Chat }) {
  const { toasts } = useServices();
  const { mayRunActions } = useChatCommands(chat);
  const [asking, setAsking] = useState<RunnableAction | null>(null);
  const [starting, setStarting] = useState<ReadonlySet<string>>(new Set());
  const say = detailsWords();
  const actions = store.actions.value ?? [];
  if (actions.length === 0 || chat.status === 'completed') return null;

  async function start(action: RunnableAction): Promise<void> {
    if (parametersToAsk(action).length > 0) {
      setAsking(action);
      return;
    }
    setStarting((before) => new Set([...before, action.id]));
    try {
      await store.run(action.id);
    } catch (error) {
      showProblem(toasts, error);
    } finally {
      setStarting((before) => new Set([...before].filter((id) => id !== action.id)));
    }
  }

  return (
    <section class={styles.section}>
      <h3>{say.actions}</h3>
      {mayRunActions ? (
        <ul class={styles.actions}>
          {actions.map((action) => (
            <li key={action.id}>
              <Button small busy={starting.has(action.id)} title={action.title} onClick={() => void start(action)}>
                {action.name}
                {parametersToAsk(action).length > 0 && '…'}
              </Button>
            </li>
          ))}
        </ul>
      ) : (
        <p class={styles.soft}>{say.actionsInWork}</p>
      )}
      {asking !== null && (
        <ActionDialog action={asking} run={(values) => store.run(asking.id, values)} onClose={() => setAsking(null)} />
      )}
    </section>
  );
}
