import { WorkflowNotFoundError } from '@temporalio/client';
import type { Offers } from '../distribution/offers';
import type { Router } from '../distribution/router';
import { type Chat, isOpen, snapshotOf } from '../domain/chat';
import type { ChatSignals } from './chat-signals';
import type { MessagingDeps } from './ports';
import { patience } from './temporal-patience';

export interface ReconciliationDeps extends Pick<MessagingDeps, 'storage' | 'temporal' | 'log'> {
  signals: ChatSignals;
  offers: Offers;
  router: Pick<Router, 'seeTo'>;
}

/** A workflow that has not acted on its chat's completion deadline after this long may not know of it. */
const overdueMs = 10_000;

/** Finds open chats that no workflow runs any more, or that outlived their time, so that none hangs and no place stays taken (architecture 1). */
export function createReconciliation({ storage, temporal, log, signals, offers, router }: ReconciliationDeps) {
  /**
   * A chat whose workflow was ended by hand is completed, and its place given back, unless its client has written since: then
   * its workflow runs again, or is about to. One whose workflow Temporal has lost is taken up again where its row stands. One
   * that should be over is told of its deadline once more: what its workflow knew of it may have been overtaken.
   */
  async function reconcile(chat: Chat): Promise<void> {
    if (await storage.messages.anyUntold(chat.id)) return;
    const state = await stateOfWorkflow(chat.workflowId);
    if (state === 'running') {
      await router.seeTo(chat);
      return remind(chat);
    }
    const now = await storage.chats.get(chat.id);
    if (now === null || !isOpen(now)) return;
    log.warn({ chatId: chat.id, workflow: state }, 'an open chat had no running workflow');
    if (state === 'lost') await signals.revive(now.workflowId, snapshotOf(now));
    else await offers.complete({ chatId: now.id, by: 'administrator', lastMessageId: chat.lastMessage?.id ?? null });
  }

  async function remind(chat: Chat): Promise<void> {
    if (chat.completesAt === null || Date.now() < chat.completesAt.getTime() + overdueMs) return;
    log.warn({ chatId: chat.id }, 'an open chat is past its completion deadline');
    await signals.answerWritten(chat);
  }

  async function stateOfWorkflow(workflowId: string): Promise<'running' | 'ended' | 'lost'> {
    try {
      const { status } = await patience(temporal, () => temporal.workflow.getHandle(workflowId).describe());
      return status.name === 'RUNNING' ? 'running' : 'ended';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'lost';
      throw error;
    }
  }

  return { reconcile };
}

export type Reconciliation = ReturnType<typeof createReconciliation>;
