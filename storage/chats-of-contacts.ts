import type { QueryFilter } from 'mongoose';
import type { Chat } from '../domain/chat';
import { foundChats as all, type ChatModel, type ChatRow } from './chat-row';
import type { Tx } from './database';

/** The chats of a contact, and what is left of them when he is erased. */
export function createChatsOfContacts(model: ChatModel) {
  return {
    async openOfContact(contactId: string, tx: Tx): Promise<Chat[]> {
      return all(await model.find({ contactId, open: true }).session(tx).lean());
    },

    /** Whether the contact has had a chat in one of these queues, or with this operator, or has one that is offered or shown to him. */
    async anyOfContactSeen(contactId: string, by: { operatorId: string; queueIds: string[] }): Promise<boolean> {
      return (await model.exists({ contactId, ...seenBy(by) })) !== null;
    },

    /** Which of the contacts have had one. */
    async contactsSeen(contactIds: string[], by: { operatorId: string; queueIds: string[] }): Promise<Set<string>> {
      return new Set(await model.distinct('contactId', { contactId: { $in: contactIds }, ...seenBy(by) }));
    },

    /** Chats of an erased contact that still tell something of him. */
    async telling(contactId: string, limit: number): Promise<Chat[]> {
      return all(
        await model
          .find({ contactId, clientId: { $ne: '' } })
          .limit(limit)
          .lean(),
      );
    },

    /** A chat of an erased contact stays, as one that was counted: when it was, where, and who had it (domain 9.2). */
    async forgetClient(id: string): Promise<void> {
      await model.updateOne({ _id: id }, { $set: { clientId: '', lastMessage: null, unreadCount: 0, referral: null } });
    },
  };
}

function seenBy({ operatorId, queueIds }: { operatorId: string; queueIds: string[] }): QueryFilter<ChatRow> {
  return {
    $or: [
      { queueId: { $in: queueIds } },
      { operatorId },
      { status: 'offered', 'offer.operatorId': operatorId },
      { status: 'waiting', shownTo: operatorId },
    ],
  };
}
