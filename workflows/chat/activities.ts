import { ActivityFailure, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities';

type Bookkeeping = Pick<
  Activities,
  | 'attachMessages'
  | 'routeChat'
  | 'endOffer'
  | 'acceptChat'
  | 'declineChat'
  | 'transferChat'
  | 'completeChat'
  | 'giveUpAttachments'
>;

/** A local activity holds up signals and updates while MongoDB is away, so it gets seconds. */
const local = (summary: string) =>
  proxyLocalActivities<Bookkeeping>({
    startToCloseTimeout: '5s',
    retry: { maximumAttempts: 2, initialInterval: '50ms' },
    summary,
  });

/** Without end: the chat cannot go on before its books are kept. */
const patient = (summary: string) =>
  proxyActivities<Bookkeeping>({
    startToCloseTimeout: '30s',
    retry: { initialInterval: '500ms', maximumInterval: '5s' },
    summary,
  });

/**
 * Short work in MongoDB: at once in this process, else by any worker for as long as it takes. Each with the words in which
 * operations read of it in the history: ids, and nothing of the client's (domain 9.1).
 */
export const bookkeeping: Bookkeeping = {
  attachMessages: (asked) =>
    eventually(`messages of the client: ${asked.messageIds.length}`, (by) => by.attachMessages(asked)),
  routeChat: (asked) => eventually('looks for an operator', (by) => by.routeChat(asked)),
  endOffer: (asked) => eventually('the time of the offer is over', (by) => by.endOffer(asked)),
  acceptChat: (asked) => eventually(`operator ${asked.operatorId} accepts`, (by) => by.acceptChat(asked)),
  declineChat: (asked) => eventually(`operator ${asked.operatorId} declines`, (by) => by.declineChat(asked)),
  transferChat: (asked) => eventually(`operator ${asked.operatorId} transfers`, (by) => by.transferChat(asked)),
  completeChat: (asked) =>
    eventually(`completed by ${asked.by} ${asked.operatorId ?? ''}`.trim(), (by) => by.completeChat(asked)),
  giveUpAttachments: (asked) =>
    eventually(`the files of message ${asked.messageId} can't be had`, (by) => by.giveUpAttachments(asked)),
};

/** Without end: the activity itself decides when a message has failed. A dead worker is noticed by its missing heartbeats. */
const { sendAnswers } = proxyActivities<Activities>({
  startToCloseTimeout: '5m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '60s' },
});

/** Eight tries span some twenty minutes. */
const { loadAttachments } = proxyActivities<Activities>({
  startToCloseTimeout: '15m',
  heartbeatTimeout: '15s',
  retry: { initialInterval: '2s', backoffCoefficient: 3, maximumAttempts: 8 },
});

/** A contact does without a photo. */
const { loadProfile } = proxyActivities<Activities>({
  startToCloseTimeout: '1m',
  heartbeatTimeout: '15s',
  retry: { initialInterval: '2s', maximumAttempts: 3 },
});

/** Calls to messengers: never local. */
export const messengerCalls = { sendAnswers, loadAttachments, loadProfile };

async function eventually<T>(summary: string, call: (by: Bookkeeping) => Promise<T>): Promise<T> {
  try {
    return await call(local(summary));
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return call(patient(summary));
  }
}
