import type { Provider } from '../channels/contract';
import { type Chat, type ChatSnapshot, isOpen, snapshotOf } from '../domain/chat';
import { fullName, type Identity, substituteName } from '../domain/contact';
import { isDuplicate } from '../storage/database';
import type { ReceivedMessage } from '../storage/message-row';
import { commit } from '../storage/unit-of-work';
import type { Errand } from '../workflows/chat/state';
import type { ActivityDeps } from './index';

interface AttachRequest {
  channelId: string;
  messageIds: string[];
  /** The run's chat, if it has one. */
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

class ContactGone extends Error {
  override readonly name = 'ContactGone';
}

/** Gives received messages to the open chat, opening one, with its contact, when there is none (domain 2.4). */
export function createAttachMessages({
  storage,
  joining,
  bots,
  providers,
}: Pick<ActivityDeps, 'storage' | 'joining' | 'bots' | 'providers'>) {
  return async function attachMessages(asked: AttachRequest): Promise<Attached> {
    const known = asked.chatId === null ? null : await storage.chats.get(asked.chatId);
    if (known !== null && isOpen(known)) return join(known, asked);

    const received = await storage.messages.received(asked.messageIds);
    // One that is open without this run knowing of it: an attempt opened it and died, or the run before was ended by hand.
    const [open] = await storage.chats.openOf(received.slice(0, 1));
    if (open !== undefined) return join(open, asked);
    // What was answered elsewhere opens no chat: it waits for the client's next message.
    const first = received.find(
      ({ chatId, direction, kind }) => chatId === null && direction === 'incoming' && kind === 'message',
    );
    const opened = first === undefined ? null : await openFor(asked, first);
    if (opened === null)
      return { chat: known && snapshotOf(known), errands: await loadingOf({ ids: asked.messageIds }) };
    // A bot may have taken or left the conversation while its chat was opened.
    if (hasThreads(opened.provider)) await bots.settle(opened);
    return {
      chat: snapshotOf(opened),
      errands: [...(await profileOf(opened)), ...(await loadingOf({ chatId: opened.id }))],
    };
  };

  async function join(known: Chat, { messageIds, newChatId }: AttachRequest): Promise<Attached> {
    const { result } = await commit(storage, async (unit) => {
      const chat = await storage.chats.get(known.id, unit.tx);
      if (chat === null) throw new Error(`there is no chat ${known.id}`);
      if (!isOpen(chat)) return chat;
      const [joined] = await joining.join(unit, [chat], messageIds, { isTold: true });
      if (joined !== undefined) await storage.chats.note(unit.tx, [joined]);
      return joined ?? chat;
    });
    // Messages of a former chat may have been edited.
    const loading = await loadingOf({ chatId: known.id }, { ids: messageIds });
    return {
      chat: snapshotOf(result),
      errands: [...(known.id === newChatId ? await profileOf(known) : []), ...loading],
    };
  }

  /** The contact may go, merged or erased, between being found and having the chat: then it is found anew. */
  async function openFor(asked: AttachRequest, first: ReceivedMessage): Promise<Chat | null> {
    for (;;) {
      const fresh = await newChat(asked, first);
      try {
        return fresh && (await openWith(fresh, asked.messageIds));
      } catch (error) {
        if (!(error instanceof ContactGone)) throw error;
      }
    }
  }

  /** Null when another attempt, which this one comes after, has given the messages to a chat. */
  async function openWith(fresh: Chat, messageIds: string[]): Promise<Chat | null> {
    try {
      const { result } = await commit(storage, async (unit) => {
        const [joined = null] = await joining.join(unit, [fresh], messageIds, { isTold: true });
        if (joined === null) return null;
        if (!(await storage.contacts.hold(joined.contactId, unit.tx))) throw new ContactGone();
        await storage.chats.open(unit.tx, joined);
        return joined;
      });
      return result ?? (await storage.chats.get(fresh.id));
    } catch (error) {
      const twin = isDuplicate(error) ? await storage.chats.get(fresh.id) : null;
      if (twin === null) throw error;
      return twin;
    }
  }

  async function formsOf(identity: Identity): Promise<string[]> {
    return providerOf(identity.provider)?.clientIdChangesForm === true ? storage.clientIds.formsOf(identity) : [];
  }

  function providerOf(code: string): Provider | undefined {
    return providers.find((provider) => provider.code === code);
  }

  function hasThreads(code: string): boolean {
    return providerOf(code)?.threads !== undefined;
  }

  /** Found from the rows, so that they are not lost with an attempt that opened the chat and died. */
  async function profileOf({ contactId, provider }: Chat): Promise<Errand[]> {
    if (providerOf(provider)?.readProfile === undefined) return [];
    const contact = await storage.contacts.get(contactId);
    return contact?.photoFileId === null ? [{ kind: 'load_profile', contactId }] : [];
  }

  async function loadingOf(...which: Array<{ chatId: string } | { ids: string[] }>): Promise<Errand[]> {
    const pending = await Promise.all(which.map((of) => storage.messages.withPendingFiles(of)));
    return [...new Set(pending.flat())].map((messageId) => ({ kind: 'load_attachments', messageId }));
  }

  /** Null while the channel has no queue: its messages wait. */
  async function newChat(asked: AttachRequest, first: ReceivedMessage): Promise<Chat | null> {
    const channel = await storage.channels.get(asked.channelId);
    if (channel === null || channel.queueId === null) return null;
    const { clientId, profile } = first;
    const names = {
      name: fullName(profile ?? {}) || substituteName(channel, clientId),
      firstName: profile?.firstName ?? null,
      lastName: profile?.lastName ?? null,
    };
    const identity = { provider: channel.provider, clientId };
    const otherForms = (await formsOf(identity)).filter((form) => form !== clientId);
    const [{ contact }, number] = await Promise.all([
      storage.contacts.findOrCreate(identity, names, otherForms),
      storage.chats.nextNumber(),
    ]);
    const thread = hasThreads(channel.provider) ? await storage.threads.get({ channelId: channel.id, clientId }) : null;
    const isBots = thread?.control === 'elsewhere';
    return {
      id: asked.newChatId,
      number,
      workflowId: asked.workflowId,
      channelId: channel.id,
      provider: channel.provider,
      clientId,
      contactId: contact.id,
      queueId: channel.queueId,
      status: isBots ? 'bot' : 'waiting',
      operatorId: null,
      offer: null,
      shownTo: null,
      unrouted: !isBots,
      revision: 1,
      declinedBy: [],
      givenBy: null,
      dependsOn: null,
      failedAsks: 0,
      createdAt: new Date(),
      acceptedAt: null,
      completedAt: null,
      completedBy: null,
      completesAt: null,
      lastMessage: null,
      unreadCount: 0,
      referral: null,
    };
  }
}
