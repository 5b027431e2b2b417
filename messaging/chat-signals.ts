import { WorkflowNotFoundError } from '@temporalio/client';
import type { Chat, ChatSnapshot } from '../domain/chat';
import {
  type AnswerWritten,
  answerWrittenSignal,
  chatChangedSignal,
  chatWorkflowId,
  chatWorkflowType,
  type MessagesReceived,
  messagesReceivedSignal,
} from '../workflows/chat/messages';
import { newChatState } from '../workflows/chat/state';
import { createChannelSummaries } from './channel-summaries';
import type { MessagingDeps } from './ports';
import { patience } from './temporal-patience';

interface Conversation {
  provider: string;
  channelId: string;
  clientId: string;
}

/** Tells chats' workflows what is stored for them. A signal that was taken is durable; it may be sent twice. */
export function createChatSignals({
  temporal,
  installation,
  taskQueue,
  storage,
}: Pick<MessagingDeps, 'temporal' | 'installation' | 'taskQueue' | 'storage'>) {
  const summaryOf = createChannelSummaries(storage);
  const workflowIdOf = ({ provider, channelId, clientId }: Conversation) =>
    chatWorkflowId({ provider, channelId, conversationHash: installation.conversationHash(channelId, clientId) });

  const runOf = async (of: Conversation) => ({
    workflowId: workflowIdOf(of),
    taskQueue,
    args: [{ channelId: of.channelId }],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    ...(await summaryOf(of.channelId)),
  });

  return {
    /** Finds the conversation's workflow or starts it: two first messages at once cannot make two chats. */
    async messagesReceived(of: Conversation, received: MessagesReceived): Promise<void> {
      const run = await runOf(of);
      await patience(temporal, () =>
        temporal.workflow.signalWithStart(chatWorkflowType, {
          ...run,
          signal: messagesReceivedSignal,
          signalArgs: [received],
        }),
      );
    },

    /** With its completion deadline as it stands. Also for a completed chat, whose workflow is over: what was written is sent. */
    async answerWritten(chat: Conversation & Pick<Chat, 'id' | 'completesAt'>): Promise<void> {
      const written: AnswerWritten = { chatId: chat.id, completesAtMs: chat.completesAt?.getTime() ?? null };
      const run = await runOf(chat);
      await patience(temporal, () =>
        temporal.workflow.signalWithStart(chatWorkflowType, {
          ...run,
          signal: answerWrittenSignal,
          signalArgs: [written],
        }),
      );
    },

    /** Takes a chat up again whose workflow Temporal does not know any more. */
    async revive(workflowId: string, snapshot: ChatSnapshot): Promise<void> {
      const { channelId } = snapshot;
      const summary = await summaryOf(channelId);
      await patience(temporal, () =>
        temporal.workflow.start(chatWorkflowType, {
          workflowId,
          taskQueue,
          args: [{ channelId, state: { ...newChatState(channelId), chat: snapshot, toSend: snapshot.chatId } }],
          workflowIdConflictPolicy: 'USE_EXISTING',
          ...summary,
        }),
      );
    },

    /** A workflow that is over has nothing to learn. */
    async chatChanged(workflowId: string, snapshot: ChatSnapshot): Promise<void> {
      try {
        await patience(temporal, () => temporal.workflow.getHandle(workflowId).signal(chatChangedSignal, snapshot));
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },
  };
}

export type ChatSignals = ReturnType<typeof createChatSignals>;
