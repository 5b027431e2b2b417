import { WorkflowNotFoundError } from '@temporalio/client';
import type { Offers } from '../distribution/offers';
import { type Chat, isOpen, snapshotOf } from '../domain/chat';
import type { ChatSignals } from './chat-signals';
import type { MessagingDeps } from './ports';
import { patience } from './temporal-patience';

export interface ReconciliationDeps extends Pick<MessagingDeps, 'storage' | 'temporal' | 'log'> {
  signals: ChatSignals;
  offers: Offers;
}

/** Finds open chats that no workflow runs any more, so that none hangs and no place stays taken (architecture 1). */
export function createReconciliation({ storage, temporal, log, signals, offers }: ReconciliationDeps) {
  /**
   * A chat whose workflow was ended by hand is completed, and its place given back, unless its client has written since: then
   * its workflow runs again, or is about to. One whose workflow Temporal has lost is taken up again where its row stands.
   */
  async function reconcile(chat: Chat): Promise<void> {
    if (await storage.messages.anyUntold(chat.id)) return;
    const state = await stateOfWorkflow(chat.workflowId);
    if (state === 'running') return;
    const now = await storage.chats.get(chat.id);
    if (now === null || !isOpen(now)) return;
    log.warn({ chatId: chat.id, workflow: state }, 'an open chat had no running workflow');
    if (state === 'lost') await signals.revive(now.workflowId, snapshotOf(now));
    else await offers.complete({ chatId: now.id, by: 'administrator', lastMessageId: chat.lastMessage?.id ?? null });
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
