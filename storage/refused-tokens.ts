import { type Connection, Schema } from 'mongoose';
import type { Tx } from './database';

interface RefusedToken {
  /** Digest of the token, which itself is stored nowhere. */
  _id: string;
  expiresAt: Date | null;
}

/** Tokens of the identity server that somebody has signed out with here. Kept until they run out by themselves. */
export function createRefusedTokenStore(connection: Connection) {
  const schema = new Schema<RefusedToken>(
    { _id: String, expiresAt: Date },
    { versionKey: false, collection: 'refused_tokens' },
  );
  schema.index({ expiresAt: 1 }, { expireAfterSeconds: 60 });
  const model = connection.model('RefusedToken', schema);

  return {
    model,

    /** `endsAtMs` null: it never runs out. Whether it was accepted until now. */
    async add(digest: string, endsAtMs: number | null, tx: Tx): Promise<boolean> {
      const expiresAt = endsAtMs === null ? null : new Date(endsAtMs);
      const refused = await model.updateOne({ _id: digest }, { $set: { expiresAt } }, { upsert: true, session: tx });
      return refused.upsertedCount === 1;
    },

    async has(digest: string, tx?: Tx): Promise<boolean> {
      return (await model.exists({ _id: digest }).session(tx ?? null)) !== null;
    },
  };
}
