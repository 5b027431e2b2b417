import { createBotChats } from '../../../distribution/bot-chats';
import { createOffers } from '../../../distribution/offers';
import { createOperatorDesk } from '../../../distribution/operator-desk';
import { createRouter } from '../../../distribution/router';
import { createTransfer } from '../../../distribution/transfer';
import { createConsequences } from '../../../messaging/consequences';
import type { RoutingRule } from '../../../routing/contract';
import type { StoredChore } from '../../../storage/chores';
import type { Step } from '../commands';
import type { Conversation } from './conversation';
import type { MemoryStorage } from './storage';

export interface ProcessDeps {
  storage: MemoryStorage;
  rules: RoutingRule[];
  conversationOf: (chatId: string) => Conversation | undefined;
  mishap: () => Step['mishap'];
  onFailedChore: (seen: object) => void;
  onFailedRule: (seen: object) => void;
}

/** What one process of Parley has for giving chats to operators, put together as `messaging/service.ts` does it. */
export function startProcess({ storage, rules, conversationOf, mishap, onFailedChore, onFailedRule }: ProcessDeps) {
  /** Chores are safe to be done twice; who dies leaves them to the relay. */
  async function perform(chores: StoredChore[]): Promise<void> {
    if (mishap() === 'writer_dies') return;
    if (mishap() === 'everything_twice') await consequences.perform(chores);
    await consequences.perform(chores);
  }

  const router = createRouter({ storage, rules, log: { error: onFailedRule }, perform });
  const desk = createOperatorDesk({ storage, perform, router });
  const offers = createOffers({ storage, perform, router });
  const bots = createBotChats({ storage, perform, router });
  const consequences = createConsequences({
    storage,
    router,
    desk,
    signals: {
      chatChanged: async (_workflowId, snapshot) => conversationOf(snapshot.chatId)?.changed(snapshot),
    },
    processes: { start: async () => undefined },
    polling: { ensure: async () => undefined },
    log: { warn: onFailedChore },
  });
  return { storage, perform, router, desk, offers, transfer: createTransfer({ storage, perform }), bots };
}

export type Process = ReturnType<typeof startProcess>;
