import type { BotChats } from '../distribution/bot-chats';
import type { OpenedChannel } from '../domain/channel';
import type { InboundEvent } from '../domain/inbound';
import { messageEvents } from '../domain/live-event';
import type { Message } from '../domain/message';
import { byOurs } from '../domain/messenger-clock';
import { isStamped, keyOnceTaken } from '../domain/order-key';
import type { Storage } from '../storage/storage';
import { commit, type UnitOfWork } from '../storage/unit-of-work';
import { createPlacing } from './placing';

type DeliveryReport = Extract<InboundEvent, { kind: 'delivery' }>;

/**
 * Takes in what messengers tell of what is there already: of answers on their way, of reactions, of who has a conversation in
 * hand. Also for a channel that takes no part: what was sent before has arrived all the same. Other events are left alone.
 */
export function createReports({ storage, bots }: { storage: Storage; bots: BotChats }) {
  const placing = createPlacing({ storage });

  return async function heed({ id: channelId, clockAheadMs }: OpenedChannel, event: InboundEvent): Promise<void> {
    switch (event.kind) {
      case 'delivery':
        return change(async (unit) => [await report(unit, channelId, event)]);
      case 'watermark': {
        const of = { channelId, clientId: event.clientId };
        const until = { theirs: event.until, ours: byOurs(event.until, clockAheadMs) };
        return change(({ tx }) => storage.messages.reportUntil(of, until, event.status, tx));
      }
      case 'reaction': {
        const of = { channelId, clientId: event.clientId, externalId: event.externalId };
        return change(async ({ tx }) => [await storage.messages.react(of, event.emoji, event.at, tx)]);
      }
      case 'thread':
        return bots.note({ channelId, clientId: event.clientId }, event);
      case 'typing': {
        const [chat] = await storage.chats.openOf([{ channelId, clientId: event.clientId }]);
        if (chat !== undefined) await storage.liveEvents.add(null, [{ type: 'chat.typing', chatId: chat.id }]);
        return;
      }
      default:
    }
  };

  /** One that tells when the messenger took the message settles its place, also when all else is known already. */
  async function report(unit: UnitOfWork, channelId: string, event: DeliveryReport): Promise<Message | null> {
    const { clientId, externalId, messageId, accepted, status, failure = null } = event;
    const of = { channelId, clientId, externalId, messageId };
    const changed = await storage.messages.report(of, status, failure, unit.tx);
    if (accepted === undefined) return changed;
    const message = changed ?? (await storage.messages.reported(of, unit.tx));
    if (message === null || isStamped(message.orderKey)) return changed;
    const placed = await placing.place(unit, message, keyOnceTaken(message.orderKey, { stamp: accepted }));
    return changed === null && placed === message ? null : placed;
  }

  /** A report that comes again changes nothing: what it changes and what is told of that are written together. */
  async function change(work: (unit: UnitOfWork) => Promise<Array<Message | null>>): Promise<void> {
    await commit(storage, async (unit) => {
      for (const message of await work(unit))
        if (message !== null) unit.tell(...messageEvents('message.updated', message));
    });
  }
}
