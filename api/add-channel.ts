import type { OpenedChannel } from '../domain/channel';
import type { Storage } from '../storage/storage';
import type { AuditedUnit } from './audit';

/** Stores a new channel with all that follows. The first one tells where this installation is: `SiteUrl` (domain 1.11). */
export async function addChannel(
  storage: Storage,
  { channel, origin }: { channel: OpenedChannel; origin: string },
  unit: AuditedUnit,
): Promise<OpenedChannel> {
  unit.follow({ kind: 'poll_channel', channelId: channel.id });
  if ((await storage.settings.get('SiteUrl', unit.tx)) === '') {
    await storage.settings.set('SiteUrl', origin, unit.tx);
    unit.also({ kind: 'setting', id: 'SiteUrl' }, { before: { value: '' }, after: { value: origin } });
  }
  return storage.channels.create(channel, unit.tx);
}
