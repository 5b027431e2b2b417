import type { KeptFile, Provider, ProviderDesk } from '../channels/contract';
import { type OpenedChannel, takesPart } from '../domain/channel';
import type { InboundEvent } from '../domain/inbound';
import { inBatches } from '../storage/batches';
import type { Arrivals } from './arrivals';
import type { LiveFeed } from './live-feed';
import type { MessagingDeps } from './ports';
import type { Receiver } from './receiver';
import { strayAfterMs } from './stray-files';

const openedAtOnce = 100;
/** Half of the time after which it is deleted: no message is given a file that is just being deleted. */
const usableMs = strayAfterMs / 2;

export interface ProviderDeskDeps extends Pick<MessagingDeps, 'storage' | 'installation'> {
  receiver: Receiver;
  arrivals: Arrivals;
  feed: LiveFeed;
}

/** What the service does for the routes of one provider; it sees that provider's channels only. */
export function createProviderDesk(
  { storage, installation, receiver, arrivals, feed }: ProviderDeskDeps,
  provider: Provider,
): ProviderDesk {
  /** Deliveries that come together share a look, which begins after each of them came. */
  const open = inBatches(openedAtOnce, storage.channels.openMany);

  const openBySource = inBatches<string, OpenedChannel | null>(openedAtOnce, (sources) =>
    storage.channels.openManyBySource(provider.code, sources),
  );

  async function opened(id: string | null) {
    const channel = id === null ? null : await open(id);
    return channel !== null && channel.provider === provider.code && takesPart(channel) ? channel : null;
  }

  /** No file of another provider's, or of an operator's. */
  const fileIdOf = (id: string) => `${provider.code}.${id}`;

  async function keptFile(id: string): Promise<KeptFile | null> {
    const fileId = fileIdOf(id);
    const file = await storage.files.known(fileId, new Date(Date.now() - usableMs));
    return file && { fileId, ...file };
  }

  /** A safety net has to know of what fails here, and of what arrives although the messenger leads elsewhere. */
  async function receive(channel: OpenedChannel, events: InboundEvent[]): Promise<void> {
    try {
      await receiver.receive(channel, events);
    } catch (error) {
      void arrivals.failed(channel);
      throw error;
    }
    await arrivals.arrived(channel, events);
  }

  return {
    channelById: opened,
    channelBySource: openBySource,
    anyChannelById: async (id) => {
      const channel = await open(id);
      return channel?.provider === provider.code ? channel : null;
    },
    settleConnection: (channel, outcome) => storage.channels.settleConnection(channel, outcome),
    receive: provider.poll === undefined ? receiver.receive : receive,
    conversation: ({ channelId, clientId, limit }) => storage.messages.ofClient({ channelId, clientId }, limit),
    keepFile: async ({ id, ...file }) => {
      const fileId = fileIdOf(id);
      await storage.files.save({ ...file, id: fileId, isUnclaimed: true });
      const kept = await keptFile(id);
      if (kept === null) throw new Error(`The file ${fileId} was deleted while it was brought.`);
      return kept;
    },
    keptFile,
    fileUrl: (fileId) => installation.signFileUrl(fileId),
    signToken: (purpose, value) => installation.sign(`${provider.code}:${purpose}`, value),
    verifyToken: (purpose, token) => installation.verify(`${provider.code}:${purpose}`, token),

    async *conversationChanges({ channelId, clientId, signal }) {
      let changed = false;
      let wake = () => {};
      const note = () => {
        changed = true;
        wake();
      };
      const leave = feed.listen({
        event: ({ event }) => {
          if (!('clientId' in event)) return;
          if (event.channelId === channelId && event.clientId === clientId) note();
        },
        gap: note,
      });
      signal.addEventListener('abort', () => wake(), { once: true });
      try {
        while (!signal.aborted) {
          if (!changed)
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          if (signal.aborted) return;
          changed = false;
          yield;
        }
      } finally {
        leave();
      }
    },
  };
}
