import type { BotChats } from '../distribution/bot-chats';
import type { OpenedChannel } from '../domain/channel';
import type { InboundEvent } from '../domain/inbound';
import { messageEvents } from '../domain/live-event';
import type { Message } from '../domain/message';
import type { Tx } from '../storage/database';
import type { Storage } from '../storage/storage';
import { commit } from '../storage/unit-of-work';

/**
 * Takes in what messengers tell of what is there already: of answers on their way, of reactions, of who has a conversation in
 * hand. Also for a channel that takes no part: what was sent before has arrived all the same. Other events are left alone.
 */
export function createReports({ storage, bots }: { storage: Storage; bots: BotChats }) {
  return async function heed({ id: channelId }: OpenedChannel, event: InboundEvent): Promise<void> {
    switch (event.kind) {
      case 'delivery': {
        const { clientId, externalId, messageId, status, failure = null } = event;
        const of = { channelId, clientId, externalId, messageId };
        return change(async (tx) => [await storage.messages.report(of, status, failure, tx)]);
      }
      case 'watermark': {
        const of = { channelId, clientId: event.clientId };
        return change((tx) => storage.messages.reportUntil(of, event.until, event.status, tx));
      }
      case 'reaction': {
        const of = { channelId, clientId: event.clientId, externalId: event.externalId };
        return change(async (tx) => [await storage.messages.react(of, event.emoji, event.at, tx)]);
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

  /** A report that comes again changes nothing: what it changes and what is told of that are written together. */
  async function change(work: (tx: Tx) => Promise<Array<Message | null>>): Promise<void> {
    await commit(storage, async (unit) => {
      for (const message of await work(unit.tx))
        if (message !== null) unit.tell(...messageEvents('message.updated', message));
    });
  }
}
