import { type Connection, Schema } from 'mongoose';
import type { ThreadControl } from '../domain/inbound';
import type { Conversation } from './conversation';
import { isDuplicate, type Tx } from './database';

/** Who may answer a conversation, as the messenger last told. */
export interface Thread {
  control: ThreadControl;
  /** By the messenger's clock. */
  at: Date;
}

/** Conversations that a bot or another application had in hand at least once; all others are ours (domain 6.3). */
export function createThreadStore(connection: Connection) {
  const schema = new Schema<Conversation & Thread>(
    { channelId: String, clientId: String, control: String, at: Date },
    { versionKey: false, collection: 'threads' },
  );
  schema.index({ channelId: 1, clientId: 1 }, { unique: true });
  const model = connection.model('Thread', schema);

  return {
    model,

    async get({ channelId, clientId }: Conversation, tx?: Tx): Promise<Thread | null> {
      return model
        .findOne({ channelId, clientId }, { _id: 0, control: 1, at: 1 })
        .session(tx ?? null)
        .lean();
    },

    /** Word that comes late changes nothing. */
    async note({ channelId, clientId }: Conversation, { control, at }: Thread): Promise<void> {
      try {
        await model.updateOne(
          { channelId, clientId, at: { $lt: at } },
          { $set: { control, at } },
          { upsert: true, writeConcern: { w: 'majority', j: true } },
        );
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
    },
  };
}
