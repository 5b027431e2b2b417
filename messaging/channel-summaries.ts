import { type Lately, lately } from '../storage/lately';
import type { Storage } from '../storage/storage';

/** A name that was changed shows that much later: it is only for people who look on. */
const seenForMs = 60_000;

/**
 * What operations read beside a workflow in Temporal's Web UI: the channel's name, and of which messenger. No person's name: a
 * history cannot be erased (domain 9.1).
 */
export function createChannelSummaries({ channels }: Pick<Storage, 'channels'>) {
  const summaries = new Map<string, Lately<string | null>>();

  async function look(channelId: string): Promise<string | null> {
    const channel = await channels.get(channelId);
    return channel && `${channel.name} (${channel.provider})`;
  }

  /** Nothing while MongoDB is away or the channel is gone: no message waits for it. */
  return async function summaryOf(channelId: string): Promise<{ staticSummary?: string }> {
    const known = summaries.get(channelId) ?? lately(() => look(channelId), seenForMs);
    summaries.set(channelId, known);
    const summary = await known.get().catch(() => null);
    return summary === null ? {} : { staticSummary: summary };
  };
}
