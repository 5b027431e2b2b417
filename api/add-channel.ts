import type { OpenedChannel } from '../domain/channel';
import type { Storage } from '../storage/storage';
import type { AuditedUnit } from './audit';

/** A channel without a language of its own has that of the installation. */
export type AddedChannel = Omit<OpenedChannel, 'language'> & { language?: string | undefined };

/** Stores a new channel with all that follows. The first one tells where this installation is: `SiteUrl` (domain 1.11). */
export async function addChannel(
  storage: Storage,
  { channel, origin }: { channel: AddedChannel; origin: string },
  unit: AuditedUnit,
): Promise<OpenedChannel> {
  unit.follow({ kind: 'poll_channel', channelId: channel.id });
  if ((await storage.settings.get('SiteUrl', unit.tx)) === '') {
    await storage.settings.set('SiteUrl', origin, unit.tx);
    unit.also({ kind: 'setting', id: 'SiteUrl' }, { before: { value: '' }, after: { value: origin } });
  }
  const language = channel.language ?? (await storage.settings.get('Language', unit.tx));
  return storage.channels.create({ ...channel, language }, unit.tx);
}
