import { Context } from '@temporalio/activity';
import { type OpenedChannel, takesPart } from '../domain/channel';
import type { ActivityDeps } from './index';

/** After this a poller hands over to the next, so that a workflow's history stays readable and workers share the load. */
const shiftMs = 60 * 60_000;
const beatMs = 1_000;
/** A poller that follows on another one, or on a change of the channel, has no heartbeat to go on from. */
const saveEveryMs = 60_000;

/** That a rival is gone, only a whole quiet poll shows; all other trouble is over with the first answer. */
function isInDoubt({ health }: OpenedChannel): boolean {
  return health.status !== 'ok' && health.status !== 'conflict';
}

/**
 * Polls a channel for as long as it takes part. The cursor moves only past what is stored; it travels in the heartbeat, and now and
 * then into the channel's row, so the next poller goes on where this one ended, and asking again for what is stored already does no harm (architecture 6).
 */
export function createPollChannel({
  storage,
  providers,
  receiver,
}: Pick<ActivityDeps, 'storage' | 'providers' | 'receiver'>) {
  return async function pollChannel({ channelId }: { channelId: string }): Promise<'stopped' | 'relieved'> {
    const context = Context.current();
    const signal = context.cancellationSignal;
    let cursor: string | null = context.info.heartbeatDetails ?? (await storage.channels.pollCursor(channelId));
    let savedAtMs = 0;
    const beat = setInterval(() => context.heartbeat(cursor), beatMs);
    try {
      let isFirst = true;
      for (const until = Date.now() + shiftMs; Date.now() < until; ) {
        signal.throwIfAborted();
        const channel = await storage.channels.open(channelId);
        const provider = providers.find(({ code }) => code === channel?.provider);
        if (channel === null || provider?.poll === undefined || !takesPart(channel)) return 'stopped';

        const outcome = await provider.poll({ channel, cursor, signal, isFirst, atOnce: isInDoubt(channel) });
        signal.throwIfAborted();
        if (outcome.kind === 'trouble') {
          await storage.channels.setHealth(channelId, outcome.health);
          await context.sleep(outcome.retryAfterMs);
          continue;
        }
        const changed = (await storage.channels.get(channelId))?.revision !== channel.revision;
        if (changed) continue;
        isFirst = false;
        await receiver.receive(channel, outcome.events);
        cursor = outcome.cursor;
        context.heartbeat(cursor);
        if (Date.now() - savedAtMs > saveEveryMs) {
          await storage.channels.savePollCursor(channelId, cursor);
          savedAtMs = Date.now();
        }
        if (outcome.botName !== undefined) await storage.channels.rename(channel, outcome.botName);
        await storage.channels.setHealth(channelId, { status: 'ok', detail: outcome.notice ?? 'Receiving messages.' });
      }
      return 'relieved';
    } finally {
      clearInterval(beat);
    }
  };
}
