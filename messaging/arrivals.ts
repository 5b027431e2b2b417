import type { OpenedChannel } from '../domain/channel';
import type { InboundEvent } from '../domain/inbound';
import { showsTheWay } from '../domain/reception';
import type { Storage } from '../storage/storage';
import type { MessagingDeps } from './ports';

/** MongoDB may be away, which is why a delivery failed in the first place. */
const noteAgainMs = 2_000;

export interface ArrivalsDeps {
  storage: {
    channels: Pick<Storage['channels'], 'noteFailing' | 'noteThrough' | 'noteReception' | 'setHealth'>;
    outages: Pick<Storage['outages'], 'note'>;
  };
  log: Pick<MessagingDeps['log'], 'warn'>;
}

/** Keeps what deliveries tell of the way that a channel's messages take, for its safety net (domain 1.2). */
export function createArrivals({ storage, log }: ArrivalsDeps) {
  /** By channel, since when; until it is written. */
  const failing = new Map<string, Date>();
  let again: NodeJS.Timeout | null = null;

  async function write(): Promise<void> {
    again = null;
    try {
      for (const [channelId, since] of [...failing]) {
        await storage.channels.noteFailing(channelId, since);
        failing.delete(channelId);
      }
    } catch (error) {
      log.warn({ err: error }, 'that deliveries failed could not be noted; trying again');
      again ??= setTimeout(() => void write(), noteAgainMs).unref();
    }
  }

  return {
    /** A delivery could not be taken in. */
    async failed({ id }: OpenedChannel): Promise<void> {
      if (failing.has(id)) return;
      failing.set(id, new Date());
      if (again === null) await write();
    },

    /** A delivery is stored. Never throws: the messenger is told so in any case. */
    async arrived(channel: OpenedChannel, events: InboundEvent[]): Promise<void> {
      const { id, health, reception } = channel;
      const { failingSince, elsewhere } = reception;
      const isTroubled = failingSince !== null || elsewhere !== null;
      if (!isTroubled || !showsTheWay(events)) return;
      try {
        const now = new Date();
        if (failingSince !== null) {
          const outage = { id: `${id}-${failingSince.getTime()}`, channelId: id, from: failingSince, until: now };
          await storage.outages.note(outage);
          await storage.channels.noteThrough(id, failingSince);
        }
        if (elsewhere === null) return;
        await storage.channels.noteReception(id, { elsewhere: null, elsewhereUntil: now, gateway: elsewhere });
        if (health.status === 'conflict')
          await storage.channels.setHealth(id, { status: 'ok', detail: 'Receiving messages.' });
      } catch (error) {
        log.warn({ err: error, channelId: id }, 'that a delivery arrived could not be noted; the next one will tell');
      }
    },
  };
}

export type Arrivals = ReturnType<typeof createArrivals>;
