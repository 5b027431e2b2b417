import {
  ActivityCancellationType,
  CancellationScope,
  continueAsNew,
  isCancellation,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { PollingActivities } from '../../activities';
import { channelChangedSignal, pollingTaskQueue } from './messages';

export interface ChannelPollingInput {
  channelId: string;
}

/** Keeps one poller running for a channel for as long as it takes part. */
export async function channelPollingWorkflow({ channelId }: ChannelPollingInput): Promise<void> {
  let changed = false;
  let poller: CancellationScope | null = null;
  setHandler(channelChangedSignal, () => {
    changed = true;
    poller?.cancel();
  });

  const { pollChannel } = proxyActivities<PollingActivities>({
    taskQueue: pollingTaskQueue(workflowInfo().taskQueue),
    /** Longer than a poller stays by itself. */
    startToCloseTimeout: '2h',
    /** A killed worker's channel is taken over after this. */
    heartbeatTimeout: '5s',
    retry: { initialInterval: '200ms', maximumInterval: '5s' },
    /** The next poller must not begin before this one is over: the messenger lets only one ask. */
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  });

  for (;;) {
    changed = false;
    poller = new CancellationScope();
    let ended: 'stopped' | 'relieved' = 'relieved';
    try {
      ended = await poller.run(() => pollChannel({ channelId }));
    } catch (error) {
      if (!isCancellation(error) || !changed) throw error;
    }
    if (changed) continue;
    if (ended === 'stopped') return;
    if (workflowInfo().continueAsNewSuggested) return continueAsNew<typeof channelPollingWorkflow>({ channelId });
  }
}
