import { type ReadonlySignal, signal } from '@preact/signals';
import { ApiError } from '../app/api-error';
import type { Services } from '../app/services';
import type { Operator, OperatorStatus, QueueView } from '../app/types';
import { byNeed } from './need';

/** How queues and operators stand, asked for again and again while somebody watches: most of it is told of by no event. */
export function createSupervisionStore({ api }: Pick<Services, 'api'>) {
  const queues = signal<QueueView[] | null>(null);
  const error = signal<ApiError | null>(null);
  let isAsking = false;
  /** Counts changes made here: what was asked for before one of them is older than it. */
  let changes = 0;

  async function refresh(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    const before = changes;
    try {
      const now = await api.all<QueueView>('/api/supervision/queues');
      if (before === changes) queues.value = now.sort(byNeed);
      error.value = null;
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught;
      error.value = caught;
    } finally {
      isAsking = false;
    }
  }

  function show(operatorId: string, status: Partial<Operator>): void {
    queues.value =
      queues.value?.map((view) => ({
        ...view,
        operators: view.operators.map((one) => (one.id === operatorId ? { ...one, ...status } : one)),
      })) ?? null;
  }

  return {
    queues: queues as ReadonlySignal<QueueView[] | null>,
    error: error as ReadonlySignal<ApiError | null>,
    refresh,

    /** For him, by an administrator. Throws the API's refusal. */
    async setStatus(operatorId: string, status: OperatorStatus['status']): Promise<void> {
      const now = await api.put<OperatorStatus>(`/api/operators/${operatorId}/status`, { status });
      changes += 1;
      show(operatorId, now);
      await refresh();
    },
  };
}

export type SupervisionStore = ReturnType<typeof createSupervisionStore>;
