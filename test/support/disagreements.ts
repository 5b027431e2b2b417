import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { ChatSnapshot } from '../../domain/chat';
import { chatQuery } from '../../workflows/chat/messages';
import { type ChatRow, isOpen, named } from './unrest';

/** A workflow whose worker was killed is asked of another one after two seconds. */
const answersWithinMs = 5_000;

type Workflow = { state: string; chat: ChatSnapshot | null };

/** Chats whose workflow does not run, or knows otherwise than the chat's row, in words. */
export async function findDisagreements(chats: ChatRow[], temporal: Client): Promise<string[]> {
  const found = await Promise.all(
    chats.map(async (row) => {
      const workflow = await workflowOf(row.workflowId, temporal);
      return isOpen(row) ? ofOpenChat(row, workflow) : ofCompletedChat(row, workflow);
    }),
  );
  return found.flat();
}

function ofOpenChat(row: ChatRow, { state, chat }: Workflow): string[] {
  if (state !== 'RUNNING') return [`the workflow of ${named(row)} is ${state}`];
  const inRow = {
    chatId: row._id,
    revision: row.revision,
    status: row.status,
    queueId: row.queueId,
    operatorId: row.operatorId,
    offerId: row.offer?.id ?? null,
    shown: row.shownTo !== null,
    unrouted: row.unrouted,
    completes: row.completesAt !== null,
  };
  const inWorkflow = chat && {
    chatId: chat.chatId,
    revision: chat.revision,
    status: chat.status,
    queueId: chat.queueId,
    operatorId: chat.operatorId,
    offerId: chat.offer?.id ?? null,
    shown: chat.shown,
    unrouted: chat.unrouted,
    completes: chat.completesAtMs !== null,
  };
  const [stands, known] = [JSON.stringify(inRow), JSON.stringify(inWorkflow)];
  return stands === known ? [] : [`${named(row)} stands as ${stands}, and its workflow knows ${known}`];
}

function ofCompletedChat(row: ChatRow, { state, chat }: Workflow): string[] {
  const goesOn = state === 'RUNNING' && chat?.chatId === row._id && isOpen(chat);
  return goesOn ? [`${named(row)} is ${chat.status} in its workflow`] : [];
}

async function workflowOf(workflowId: string, temporal: Client): Promise<Workflow> {
  const handle = temporal.workflow.getHandle(workflowId);
  try {
    return await temporal.withDeadline(Date.now() + answersWithinMs, async () => {
      const state = (await handle.describe()).status.name;
      return { state, chat: state === 'RUNNING' ? await handle.query(chatQuery) : null };
    });
  } catch (error) {
    const isGone = error instanceof WorkflowNotFoundError;
    return { state: isGone ? 'unknown' : `silent: ${String(error)}`, chat: null };
  }
}
