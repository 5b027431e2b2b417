import { type ReadonlySignal, signal } from '@preact/signals';
import { ApiError, isAborted } from '../app/api-error';
import type { Services } from '../app/services';
import type { Chat, Operator, QueueName } from '../app/types';

export interface TransferTargets {
  /** Those who can take it now first, and of them those of the chat's queue. */
  operators: Operator[];
  queues: QueueName[];
}

export function hasRoom({ status, load, limit }: Operator): boolean {
  return status === 'active' && load < limit;
}

/** To whom and where a chat can be given, as it is when it is asked. `leave` ends it. */
export function createTransferTargets({ api }: Pick<Services, 'api'>, chat: Pick<Chat, 'queue' | 'operator'>) {
  const targets = signal<TransferTargets | null>(null);
  const error = signal<ApiError | null>(null);
  const ending = new AbortController();

  async function load(): Promise<void> {
    const { signal: ended } = ending;
    error.value = null;
    try {
      const [operators, queues] = await Promise.all([
        api.all<Operator>('/api/operators', { signal: ended }),
        api.all<QueueName>('/api/directory/queues', { signal: ended }),
      ]);
      const others = operators.filter(({ id, queueIds }) => id !== chat.operator?.id && queueIds.length > 0);
      const rank = (one: Operator) => Number(!hasRoom(one)) * 2 + Number(!one.queueIds.includes(chat.queue.id));
      targets.value = { operators: others.sort((one, other) => rank(one) - rank(other)), queues };
    } catch (caught) {
      if (ended.aborted || isAborted(caught)) return;
      if (!(caught instanceof ApiError)) throw caught;
      error.value = caught;
    }
  }
  void load();

  return {
    targets: targets as ReadonlySignal<TransferTargets | null>,
    error: error as ReadonlySignal<ApiError | null>,
    reload: load,
    leave: () => ending.abort(),
  };
}
