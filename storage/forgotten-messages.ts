import { type Connection, Schema } from 'mongoose';
import type { Direction } from '../domain/message';
import type { Conversation } from './conversation';
import { isOnlyDuplicates, type Tx } from './database';

/** What a message is known by to its messenger. */
export interface MessageKey extends Conversation {
  direction: Direction;
  externalId: string;
}

/** Stands for a message where nothing of it may. */
export type HashOfMessage = (key: MessageKey) => string;

/** Longer than any messenger delivers the same message again, or lists it. */
const keptSeconds = 60 * 24 * 3600;

/** Messages that were deleted: one that is delivered again is not taken in again. Keyed hashes, nothing else. */
export function createForgottenMessageStore(connection: Connection, hashOf: HashOfMessage) {
  const schema = new Schema<{ _id: string; at: Date }>(
    { _id: String, at: Date },
    { versionKey: false, collection: 'forgotten_messages' },
  );
  schema.index({ at: 1 }, { expireAfterSeconds: keptSeconds });
  const model = connection.model('ForgottenMessage', schema);

  return {
    model,

    /** Before the messages are deleted, or with them. */
    async add(keys: MessageKey[], tx?: Tx): Promise<void> {
      if (keys.length === 0) return;
      const at = new Date();
      const updates = keys.map((key) => ({
        updateOne: { filter: { _id: hashOf(key) }, update: { $setOnInsert: { at } }, upsert: true },
      }));
      try {
        await model.bulkWrite(updates, tx === undefined ? { ordered: false } : { session: tx });
      } catch (error) {
        // Another was quicker.
        if (tx !== undefined || !isOnlyDuplicates(error)) throw error;
      }
    },

    /** Which of these were deleted. */
    async among<K extends MessageKey>(keys: K[]): Promise<K[]> {
      if (keys.length === 0) return [];
      const byHash = new Map(keys.map((key) => [hashOf(key), key]));
      const rows = await model.find({ _id: { $in: [...byHash.keys()] } }, { _id: 1 }).lean();
      return rows.flatMap(({ _id }) => byHash.get(_id) ?? []);
    },
  };
}

export type ForgottenMessageStore = ReturnType<typeof createForgottenMessageStore>;
