import type { OperatorDesk } from '../distribution/operator-desk';
import type { Router } from '../distribution/router';
import type { Chore } from '../domain/chore';
import type { StoredChore } from '../storage/chores';
import type { Storage } from '../storage/storage';
import type { ChannelPolling } from './channel-polling';
import type { ChatSignals } from './chat-signals';
import type { MessagingDeps } from './ports';
import type { Processes } from './processes';

export interface ConsequencesDeps {
  storage: { chores: Pick<Storage['chores'], 'done'>; operators: Pick<Storage['operators'], 'touchActive'> };
  log: Pick<MessagingDeps['log'], 'warn'>;
  signals: Pick<ChatSignals, 'chatChanged'>;
  polling: Pick<ChannelPolling, 'ensure'>;
  processes: Pick<Processes, 'start'>;
  router: Router;
  desk: OperatorDesk;
}

/** Does what follows from committed changes. What fails is left to the relay, which tries again until it is done. */
export function createConsequences({ storage, log, signals, polling, processes, router, desk }: ConsequencesDeps) {
  async function perform(chores: StoredChore[]): Promise<void> {
    for (const { id, chore } of chores) {
      try {
        await effect(chore);
        await storage.chores.done(id);
      } catch (error) {
        log.warn({ err: error, chore: chore.kind }, 'a chore could not be done; the relay will try again');
      }
    }
  }

  async function effect(chore: Chore): Promise<void> {
    switch (chore.kind) {
      case 'chat_changed':
        return signals.chatChanged(chore.workflowId, chore.snapshot);
      case 'fill_operator':
        return router.fillOperator(chore.operatorId);
      case 'fill_everyone':
        return desk.fillEveryone();
      case 'recheck_claims':
        await storage.operators.touchActive();
        return router.recheckShown(null);
      case 'recheck_shown':
        return router.recheckShown(chore.operatorId, chore.leftQueueIds);
      case 'ask_again':
        return router.askAgain(chore);
      case 'sync_queue_members':
        return desk.syncQueueMembers(chore.queueId);
      case 'sync_user':
        return desk.syncUser(chore.userId);
      case 'reroute_queue':
        return router.reroute({ queueId: chore.queueId });
      case 'reroute_channel':
        return router.reroute({ channelId: chore.channelId });
      case 'start_process':
        return processes.start(chore.runId);
      case 'poll_channel':
        return polling.ensure(chore.channelId);
    }
  }

  return { perform };
}

export type Consequences = ReturnType<typeof createConsequences>;
