import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { ChatSnapshot } from '../../domain/chat';
import type { CommandAnswer } from '../../domain/command';
import type { TransferTarget } from '../../domain/verdicts';

export interface MessagesReceived {
  messageIds: string[];
  /** The chat that they have joined already; null when the workflow has to see to it, or to their files. */
  joined: string | null;
}

/** Messages of the client were stored. */
export const messagesReceivedSignal = defineSignal<[MessagesReceived]>('messagesReceived');

export interface AnswerWritten {
  chatId: string;
  /** When the chat completes by itself, now that it was answered (domain 4.2). */
  completesAtMs: number | null;
}

/** An answer was stored and waits to be sent. */
export const answerWrittenSignal = defineSignal<[AnswerWritten]>('answerWritten');

/** Others changed the chat: it was given to an operator, or its offer was withdrawn. */
export const chatChangedSignal = defineSignal<[ChatSnapshot]>('chatChanged');

export interface AcceptCommand {
  commandId: string;
  chatId: string;
  operatorId: string;
  /** When the request reached the API (domain 3.4). */
  receivedAtMs: number;
}

export interface DeclineCommand {
  commandId: string;
  chatId: string;
  operatorId: string;
}

export interface CloseCommand {
  commandId: string;
  chatId: string;
  operatorId: string;
  by: 'operator' | 'administrator';
}

export interface TransferCommand {
  commandId: string;
  chatId: string;
  operatorId: string;
  by: 'operator' | 'administrator';
  to: TransferTarget;
}

export interface RunActionCommand {
  /** That of the run, whose row is there: a repeated command starts it once. */
  commandId: string;
  chatId: string;
}

export const acceptUpdate = defineUpdate<CommandAnswer, [AcceptCommand]>('accept');
export const declineUpdate = defineUpdate<CommandAnswer, [DeclineCommand]>('decline');
export const transferUpdate = defineUpdate<CommandAnswer, [TransferCommand]>('transfer');
export const closeUpdate = defineUpdate<CommandAnswer, [CloseCommand]>('close');
export const runActionUpdate = defineUpdate<CommandAnswer, [RunActionCommand]>('runAction');

/** What the workflow knows of its chat, for operations. */
export const chatQuery = defineQuery<ChatSnapshot | null>('chat');

export const chatWorkflowType = 'chatWorkflow';

/** The one place that makes a chat's workflow id: the conversation of one client on one channel (architecture 1). */
export function chatWorkflowId(of: { provider: string; channelId: string; conversationHash: string }): string {
  return `chat:${of.provider}:${of.channelId}:${of.conversationHash}`;
}
