import { createBotChats } from '../distribution/bot-chats';
import { createOffers } from '../distribution/offers';
import { createOperatorDesk } from '../distribution/operator-desk';
import { createRouter } from '../distribution/router';
import { createTransfer } from '../distribution/transfer';
import { previewOfHeic } from '../pictures/heic-preview';
import type { StoredChore } from '../storage/chores';
import { createAnswers } from './answers';
import { createArrivals } from './arrivals';
import { createChannelAlarms } from './channel-alarms';
import { createChannelPolling } from './channel-polling';
import { createChatCommands } from './chat-commands';
import { createChatRemoval } from './chat-removal';
import { createChatSignals } from './chat-signals';
import { createClientIds } from './client-ids';
import { createConnecting } from './connecting';
import { createConsequences } from './consequences';
import { createContactMerging } from './contact-merging';
import { createErasing } from './erasing';
import { createHandover } from './handover';
import { createJoining } from './joining';
import { createLiveFeed } from './live-feed';
import type { MessagingDeps } from './ports';
import { createPresence } from './presence';
import { createPreviews } from './previews';
import { createProcesses } from './processes';
import { createReceiver } from './receiver';
import { createReconciliation } from './reconciliation';
import { createRelay } from './relay';
import { createReplyOptions } from './reply-options';
import { createRetention } from './retention';
import { createSafetyNet } from './safety-net';
import { createStrayFiles } from './stray-files';

/** Everything between the stores and the doors; the same in the API and in the worker, which each use their part of it. */
export function createService(deps: MessagingDeps) {
  const perform = (chores: StoredChore[]): Promise<void> => consequences.perform(chores);
  const signals = createChatSignals(deps);
  const polling = createChannelPolling(deps);
  const router = createRouter({ storage: deps.storage, rules: deps.routingRules, log: deps.log, perform });
  const desk = createOperatorDesk({ storage: deps.storage, perform, router });
  const offers = createOffers({ storage: deps.storage, perform, router });
  const bots = createBotChats({ storage: deps.storage, perform, router });
  const replyOptions = createReplyOptions(deps);
  const joining = createJoining(deps);
  const clientIds = createClientIds(deps);
  const reconciliation = createReconciliation({ ...deps, signals, offers, router });
  const commands = createChatCommands({ ...deps, signals, reconciliation });
  const processes = createProcesses({ ...deps, commands });
  const consequences = createConsequences({ ...deps, signals, polling, processes, router, desk });
  const removal = createChatRemoval(deps);
  const erasing = createErasing({ ...deps, offers, removal });
  const retention = createRetention({ ...deps, removal });
  const strayFiles = createStrayFiles(deps);
  const alarms = createChannelAlarms(deps);
  return {
    router,
    offers,
    bots,
    transfer: createTransfer({ storage: deps.storage, perform }),
    desk,
    consequences,
    joining,
    clientIds,
    receiver: createReceiver({ ...deps, signals, joining, bots, clientIds }),
    arrivals: createArrivals(deps),
    safetyNet: createSafetyNet(deps),
    alarms,
    answers: createAnswers({ ...deps, signals, replyOptions }),
    replyOptions,
    merging: createContactMerging(deps),
    erasing,
    retention,
    strayFiles,
    handover: createHandover({ ...deps, bots }),
    connecting: createConnecting(deps),
    commands,
    processes,
    relay: createRelay({
      ...deps,
      signals,
      consequences,
      polling,
      processes,
      reconciliation,
      erasing,
      retention,
      strayFiles,
      alarms,
    }),
    previews: createPreviews({ ...deps, previewOf: previewOfHeic }),
    feed: createLiveFeed(deps),
    presence: createPresence({ ...deps, desk, perform }),
  };
}

export type Service = ReturnType<typeof createService>;
