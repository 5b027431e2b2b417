import type { OpenedChannel } from '../domain/channel';
import type { Storage } from '../storage/storage';
import type { UnitOfWork } from '../storage/unit-of-work';

/** Stores a new channel with all that follows. The first one tells where this installation is: `SiteUrl` (domain 1.11). */
export async function addChannel(
  storage: Storage,
  { channel, origin }: { channel: OpenedChannel; origin: string },
  unit: UnitOfWork,
): Promise<OpenedChannel> {
  unit.follow({ kind: 'poll_channel', channelId: channel.id });
  const siteUrl = await storage.settings.get('SiteUrl', unit.tx);
  if (siteUrl === '') await storage.settings.set('SiteUrl', origin, unit.tx);
  return storage.channels.create(channel, unit.tx);
}
