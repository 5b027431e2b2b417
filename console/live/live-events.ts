import type { Chat, Message, Notification, OperatorStatus, ProcessRun } from '../app/types';

type OfChat = { chat: Chat };

/** What the stream tells, by the event's name (`GET /api/events`). */
export interface LiveEvents {
  'chat.offered': OfChat;
  'chat.available': OfChat;
  'chat.withdrawn': OfChat;
  'chat.updated': OfChat;
  'chat.completed': OfChat;
  'chat.typing': OfChat;
  'message.created': { message: Message };
  'message.updated': { message: Message };
  'operator.status': { operatorStatus: OperatorStatus };
  'process.started': { process: ProcessRun };
  'process.finished': { process: ProcessRun };
  'notification.created': { notification: Notification };
}

export type LiveEventType = keyof LiveEvents;
