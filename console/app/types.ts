import type { z } from 'zod';
import type { roleShape, userShape } from '../../api/shapes/account';
import type { channelShape } from '../../api/shapes/channel';
import type { chatDetailsShape, chatShape, foundChatShape, operatorStatusShape } from '../../api/shapes/chat';
import type { contactDetailsShape, contactShape } from '../../api/shapes/contact';
import type { channelNameShape, queueNameShape } from '../../api/shapes/directory';
import type { caseShape, orderShape } from '../../api/shapes/dossier';
import type { fileShape } from '../../api/shapes/file';
import type { messageShape, sentAnswerShape } from '../../api/shapes/message';
import type { notificationShape } from '../../api/shapes/notification';
import type { operatorShape, queueViewShape } from '../../api/shapes/operator';
import type { problemShape } from '../../api/shapes/problem';
import type { processRunShape, runnableActionShape } from '../../api/shapes/process';
import type { queueShape } from '../../api/shapes/queue';
import type { replyWindowShape, templateShape } from '../../api/shapes/reply';

/** What the HTTP interface sends, by the schemas that it checks with. Types only: nothing of the service is in the page. */
export type User = z.infer<typeof userShape>;
export type Role = z.infer<typeof roleShape>;
export type Permission = User['permissions'][number];
export type Channel = z.infer<typeof channelShape>;
export type Chat = z.infer<typeof chatShape>;
export type ChatDetails = z.infer<typeof chatDetailsShape>;
export type FoundChat = z.infer<typeof foundChatShape>;
export type Contact = z.infer<typeof contactShape>;
export type ContactDetails = z.infer<typeof contactDetailsShape>;
export type Case = z.infer<typeof caseShape>;
export type Order = z.infer<typeof orderShape>;
export type Message = z.infer<typeof messageShape>;
export type SentAnswer = z.infer<typeof sentAnswerShape>;
export type Notification = z.infer<typeof notificationShape>;
export type OperatorStatus = z.infer<typeof operatorStatusShape>;
export type Operator = z.infer<typeof operatorShape>;
export type QueueView = z.infer<typeof queueViewShape>;
export type Problem = z.infer<typeof problemShape>;
export type RunnableAction = z.infer<typeof runnableActionShape>;
export type ProcessRun = z.infer<typeof processRunShape>;
export type ChannelName = z.infer<typeof channelNameShape>;
export type QueueName = z.infer<typeof queueNameShape>;
export type Queue = z.infer<typeof queueShape>;
export type StoredFile = z.infer<typeof fileShape>;
export type ReplyWindow = z.infer<typeof replyWindowShape>;
export type Template = z.infer<typeof templateShape>;

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
