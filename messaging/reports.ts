import type { BotChats } from '../distribution/bot-chats';
import type { OpenedChannel } from '../domain/channel';
import type { InboundEvent } from '../domain/inbound';
import { messageEvents } from '../domain/live-event';
import type { Message } from '../domain/message';
import type { Storage } from '../storage/storage';

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
        return tell(await storage.messages.report(of, status, failure));
      }
      case 'watermark': {
        const of = { channelId, clientId: event.clientId };
        for (const message of await storage.messages.reportUntil(of, event.until, event.status)) await tell(message);
        return;
      }
      case 'reaction': {
        const of = { channelId, clientId: event.clientId, externalId: event.externalId };
        return tell(await storage.messages.react(of, event.emoji, event.at));
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

  async function tell(message: Message | null): Promise<void> {
    if (message !== null) await storage.liveEvents.add(null, messageEvents('message.updated', message));
  }
}
