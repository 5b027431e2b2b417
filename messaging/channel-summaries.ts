import type { Storage } from '../storage/storage';

/** A name that was changed shows that much later: it is only for people who look on. */
const seenForMs = 60_000;

/**
 * What operations read beside a workflow in Temporal's Web UI: the channel's name, and of which messenger. No person's name: a
 * history cannot be erased (domain 9.1).
 */
export function createChannelSummaries({ channels }: Pick<Storage, 'channels'>) {
  const seen = new Map<string, { summary: string; untilMs: number }>();

  /** Nothing while MongoDB is away or the channel is gone: no message waits for it. */
  return async function summaryOf(channelId: string): Promise<{ staticSummary?: string }> {
    const known = seen.get(channelId);
    if (known !== undefined && performance.now() < known.untilMs) return { staticSummary: known.summary };
    const channel = await channels.get(channelId).catch(() => null);
    if (channel === null) return {};
    const summary = `${channel.name} (${channel.provider})`;
    seen.set(channelId, { summary, untilMs: performance.now() + seenForMs });
    return { staticSummary: summary };
  };
}
