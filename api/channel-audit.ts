import type { Provider } from '../channels/contract';
import { findProvider } from '../channels/registry';
import type { OpenedChannel } from '../domain/channel';
import type { Storage } from '../storage/storage';
import type { Audit } from './audit';
import { showChannel } from './show-channel';

/** Channels without their secrets. */
export function channelAudit({ storage, providers }: { storage: Storage; providers: Provider[] }): Audit {
  return {
    kind: 'channel',
    async read(id, tx) {
      const channel = await storage.channels.open(id, tx);
      return channel && administered(channel, providers);
    },
  };
}

/** What administrators see of a channel; its health is looked at all the time, and nobody's doing. */
export function administered(channel: OpenedChannel, providers: Provider[]): object {
  const { health: _, ...shown } = showChannel(channel, findProvider(providers, channel.provider));
  return shown;
}
