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
}: Pick<MessagingDeps, 'temporal' | 'installation' | 'taskQueue'>) {
  const workflowIdOf = ({ provider, channelId, clientId }: Conversation) =>
    chatWorkflowId({ provider, channelId, conversationHash: installation.conversationHash(channelId, clientId) });

  const runOf = (of: Conversation) => ({
    workflowId: workflowIdOf(of),
    taskQueue,
    args: [{ channelId: of.channelId }],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
  });

  return {
    /** Finds the conversation's workflow or starts it: two first messages at once cannot make two chats. */
    async messagesReceived(of: Conversation, received: MessagesReceived): Promise<void> {
      await patience(temporal, () =>
        temporal.workflow.signalWithStart(chatWorkflowType, {
          ...runOf(of),
          signal: messagesReceivedSignal,
          signalArgs: [received],
        }),
      );
    },

    /** With its completion deadline as it stands. Also for a completed chat, whose workflow is over: what was written is sent. */
    async answerWritten(chat: Conversation & Pick<Chat, 'id' | 'completesAt'>): Promise<void> {
      const written: AnswerWritten = { chatId: chat.id, completesAtMs: chat.completesAt?.getTime() ?? null };
      await patience(temporal, () =>
        temporal.workflow.signalWithStart(chatWorkflowType, {
          ...runOf(chat),
          signal: answerWrittenSignal,
          signalArgs: [written],
        }),
      );
    },

    /** Takes a chat up again whose workflow Temporal does not know any more. */
    async revive(workflowId: string, snapshot: ChatSnapshot): Promise<void> {
      const { channelId } = snapshot;
      await patience(temporal, () =>
        temporal.workflow.start(chatWorkflowType, {
          workflowId,
          taskQueue,
          args: [{ channelId, state: { ...newChatState(channelId), chat: snapshot, toSend: snapshot.chatId } }],
          workflowIdConflictPolicy: 'USE_EXISTING',
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
