import type { Message } from './message';

/** The client is named so that his own page can hear of it too. */
interface MessageEvent {
  type: 'message.created' | 'message.updated';
  chatId: string;
  messageId: string;
  channelId: string;
  clientId: string;
}

/** Tells of a message that has joined a chat; nothing for one that has not. */
export function messageEvents(type: MessageEvent['type'], message: Message): LiveEvent[] {
  const { id, chatId, channelId, clientId } = message;
  return chatId === null ? [] : [{ type, chatId, messageId: id, channelId, clientId }];
}

/**
 * What people see happen (domain 4.3). A row is written in the transaction of the change that it tells of;
 * each API process hears of it and shows it to the right people.
 */
export type LiveEvent =
  | { type: 'chat.offered'; chatId: string; operatorId: string }
  /** Shown to several: to all of the queue's operators with room, or to those named. */
  | { type: 'chat.available'; chatId: string; queueId: string; operatorIds: string[] | null }
  /** No longer offered to the operator, or (null) no longer shown to anyone of the queue, or named, but the one who took it. */
  | {
      type: 'chat.withdrawn';
      chatId: string;
      queueId: string;
      /** Whom a rule had shown it to. */
      namedIds?: string[];
      operatorId: string | null;
      exceptOperatorId: string | null;
    }
  | { type: 'chat.updated'; chatId: string }
  | { type: 'chat.completed'; chatId: string; operatorId: string | null }
  | { type: 'chat.typing'; chatId: string }
  /** A chat action was run, or its process has come to its end (domain 5.1). */
  | { type: 'process.started' | 'process.finished'; runId: string; chatId: string }
  | { type: 'notification.created'; notificationId: string; userId: string }
  | MessageEvent
  /** `room` is told when the operator crosses his limit: chats shown to everyone appear to him or disappear. */
  | { type: 'operator.status'; operatorId: string; room: 'gained' | 'lost' | null }
  /** The operator's queues changed: what he may see has to be looked up anew. */
  | { type: 'operator.queues'; operatorId: string };
