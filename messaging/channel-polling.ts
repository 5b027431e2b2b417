import { WorkflowNotFoundError } from '@temporalio/client';
import { takesPart } from '../domain/channel';
import {
  channelChangedSignal,
  channelPollingWorkflowId,
  channelPollingWorkflowType,
} from '../workflows/channel-polling/messages';
import { createChannelSummaries } from './channel-summaries';
import type { MessagingDeps } from './ports';
import { patience } from './temporal-patience';

/** Keeps one polling workflow running for each channel that takes part and whose messenger has to be asked. */
export function createChannelPolling({
  storage,
  temporal,
  taskQueue,
  providers,
}: Pick<MessagingDeps, 'storage' | 'temporal' | 'taskQueue' | 'providers'>) {
  const codes = providers.filter(({ poll }) => poll !== undefined).map(({ code }) => code);

  const summaryOf = createChannelSummaries(storage);

  const startOf = async (channelId: string) => ({
    workflowId: channelPollingWorkflowId(channelId),
    taskQueue,
    args: [{ channelId }],
    ...(await summaryOf(channelId)),
  });

  return {
    /** After a channel's row changed: a running poller looks at it anew, a missing one is started, a needless one ends. */
    async ensure(channelId: string): Promise<void> {
      const channel = await storage.channels.get(channelId);
      await patience(temporal, async () => {
        if (channel !== null && takesPart(channel) && codes.includes(channel.provider)) {
          await temporal.workflow.signalWithStart(channelPollingWorkflowType, {
            ...(await startOf(channelId)),
            signal: channelChangedSignal,
          });
          return;
        }
        try {
          await temporal.workflow.getHandle(channelPollingWorkflowId(channelId)).signal(channelChangedSignal);
        } catch (error) {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        }
      });
    },

    /** Starts what is missing, for instance a poller that was ended by hand. */
    async ensureAll(): Promise<void> {
      for (const channelId of await storage.channels.polling(codes)) {
        const start = await startOf(channelId);
        await patience(temporal, () =>
          temporal.workflow.start(channelPollingWorkflowType, {
            ...start,
            workflowIdConflictPolicy: 'USE_EXISTING',
          }),
        );
      }
    },
  };
}

export type ChannelPolling = ReturnType<typeof createChannelPolling>;
