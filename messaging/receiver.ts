import { type OpenedChannel, takesPart } from '../domain/channel';
import type { InboundEvent, IncomingMessage } from '../domain/inbound';
import { messageEvents } from '../domain/live-event';
import type { ChatSignals } from './chat-signals';
import type { MessagingDeps } from './ports';

export interface ReceiverDeps extends Pick<MessagingDeps, 'storage' | 'log'> {
  signals: ChatSignals;
}

/**
 * Takes in what messengers tell. Resolves when all of it is durable, which is when the messenger may be told so; telling the
 * chat comes after that and is repeated by the relay if it fails (domain 2.2).
 */
export function createReceiver({ storage, signals, log }: ReceiverDeps) {
  async function receive(channel: OpenedChannel, events: InboundEvent[]): Promise<void> {
    if (!takesPart(channel)) return;
    const from = channel.acceptsFrom;
    const isLate = (at: Date) => from !== null && at.getTime() < wholeSecond(from);

    const messages = events.flatMap((event) =>
      event.kind === 'message' && !isLate(event.message.timestamp) ? [event.message] : [],
    );
    if (messages.length > 0) await takeIn(channel, messages);
    for (const event of events) {
      if (event.kind === 'edit' && !isLate(event.editedAt))
        await edit(channel, event, { takesUnknown: !isLate(event.message.timestamp) });
      if (event.kind === 'delivery') await report(channel, event);
      if (event.kind === 'typing') await typing(channel, event.clientId);
    }
  }

  async function takeIn(channel: OpenedChannel, messages: IncomingMessage[]): Promise<void> {
    const newIds = new Set(await storage.messages.receive(channel, messages));
    if (newIds.size === 0) return;
    const stored = await storage.messages.getMany([...newIds]);
    for (const clientId of new Set(stored.map((message) => message.clientId))) {
      const ids = stored.filter((message) => message.clientId === clientId).map(({ id }) => id);
      void tell({ provider: channel.provider, channelId: channel.id, clientId }, ids);
    }
  }

  async function tell(of: { provider: string; channelId: string; clientId: string }, ids: string[]): Promise<void> {
    try {
      await signals.messagesReceived(of, ids);
      await storage.messages.markSignalled(ids);
    } catch (error) {
      log.warn({ err: error, messageIds: ids }, 'a chat could not be told of messages; the relay will');
    }
  }

  /** A change of a message that never came is taken in as the message. */
  async function edit(
    channel: OpenedChannel,
    { message, editedAt }: Extract<InboundEvent, { kind: 'edit' }>,
    { takesUnknown }: { takesUnknown: boolean },
  ): Promise<void> {
    const key = { channelId: channel.id, clientId: message.clientId, externalId: message.externalId };
    let { known, changed } = await storage.messages.edit(key, message, editedAt);
    if (!known && takesUnknown) {
      await takeIn(channel, [message]);
      ({ changed } = await storage.messages.edit(key, message, editedAt));
    }
    if (changed === null) return;
    const { chatId } = changed;
    const isLast = chatId !== null && (await storage.chats.noteEdit(chatId, changed));
    await storage.liveEvents.add(null, [
      ...messageEvents('message.updated', changed),
      ...(isLast ? [{ type: 'chat.updated' as const, chatId }] : []),
    ]);
  }

  async function report(channel: OpenedChannel, event: Extract<InboundEvent, { kind: 'delivery' }>): Promise<void> {
    const key = { channelId: channel.id, clientId: event.clientId, externalId: event.externalId };
    const message = await storage.messages.report(key, event.status, event.failure ?? null);
    if (message !== null) await storage.liveEvents.add(null, messageEvents('message.updated', message));
  }

  async function typing(channel: OpenedChannel, clientId: string): Promise<void> {
    const chat = await storage.chats.openOf({ channelId: channel.id, clientId });
    if (chat !== null) await storage.liveEvents.add(null, [{ type: 'chat.typing', chatId: chat.id }]);
  }

  return { receive };
}

/** Messengers stamp whole seconds. */
function wholeSecond(date: Date): number {
  return Math.floor(date.getTime() / 1000) * 1000;
}

export type Receiver = ReturnType<typeof createReceiver>;
