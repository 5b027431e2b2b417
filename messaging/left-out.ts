import type { Channel } from '../domain/channel';
import type { Storage } from '../storage/storage';
import type { MessagingDeps } from './ports';

/** Why something that a messenger brought or listed was not taken in (domain 1.2, 2.7). */
type LeftOutReason = 'channel_inactive' | 'before_switched_on' | 'left_to_another';

export interface LeftOutDeps {
  storage: { channels: Pick<Storage['channels'], 'countLeftOut'> };
  log: Pick<MessagingDeps['log'], 'info'>;
}

/** What is left out leaves a trace: a line in the log, and a count that `/metrics` shows. */
export function createLeftOut({ storage, log }: LeftOutDeps) {
  return async function noteLeftOut(
    { id: channelId, provider }: Pick<Channel, 'id' | 'provider'>,
    reason: LeftOutReason,
    externalIds: string[],
  ): Promise<void> {
    if (externalIds.length === 0) return;
    log.info({ channelId, provider, reason, externalIds }, 'messages were left out');
    await storage.channels.countLeftOut(channelId, reason, externalIds.length);
  };
}
