import { type Chat, type ChatSnapshot, type LastMessage, lastMessageOf, snapshotOf } from '../domain/chat';
import { fullName, substituteName } from '../domain/contact';
import { messageEvents } from '../domain/live-event';
import type { Message } from '../domain/message';
import { isDuplicate } from '../storage/database';
import type { ReceivedMessage } from '../storage/messages';
import { commit, type UnitOfWork } from '../storage/unit-of-work';
import type { Errand } from '../workflows/chat/state';
import type { ActivityDeps } from './index';

interface AttachRequest {
  channelId: string;
  messageIds: string[];
  /** The run's open chat. */
  chatId: string | null;
  /** Id of the chat to open if one is needed. */
  newChatId: string;
  workflowId: string;
}

interface Attached {
  /** The chat that the messages are in; null when there was nothing to attach, and so no chat to open. */
  chat: ChatSnapshot | null;
  errands: Errand[];
}

/** Gives received messages to the open chat, opening one, with its contact, when there is none (domain 2.4). */
export function createAttachMessages({ storage, offers }: Pick<ActivityDeps, 'storage' | 'offers'>) {
  return async function attachMessages(asked: AttachRequest): Promise<Attached> {
    const known = await storage.chats.get(asked.chatId ?? asked.newChatId);
    const opened = asked.chatId === null ? known : ((await storage.chats.get(asked.newChatId)) ?? known);
    if (opened !== null && opened.status !== 'completed') return join(opened, asked);

    const first = await storage.messages.firstUnattached(asked.messageIds);
    if (first === null) return { chat: opened && snapshotOf(opened), errands: [] };
    const fresh = await newChat(asked, first);
    if (fresh === null) return { chat: opened && snapshotOf(opened), errands: [] };
    return join(fresh, asked);
  };

  async function join(chat: Chat, asked: AttachRequest): Promise<Attached> {
    const { result } = await commit(storage, (unit) => attach(unit, chat, asked.messageIds));
    const messageIds = await storage.messages.withPendingFiles(chat.id);
    return {
      chat: snapshotOf(result),
      errands: [
        ...(chat.id === asked.newChatId ? await errandsOfNewChat(chat) : []),
        ...messageIds.map((messageId) => ({ kind: 'load_attachments' as const, messageId })),
      ],
    };
  }

  /** Found from the rows, so that they are not lost with an attempt that opened the chat and died. */
  async function errandsOfNewChat({ contactId }: Chat): Promise<Errand[]> {
    const contact = await storage.contacts.get(contactId);
    return contact?.photoFileId === null ? [{ kind: 'load_profile', contactId }] : [];
  }

  async function attach(unit: UnitOfWork, { id }: Chat, messageIds: string[]): Promise<Chat> {
    const chat = await storage.chats.get(id, unit.tx);
    if (chat === null) throw new Error(`there is no chat ${id}`);
    if (chat.status === 'completed') return chat;
    const attached = await storage.messages.attach(unit.tx, chat, messageIds);
    const last = attached.at(-1);
    if (last === undefined) return chat;
    const completesAt = (await keepsOpen(unit, chat)) ? null : chat.completesAt;
    await storage.chats.note(unit.tx, id, {
      ...(isLater(last, chat.lastMessage) ? { lastMessage: lastMessageOf(last) } : {}),
      unread: attached.length,
      completesAt,
    });
    for (const message of attached) for (const event of messageEvents('message.created', message)) unit.tell(event);
    unit.tell({ type: 'chat.updated', chatId: id });
    return { ...chat, completesAt };
  }

  /** Whether the client's message stops the completion timeout (domain 4.2). */
  async function keepsOpen(unit: UnitOfWork, chat: Chat): Promise<boolean> {
    if (chat.completesAt === null) return false;
    return (await storage.queues.get(chat.queueId, unit.tx))?.keepOpenWhileUnanswered ?? false;
  }

  /** Null while the channel has no queue: its messages wait. */
  async function newChat(asked: AttachRequest, first: ReceivedMessage): Promise<Chat | null> {
    const channel = await storage.channels.get(asked.channelId);
    if (channel === null || channel.queueId === null) return null;
    const { clientId, profile } = first;
    const identity = { provider: channel.provider, clientId };
    const { contact } = await storage.contacts.findOrCreate(identity, {
      name: fullName(profile ?? {}) || substituteName(channel.name, clientId),
      firstName: profile?.firstName ?? null,
      lastName: profile?.lastName ?? null,
    });
    const chat: Chat = {
      id: asked.newChatId,
      number: await storage.chats.nextNumber(),
      workflowId: asked.workflowId,
      channelId: channel.id,
      provider: channel.provider,
      clientId,
      contactId: contact.id,
      queueId: channel.queueId,
      status: 'waiting',
      operatorId: null,
      offer: null,
      shownTo: null,
      unrouted: true,
      revision: 1,
      declinedBy: [],
      createdAt: new Date(),
      acceptedAt: null,
      completedAt: null,
      completedBy: null,
      completesAt: null,
      lastMessage: null,
      unreadCount: 0,
    };
    await open(chat);
    return chat;
  }

  /** A chat that is open without this run knowing of it was left behind by a run that was ended by hand: it is over. */
  async function open(chat: Chat): Promise<void> {
    try {
      await commit(storage, ({ tx }) => storage.chats.open(tx, chat));
    } catch (error) {
      const left = isDuplicate(error)
        ? await storage.chats.openOf({ channelId: chat.channelId, clientId: chat.clientId })
        : null;
      if (left?.id === chat.id) return;
      if (left === null) throw error;
      await offers.complete({ chatId: left.id, by: 'administrator' });
      await open(chat);
    }
  }
}

/** In the messenger's order, which is not the order of arrival (domain 2.3). */
function isLater(message: Message, last: LastMessage | null): boolean {
  if (last === null) return true;
  const laterMs = message.timestamp.getTime() - last.timestamp.getTime();
  return laterMs === 0 ? message.sequence >= last.sequence : laterMs > 0;
}
