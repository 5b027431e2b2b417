import { signal } from '@preact/signals';
import { ApiError, isAborted } from '../app/api-error';
import type { Services } from '../app/services';
import type { OperatorStatus } from '../app/types';
import { askAtFirstActive } from '../inbox/desktop-permission';

/** The operator's own status, load and limit; null for who is no operator, undefined until it is known. */
export function createStatusStore({ api, live }: Pick<Services, 'api' | 'live'>) {
  const status = signal<OperatorStatus | null | undefined>(undefined);
  const isChanging = signal(false);
  /** Counts what was heard: an answer that was asked for before an event is older than the event. */
  let heard = 0;

  live.on('operator.status', ({ operatorStatus }) => {
    heard += 1;
    status.value = operatorStatus;
  });

  live.keepLoaded(async () => {
    const before = heard;
    try {
      const loaded = await api.get<OperatorStatus>('/api/operator/status');
      if (heard === before) status.value = loaded;
    } catch (error) {
      if (error instanceof ApiError && error.code === 'not_found') status.value = null;
      else if (!(error instanceof ApiError) && !isAborted(error)) throw error;
    }
  });

  return {
    status,
    isChanging,

    /** Throws the API's refusal; the status stays as it was then. */
    async change(wanted: OperatorStatus['status']): Promise<void> {
      if (isChanging.value) return;
      isChanging.value = true;
      // Before anything is waited for: the browser asks at the click or key that brought him here, and not after it.
      if (wanted === 'active') void askAtFirstActive();
      const before = heard;
      try {
        const changed = await api.put<OperatorStatus>('/api/operator/status', { status: wanted });
        if (heard === before) status.value = changed;
      } finally {
        isChanging.value = false;
      }
    },
  };
}
