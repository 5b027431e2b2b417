import { setTimeout as sleep } from 'node:timers/promises';
import type { DueMessage } from '../storage/message-relaying';
import type { ChannelAlarms } from './channel-alarms';
import type { ChannelPolling } from './channel-polling';
import type { ChatSignals } from './chat-signals';
import type { Consequences } from './consequences';
import type { Erasing } from './erasing';
import type { MessagingDeps } from './ports';
import type { Processes } from './processes';
import type { Reconciliation } from './reconciliation';
import type { Retention } from './retention';
import type { StrayFiles } from './stray-files';

export interface RelayDeps extends Pick<MessagingDeps, 'storage' | 'log'> {
  signals: ChatSignals;
  consequences: Consequences;
  polling: ChannelPolling;
  processes: Pick<Processes, 'reconcile'>;
  reconciliation: Reconciliation;
  erasing: Erasing;
  retention: Retention;
  strayFiles: StrayFiles;
  alarms: Pick<ChannelAlarms, 'tellUnwell'>;
}

/** How often rows are looked for that their writers left behind. */
const restMs = 1_000;
/** Another relay sees the same row again after this, if this one dies with it. */
const leaseMs = 10_000;
const batch = 200;
const toldAtOnce = 25;
/** Each open chat's workflow, and each running process, is looked at about this often. */
const reconcileEveryMs = 60_000;
const reconcileBatch = 50;
const channelsEveryMs = 30_000;
const retentionEveryMs = 60_000;
/** How long a round may go on with an erasure: chats wait meanwhile. */
const erasesForMs = 2_000;

/** Does what writers committed and then left undone, because they died or Temporal was away (architecture 1). Any number may run. */
export function createRelay({
  storage,
  log,
  signals,
  consequences,
  polling,
  processes,
  reconciliation,
  erasing,
  retention,
  strayFiles,
  alarms,
}: RelayDeps) {
  let channelsSeenAt = 0;
  let retentionSeenAt = 0;

  /** Runs until the signal ends it. */
  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const busy = await attempt();
      if (!busy) await sleep(restMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async function attempt(): Promise<boolean> {
    try {
      const busy = [await relayMessages(), await relayChores(), await relayErasures(), await deleteOld()].some(Boolean);
      await reconcileChats();
      await reconcileProcesses();
      await lookAfterChannels();
      return busy;
    } catch (error) {
      log.warn({ err: error }, 'the relay could not do its round; it tries again');
      return false;
    }
  }

  async function relayMessages(): Promise<boolean> {
    const due = await storage.messages.takeDue(batch, leaseMs);
    const conversations = new Map<string, DueMessage[]>();
    for (const message of due) {
      const key = `${message.direction} ${message.channelId} ${message.clientId}`;
      conversations.set(key, [...(conversations.get(key) ?? []), message]);
    }
    const all = [...conversations.values()];
    for (let begin = 0; begin < all.length; begin += toldAtOnce) {
      const outcomes = await Promise.allSettled(all.slice(begin, begin + toldAtOnce).map(tellAndMark));
      const failures = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
      );
      // One conversation that cannot be told of its messages holds up no other; when none can be, Temporal is away.
      if (failures.length === outcomes.length) throw failures[0];
      for (const error of failures)
        log.warn({ err: error }, 'a chat could not be told of messages; the relay tries again');
    }
    return due.length === batch;
  }

  async function tellAndMark(messages: DueMessage[]): Promise<void> {
    await tell(messages);
    await storage.messages.markSignalled(messages.map(({ id }) => id));
  }

  async function tell(messages: DueMessage[]): Promise<void> {
    const last = messages.at(-1);
    if (last === undefined) return;
    if (last.direction === 'incoming')
      return signals.messagesReceived(last, { messageIds: messages.map(({ id }) => id), joined: null });
    const chat = last.chatId === null ? null : await storage.chats.get(last.chatId);
    if (chat !== null) await signals.answerWritten(chat);
  }

  async function relayChores(): Promise<boolean> {
    const due = await storage.chores.takeDue(leaseMs);
    if (due === null) return false;
    await consequences.perform([due]);
    return true;
  }

  async function relayErasures(): Promise<boolean> {
    const due = await storage.erasures.takeDue(leaseMs);
    if (due !== null) await erasing.goOn(due.contactId, erasesForMs);
    return due !== null;
  }

  async function deleteOld(): Promise<boolean> {
    if (Date.now() - retentionSeenAt < retentionEveryMs) return false;
    const isMore = (await Promise.all([retention.deleteSome(), strayFiles.deleteSome()])).includes(true);
    if (!isMore) retentionSeenAt = Date.now();
    return isMore;
  }

  async function lookAfterChannels(): Promise<void> {
    if (Date.now() - channelsSeenAt < channelsEveryMs) return;
    // Neither waits for the other: Temporal may be away for one of them.
    await Promise.all([alarms.tellUnwell(), polling.ensureAll()]);
    channelsSeenAt = Date.now();
  }

  async function reconcileChats(): Promise<void> {
    const before = new Date(Date.now() - reconcileEveryMs);
    for (const chat of await storage.chats.takeUnchecked(before, reconcileBatch)) await reconciliation.reconcile(chat);
  }

  async function reconcileProcesses(): Promise<void> {
    const before = new Date(Date.now() - reconcileEveryMs);
    for (const run of await storage.processRuns.takeUnchecked(before, reconcileBatch)) await processes.reconcile(run);
  }

  return { run };
}
