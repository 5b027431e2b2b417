import { type Connection, Schema } from 'mongoose';
import { inMessengersOrder, type MessageModel, type MessageRow } from './message-row';
import { indexWords } from './message-search';

/** The collection of messages, with an index for each way in which they are looked for. */
export function createMessageModel(connection: Connection): MessageModel {
  const schema = new Schema<MessageRow>(
    {
      _id: String,
      chatId: { type: String, default: null },
      channelId: String,
      provider: String,
      clientId: String,
      direction: String,
      kind: String,
      notice: String,
      type: { type: String },
      text: String,
      timestamp: Date,
      sequence: Number,
      orderKey: String,
      externalId: { type: String, default: null },
      replyToExternalId: { type: String, default: null },
      editedAt: { type: Date, default: null },
      editSequence: Number,
      versions: { type: [Schema.Types.Mixed], default: undefined },
      location: { type: Schema.Types.Mixed, default: null },
      sharedContact: { type: Schema.Types.Mixed, default: null },
      furtherContacts: { type: [Schema.Types.Mixed], default: undefined },
      links: { type: [Schema.Types.Mixed], default: undefined },
      marks: { type: [Schema.Types.Mixed], default: undefined },
      forwardedFrom: Schema.Types.Mixed,
      quote: String,
      externalReply: Schema.Types.Mixed,
      albumId: String,
      referral: Schema.Types.Mixed,
      attachments: [Schema.Types.Mixed],
      authorId: { type: String, default: null },
      authorName: { type: String, default: null },
      deliveryStatus: { type: String, default: null },
      failure: { type: Schema.Types.Mixed, default: null },
      reaction: { type: String, default: null },
      template: { type: Schema.Types.Mixed, default: null },
      possiblyRepeated: Boolean,
      raw: Schema.Types.Mixed,
      profile: Schema.Types.Mixed,
      dueAt: Date,
      unsent: Boolean,
      formerExternalIds: { type: [String], default: undefined },
      reactedAt: Date,
      words: { type: [Number], default: undefined },
      chatNumber: Number,
    },
    { versionKey: false, collection: 'messages', minimize: false },
  );
  schema.index(
    { channelId: 1, clientId: 1, direction: 1, externalId: 1 },
    { unique: true, partialFilterExpression: { externalId: { $type: 'string' } } },
  );
  schema.index({ chatId: 1, ...inMessengersOrder });
  schema.index({ channelId: 1, clientId: 1, ...inMessengersOrder });
  schema.index(
    { channelId: 1, clientId: 1, timestamp: 1, sequence: 1, _id: 1 },
    { name: 'unattached', partialFilterExpression: { chatId: null } },
  );
  schema.index({ chatId: 1 }, { name: 'pendingFiles', partialFilterExpression: { 'attachments.status': 'pending' } });
  schema.index({ 'attachments.fileId': 1 }, { sparse: true });
  schema.index({ dueAt: 1 }, { partialFilterExpression: { dueAt: { $exists: true } } });
  schema.index(
    { channelId: 1, clientId: 1, timestamp: 1 },
    { name: 'unsent', partialFilterExpression: { unsent: true } },
  );
  indexWords(schema);
  return connection.model('Message', schema);
}
