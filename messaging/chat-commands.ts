import { WorkflowNotFoundError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { createLane } from '../distribution/lane';
import { type Chat, snapshotOf } from '../domain/chat';
import type { CommandAnswer } from '../domain/command';
import type { Operator } from '../domain/operator';
import { Problem, type ProblemCode } from '../domain/problem';
import type { Transfer } from '../domain/verdicts';
import { acceptUpdate, closeUpdate, declineUpdate, runActionUpdate, transferUpdate } from '../workflows/chat/messages';
import type { ChatSignals } from './chat-signals';
import type { MessagingDeps } from './ports';
import type { Reconciliation } from './reconciliation';
import { patience } from './temporal-patience';

interface Asked {
  chatId: string;
  operatorId: string;
  /** The same command repeated carries the same id, and has one effect. */
  commandId: string;
}

/** A command whose answer does not come is asked again, with the same id, for as long as a caller can be kept waiting. */
const askForMs = 4_000;
const asks = 3;

const refused = (code: ProblemCode): CommandAnswer => ({ kind: 'refused', code });
const done: CommandAnswer = { kind: 'done' };

/** Operators' commands to chats. What the chat's row already answers is answered from it; the rest the chat's workflow decides. */
export function createChatCommands({
  storage,
  temporal,
  log,
  signals,
  reconciliation,
}: Pick<MessagingDeps, 'storage' | 'temporal' | 'log'> & { signals: ChatSignals; reconciliation: Reconciliation }) {
  /** One command at a time for a chat: Temporal's latency collapses with many Updates in flight (architecture 2). */
  const lanes = new Map<string, { lane: ReturnType<typeof createLane>; users: number }>();

  async function inLane<T>(chatId: string, work: () => Promise<T>): Promise<T> {
    const entry = lanes.get(chatId) ?? { lane: createLane(), users: 0 };
    lanes.set(chatId, entry);
    entry.users += 1;
    try {
      return await entry.lane(work);
    } finally {
      entry.users -= 1;
      if (entry.users === 0) lanes.delete(chatId);
    }
  }

  /** Looks at the row first, and again when the workflow turns out to be gone or gave no answer. */
  async function command(
    { chatId, commandId }: Pick<Asked, 'chatId' | 'commandId'>,
    fromRow: (chat: Chat, isAskedAgain: boolean) => Promise<CommandAnswer | null> | CommandAnswer | null,
    ask: (workflowId: string) => Promise<CommandAnswer>,
  ): Promise<CommandAnswer> {
    return inLane(chatId, async () => {
      for (let asked = 0; asked < asks; asked += 1) {
        const chat = await storage.chats.get(chatId);
        if (chat === null) throw new Problem('not_found', 'There is no such chat.');
        const answer = await fromRow(chat, asked > 0);
        if (answer !== null && asked > 0) void tellWorkflow(chat, commandId);
        if (answer !== null) return answer;
        try {
          const given = await patience(temporal, () => ask(chat.workflowId), askForMs);
          if (given.kind === 'done') void callOffRelay(commandId);
          return given;
        } catch (error) {
          if (error instanceof WorkflowNotFoundError) await reconciliation.reconcile(chat);
          else if (!isUnanswered(error)) throw error;
        }
      }
      throw new Problem(
        'chat_not_responding',
        'The chat does not answer at the moment. The command may still take effect: look at the chat, or ask again.',
        { retryAfterSeconds: 2 },
      );
    });
  }

  /**
   * Temporal drops an Update together with the workflow's step when a signal came in the very moment that the step ended
   * the run: what the step did to the row stands, and the workflow does not know of it.
   */
  async function tellWorkflow(chat: Chat, commandId: string): Promise<void> {
    try {
      await signals.chatChanged(chat.workflowId, snapshotOf(chat));
      await callOffRelay(commandId);
    } catch (error) {
      log.warn({ err: error, chatId: chat.id }, 'a chat could not be told how its row stands');
    }
  }

  /** The workflow knows what the command did: the relay need not tell it. */
  async function callOffRelay(commandId: string): Promise<void> {
    try {
      await storage.chores.done(commandId);
    } catch (error) {
      log.warn({ err: error, commandId }, 'the relay tells a chat what it knows already');
    }
  }

  return {
    accept: (asked: Asked & { receivedAtMs: number }): Promise<CommandAnswer> =>
      command(
        asked,
        (chat) => acceptFromRows(chat, asked),
        (workflowId) =>
          temporal.workflow
            .getHandle(workflowId)
            .executeUpdate(acceptUpdate, { args: [asked], updateId: asked.commandId }),
      ),

    decline: (asked: Asked): Promise<CommandAnswer> =>
      command(
        asked,
        (chat) => (chat.status === 'completed' ? refused('chat_completed') : null),
        (workflowId) =>
          temporal.workflow
            .getHandle(workflowId)
            .executeUpdate(declineUpdate, { args: [asked], updateId: asked.commandId }),
      ),

    transfer: (asked: Asked & Transfer): Promise<CommandAnswer> =>
      command(
        asked,
        (chat, isAskedAgain) => transferFromRow(chat, { ...asked, isAskedAgain }),
        (workflowId) =>
          temporal.workflow
            .getHandle(workflowId)
            .executeUpdate(transferUpdate, { args: [asked], updateId: asked.commandId }),
      ),

    close: (asked: Asked & { by: 'operator' | 'administrator' }): Promise<CommandAnswer> =>
      command(
        asked,
        (chat, isAskedAgain) => closeFromRow(chat, { ...asked, isAskedAgain }),
        (workflowId) =>
          temporal.workflow
            .getHandle(workflowId)
            .executeUpdate(closeUpdate, { args: [asked], updateId: asked.commandId }),
      ),

    /** Has the chat start a process, whose run is stored; a completed chat starts none. */
    runAction: (asked: { chatId: string; commandId: string }): Promise<CommandAnswer> =>
      command(
        asked,
        (chat) => (chat.status === 'completed' ? refused('chat_completed') : null),
        (workflowId) =>
          temporal.workflow
            .getHandle(workflowId)
            .executeUpdate(runActionUpdate, { args: [asked], updateId: asked.commandId }),
      ),
  };

  /** The rows are read one after the other: who seems to have no room for a chat may have taken this very one in between. */
  async function acceptFromRows(chat: Chat, asked: Asked & { receivedAtMs: number }): Promise<CommandAnswer | null> {
    const operator = await storage.operators.get(asked.operatorId);
    const limit = await storage.settings.get('SimultaneousChats');
    const answer = acceptFromRow(chat, asked, operator, limit);
    if (answer?.kind !== 'refused') return answer;
    const now = await storage.chats.get(chat.id);
    return now?.operatorId === asked.operatorId ? acceptFromRow(now, asked, operator, limit) : answer;
  }
}

export type ChatCommands = ReturnType<typeof createChatCommands>;

function acceptFromRow(
  chat: Chat,
  asked: { operatorId: string; receivedAtMs: number },
  operator: Operator | null,
  limit: number,
): CommandAnswer | null {
  if (chat.status === 'completed') return refused('chat_completed');
  if (chat.operatorId !== null) return chat.operatorId === asked.operatorId ? done : refused('chat_already_taken');
  if (chat.offer !== null) {
    const his = chat.offer.operatorId === asked.operatorId && asked.receivedAtMs <= chat.offer.expiresAt.getTime();
    return his ? null : refused('offer_expired');
  }
  const shown = chat.shownTo === 'everyone' || chat.shownTo?.includes(asked.operatorId);
  if (operator === null || !shown) return refused('offer_expired');
  if (operator.status !== 'active') return refused('operator_inactive');
  return operator.load >= limit ? refused('operator_at_limit') : null;
}

/** Asked again, a chat that is where it was to go was most likely brought there by his first asking. */
function transferFromRow(chat: Chat, { to, isAskedAgain }: Transfer & { isAskedAgain: boolean }): CommandAnswer | null {
  if (chat.status === 'completed') return refused('chat_completed');
  const isThere = 'operatorId' in to ? chat.operatorId === to.operatorId : chat.queueId === to.queueId;
  return isAskedAgain && isThere ? done : null;
}

/** Asked again, a chat that stands as completed by the one who asks was most likely completed by his first asking. */
function closeFromRow(
  chat: Chat,
  asked: { operatorId: string; by: string; isAskedAgain: boolean },
): CommandAnswer | null {
  if (chat.status === 'completed') {
    const isHisDoing =
      chat.completedBy === asked.by && (asked.by !== 'operator' || chat.operatorId === asked.operatorId);
    return asked.isAskedAgain && isHisDoing ? done : refused('chat_completed');
  }
  return asked.by === 'operator' && chat.operatorId !== asked.operatorId ? refused('chat_not_in_work') : null;
}

/** Nothing is known of the command's fate: Temporal or the worker did not answer in time. */
function isUnanswered(error: unknown): boolean {
  return (
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    (error instanceof Error && (error.name === 'ServiceError' || error.name === 'TransportError'))
  );
}
