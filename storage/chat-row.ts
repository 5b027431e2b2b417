import { type Connection, type Model, Schema } from 'mongoose';
import type { Chat } from '../domain/chat';
import { fromRow, fromRowOrNull, type Row } from './document';

/** `open` is there on every chat that is not completed: a unique index on it gives a client one open chat a channel. */
export interface ChatRow extends Row<Chat> {
  open?: true;
  /** When reconciliation last saw that the chat's workflow runs. */
  checkedAt: Date;
}

export type ChatModel = Model<ChatRow, object, object, { id: string }>;

/** The collection of chats, with an index for each way in which they are looked for. */
export function createChatModel(connection: Connection): ChatModel {
  const schema = new Schema<ChatRow>(
    {
      _id: String,
      number: Number,
      workflowId: String,
      channelId: String,
      provider: String,
      clientId: String,
      contactId: String,
      queueId: String,
      status: String,
      operatorId: { type: String, default: null },
      offer: { type: Schema.Types.Mixed, default: null },
      shownTo: { type: Schema.Types.Mixed, default: null },
      unrouted: Boolean,
      revision: Number,
      declinedBy: [String],
      givenBy: { type: String, default: null },
      dependsOn: { type: [String], default: null },
      failedAsks: { type: Number, default: 0 },
      createdAt: Date,
      acceptedAt: { type: Date, default: null },
      completedAt: { type: Date, default: null },
      completedBy: { type: String, default: null },
      completesAt: { type: Date, default: null },
      lastMessage: { type: Schema.Types.Mixed, default: null },
      unreadCount: Number,
      referral: { type: Schema.Types.Mixed, default: null },
      open: Boolean,
      checkedAt: Date,
    },
    { versionKey: false, collection: 'chats' },
  );
  schema.index({ channelId: 1, clientId: 1 }, { unique: true, partialFilterExpression: { open: true } });
  schema.index({ queueId: 1, number: 1 }, { name: 'waiting', partialFilterExpression: { status: 'waiting' } });
  schema.index(
    { dependsOn: 1, number: 1 },
    { name: 'depending', partialFilterExpression: { dependsOn: { $gte: '' } } },
  );
  schema.index({ queueId: 1, number: 1 }, { name: 'given', partialFilterExpression: { givenBy: { $gte: '' } } });
  schema.index({ queueId: 1 }, { name: 'unanswered', partialFilterExpression: { failedAsks: { $gt: 0 } } });
  schema.index({ 'offer.operatorId': 1, number: 1 }, { partialFilterExpression: { status: 'offered' } });
  schema.index({ operatorId: 1, status: 1, number: -1 });
  schema.index({ number: -1 }, { unique: true });
  schema.index({ createdAt: 1, number: 1 });
  schema.index({ operatorId: 1, number: -1 });
  schema.index({ status: 1, number: -1 }, { partialFilterExpression: { open: true } });
  schema.index({ queueId: 1, number: -1 });
  schema.index({ channelId: 1, number: -1 });
  schema.index({ contactId: 1, number: -1 });
  schema.index({ queueId: 1, status: 1, createdAt: 1 }, { partialFilterExpression: { open: true } });
  schema.index({ completedAt: 1 }, { partialFilterExpression: { status: 'completed' } });
  schema.index({ checkedAt: 1 }, { partialFilterExpression: { open: true } });
  return connection.model('Chat', schema);
}

export const foundChat = (row: unknown): Chat | null => fromRowOrNull<Chat>(strip(row as ChatRow | null));

export const foundChats = (rows: unknown[]): Chat[] =>
  rows.map((row) => fromRow<Chat>(strip(row as ChatRow) as Row<Chat>));

function strip(row: ChatRow | null): Row<Chat> | null {
  if (row === null) return null;
  const { open: _open, checkedAt: _checkedAt, ...chat } = row;
  return { ...chat, ...missingIn(chat) };
}

/** What earlier versions did not note. */
function missingIn({ givenBy = null, dependsOn = null, failedAsks = 0, referral = null }: Partial<Chat>) {
  return { givenBy, dependsOn, failedAsks, referral };
}
