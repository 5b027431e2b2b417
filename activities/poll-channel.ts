import { Context } from '@temporalio/activity';
import type { PollOutcome, Provider } from '../channels/contract';
import { type Health, type OpenedChannel, takesPart } from '../domain/channel';
import type { InboundEvent } from '../domain/inbound';
import { byOurs, evidentAheadMs, stampStepMs } from '../domain/messenger-clock';
import { siteAt } from '../messaging/site';
import type { ActivityDeps } from './index';
import { pauseAfter } from './poll-pauses';

/** After this a poller hands over to the next, so that a workflow's history stays readable and workers share the load. */
const shiftMs = 60 * 60_000;
const beatMs = 1_000;
/** A poller that follows on another one, or on a change of the channel, has no heartbeat to go on from. */
const saveEveryMs = 60_000;

type Said = Omit<Health, 'checkedAt'>;
type Batch = Extract<PollOutcome, { kind: 'batch' }>;

/** Whether to look at once: not after a conflict, which only a whole quiet poll ends, nor for what the last look itself said. */
function isInDoubt({ health }: OpenedChannel, said: Said | null): boolean {
  if (health.status === 'ok' || health.status === 'conflict') return false;
  return health.status !== said?.status || health.detail !== said.detail;
}

/** Lists have whole seconds: among messages stamped by receipt, a listed one counts as received at the end of its second. */
function byReceipt({ clockAheadMs }: OpenedChannel, events: InboundEvent[]): InboundEvent[] {
  const now = Date.now();
  return events.map((event) => {
    if (event.kind !== 'message') return event;
    const end = byOurs(event.message.timestamp, evidentAheadMs(clockAheadMs)).getTime() + stampStepMs - 1;
    return { ...event, message: { ...event.message, orderAt: new Date(Math.min(end, now)) } };
  });
}

type PollingDeps = Pick<ActivityDeps, 'storage' | 'providers' | 'receiver' | 'clientIds' | 'safetyNet' | 'alarms'>;

/**
 * Polls a channel for as long as it takes part. The cursor moves only past what is stored; it travels in the heartbeat, and now and
 * then into the channel's row, so the next poller goes on where this one ended, and asking again for what is stored already does no harm (architecture 6).
 */
export function createPollChannel({ storage, providers, receiver, clientIds, safetyNet, alarms }: PollingDeps) {
  return async function pollChannel({ channelId }: { channelId: string }): Promise<'stopped' | 'relieved'> {
    const context = Context.current();
    const signal = context.cancellationSignal;
    let cursor: string | null = context.info.heartbeatDetails ?? (await storage.channels.pollCursor(channelId));
    let savedAtMs = 0;
    const beat = setInterval(() => context.heartbeat(cursor), beatMs);
    try {
      let isFirst = true;
      let troubles = 0;
      let said: Said | null = null;
      for (const until = Date.now() + shiftMs; Date.now() < until; ) {
        signal.throwIfAborted();
        const channel = await storage.channels.open(channelId);
        const provider = providers.find(({ code }) => code === channel?.provider);
        if (channel === null || provider?.poll === undefined || !takesPart(channel)) return 'stopped';

        const atOnce = isInDoubt(channel, said);
        const site = async () => siteAt(await storage.settings.get('SiteUrl'), provider.code);
        const outcome = await provider.poll({ channel, cursor, signal, isFirst, atOnce, site });
        signal.throwIfAborted();
        if (outcome.kind === 'trouble') {
          troubles += 1;
          cursor = outcome.cursor ?? cursor;
          await storage.channels.setHealth(channelId, outcome.health);
          await context.sleep(pauseAfter(outcome, troubles));
          continue;
        }
        troubles = 0;
        const now = await storage.channels.get(channelId);
        if (now?.revision !== channel.revision) continue;
        isFirst = false;
        said = await takeIn(provider, { ...channel, reception: now.reception }, outcome);
        cursor = outcome.cursor;
        context.heartbeat(cursor);
        if (Date.now() - savedAtMs > saveEveryMs) {
          await storage.channels.savePollCursor(channelId, cursor);
          savedAtMs = Date.now();
        }
      }
      return 'relieved';
    } finally {
      clearInterval(beat);
    }
  };

  /** Returns what is said of the channel then. */
  async function takeIn(provider: Provider, channel: OpenedChannel, batch: Batch): Promise<Said> {
    if (batch.clock) channel.clockAheadMs = await storage.channels.noteClock(channel, batch.clock);
    const fetched = { ...batch, events: await clientIds.resolve(channel, batch.events) };
    const { events, health = { status: 'ok', detail: 'Receiving messages.' } } = await safetyNet.sift(channel, fetched);
    await receiver.receive(channel, provider.stampsByReceipt ? byReceipt(channel, events) : events);
    if (batch.botName !== undefined) await storage.channels.rename(channel, batch.botName);
    await storage.channels.setHealth(channel.id, health);
    if (batch.ends !== undefined) await alarms.tellEnding(channel, batch.ends);
    return health;
  }
}
