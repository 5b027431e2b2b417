import { defineSignal } from '@temporalio/workflow';

/** The channel's row changed: settings, activity, or it is gone. */
export const channelChangedSignal = defineSignal('channelChanged');

export const channelPollingWorkflowType = 'channelPollingWorkflow';

/** One workflow a channel, so there is one poller a channel, whatever the number of workers. */
export function channelPollingWorkflowId(channelId: string): string {
  return `channel-polling:${channelId}`;
}

/** Pollers are long activities: they have a queue of their own, or many bots would leave no room for anything else. */
export function pollingTaskQueue(taskQueue: string): string {
  return `${taskQueue}-polling`;
}
