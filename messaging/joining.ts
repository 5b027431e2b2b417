import { botCompletesAt, type Chat, isLast, lastMessageOf } from '../domain/chat';
import { messageEvents } from '../domain/live-event';
import type { Message } from '../domain/message';
import { previewsFor } from '../domain/preview';
import type { Queue } from '../domain/queue';
import { minuteMs } from '../domain/settings';
import type { Storage } from '../storage/storage';
import { commit, type UnitOfWork } from '../storage/unit-of-work';

/** Messages of one conversation that were stored. */
export interface Received {
  channelId: string;
  clientId: string;
  messageIds: string[];
}

/** How messages join chats: their rows, what lists show of the chat, and what people hear of it change together (domain 2.3). */
export function createJoining({ storage }: { storage: Storage }) {
  /**
   * Gives messages to the open chats of their conversations. Returns the chat of each, or null where its workflow has to see
   * to it: none is open yet, or it is just being routed.
   */
  async function joinOpenChats(received: Received[]): Promise<Array<Chat | null>> {
    const { result } = await commit(storage, async (unit) => {
      const open = await storage.chats.openOf(received, unit.tx);
      // Of a chat that is just being routed the row has a writer already, and its workflow sees to its messages next.
      const chats = open.filter(({ unrouted }) => !unrouted);
      const joined = await join(
        unit,
        chats,
        received.flatMap(({ messageIds }) => messageIds),
        { isTold: false },
      );
      await storage.chats.note(unit.tx, joined);
      return chats;
    });
    return received.map((of) => result.find((chat) => isSameConversation(chat, of)) ?? null);
  }

  /** Attaches messages, and what came before them, to their chats. Returns those that got any, as they are now and not yet written. */
  async function join(
    unit: UnitOfWork,
    chats: Chat[],
    messageIds: string[],
    { isTold }: { isTold: boolean },
  ): Promise<Chat[]> {
    const attached = await storage.messages.attach(unit.tx, chats, messageIds, { isTold });
    const joined = chats.filter(({ id }) => attached.some(({ chatId }) => chatId === id));
    const queues = await storage.queues.getMany(joined.map(({ queueId }) => queueId));
    for (const message of attached) unit.tell(...messageEvents('message.created', message));
    unit.followSlowly(...attached.flatMap(previewsFor));
    for (const { id } of joined) unit.tell({ type: 'chat.updated', chatId: id });
    return joined.map((chat) => {
      const own = attached.filter(({ chatId }) => chatId === chat.id);
      const said = own.filter(({ kind }) => kind === 'message');
      const last = said.at(-1);
      return {
        ...chat,
        ...(last !== undefined && isLast(last, chat.lastMessage) ? { lastMessage: lastMessageOf(last) } : {}),
        unreadCount: chat.unreadCount + said.filter(({ direction }) => direction === 'incoming').length,
        referral: chat.referral ?? said.find(({ referral }) => referral !== null)?.referral ?? null,
        completesAt: last === undefined ? chat.completesAt : completesAtAfter(last, chat, queues.get(chat.queueId)),
      };
    });
  }

  return { joinOpenChats, join };
}

/**
 * The completion timeout counts from the last outgoing message, also from one that was given elsewhere; where the queue says so it
 * stops with a message of the client (domain 4.2). A chat that a bot has stays open while something is said in it.
 */
function completesAtAfter(last: Message, chat: Chat, queue: Queue | undefined): Date | null {
  if (chat.status === 'bot') return botCompletesAt();
  if (last.direction === 'outgoing' && chat.operatorId !== null) {
    const minutes = queue?.completionTimeoutMinutes ?? null;
    return minutes === null ? null : new Date(Date.now() + minutes * minuteMs);
  }
  return queue?.keepOpenWhileUnanswered ? null : chat.completesAt;
}

function isSameConversation(one: Pick<Received, 'channelId' | 'clientId'>, other: typeof one): boolean {
  return one.channelId === other.channelId && one.clientId === other.clientId;
}

export type Joining = ReturnType<typeof createJoining>;
