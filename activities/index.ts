import type { Provider } from '../channels/contract';
import type { BotChats } from '../distribution/bot-chats';
import type { OfferDeps, Offers } from '../distribution/offers';
import type { TransferChat } from '../distribution/transfer';
import type { ChannelAlarms } from '../messaging/channel-alarms';
import type { ClientIds } from '../messaging/client-ids';
import type { Joining } from '../messaging/joining';
import type { Processes } from '../messaging/processes';
import type { Receiver } from '../messaging/receiver';
import type { SafetyNet } from '../messaging/safety-net';
import type { Installation } from '../storage/installation';
import type { Storage } from '../storage/storage';
import { createAttachMessages } from './attach-messages';
import { createChatActionActivities } from './chat-actions';
import { createLoadAttachments } from './load-attachments';
import { createLoadProfile } from './load-profile';
import { createPollChannel } from './poll-channel';
import { createSendAnswers } from './send-answers';

export interface ActivityDeps {
  storage: Storage;
  installation: Installation;
  providers: Provider[];
  router: OfferDeps['router'];
  offers: Offers;
  bots: BotChats;
  transfer: TransferChat;
  joining: Joining;
  receiver: Receiver;
  clientIds: ClientIds;
  safetyNet: SafetyNet;
  alarms: Pick<ChannelAlarms, 'tellEnding'>;
  processes: Processes;
}

/** All that chats' workflows have done for them. Every activity may run twice with one effect. */
export function createActivities(deps: ActivityDeps) {
  const { router, offers } = deps;
  return {
    attachMessages: createAttachMessages(deps),
    routeChat: ({ chatId, revision }: { chatId: string; revision: number }) => router.routeChat({ chatId, revision }),
    endOffer: ({ chatId, offerId }: { chatId: string; offerId: string }) => offers.endOffer({ chatId, offerId }),
    acceptChat: offers.accept,
    declineChat: offers.decline,
    transferChat: deps.transfer,
    completeChat: offers.complete,
    sendAnswers: createSendAnswers(deps),
    ...createLoadAttachments(deps),
    loadProfile: createLoadProfile(deps),
    ...createChatActionActivities(deps),
  };
}

export type Activities = ReturnType<typeof createActivities>;

/** Activities of the polling task queue. */
export function createPollingActivities(deps: ActivityDeps) {
  return { pollChannel: createPollChannel(deps) };
}

export type PollingActivities = ReturnType<typeof createPollingActivities>;
