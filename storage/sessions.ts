import { createHash, randomBytes } from 'node:crypto';
import { type Connection, Schema } from 'mongoose';
import { type Tx, within } from './database';
import type { Row } from './document';

interface Session {
  /** Hash of the token, which itself is stored nowhere. */
  id: string;
  userId: string;
  createdAt: Date;
  expiresAt: Date;
}

const lastsMs = 12 * 3_600_000;
/** A session in use is prolonged, but not written at every request. */
const prolongedEveryMs = 60_000;
const tokenBytes = 32;

/** Who is signed in, by opaque random tokens. */
export function createSessionStore(connection: Connection) {
  const schema = new Schema<Row<Session>>(
    { _id: String, userId: String, createdAt: Date, expiresAt: Date },
    { versionKey: false, collection: 'sessions' },
  );
  schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  schema.index({ userId: 1 });
  const model = connection.model('Session', schema);

  return {
    model,

    /** The token is told here and never again. */
    async open(userId: string): Promise<{ token: string; expiresAt: Date }> {
      const token = randomBytes(tokenBytes).toString('base64url');
      const createdAt = new Date();
      const expiresAt = new Date(createdAt.getTime() + lastsMs);
      await model.create([{ _id: idOf(token), userId, createdAt, expiresAt }]);
      return { token, expiresAt };
    },

    /** The session of a token, prolonged by being used; null when there is none or it has run out. */
    async use(token: string): Promise<{ id: string; userId: string } | null> {
      const now = Date.now();
      const row = await model.findOne({ _id: idOf(token), expiresAt: { $gt: new Date(now) } }).lean();
      if (row === null) return null;
      if (row.expiresAt.getTime() < now + lastsMs - prolongedEveryMs) {
        await model.updateOne({ _id: row._id }, { $set: { expiresAt: new Date(now + lastsMs) } });
      }
      return { id: row._id, userId: row.userId };
    },

    async isOpen(id: string): Promise<boolean> {
      return (await model.exists({ _id: id, expiresAt: { $gt: new Date() } })) !== null;
    },

    async end(id: string): Promise<void> {
      await model.deleteOne({ _id: id });
    },

    /** After a change of password: whoever knew the old one is signed out. */
    async endOthersOf(userId: string, exceptId: string | null, tx?: Tx): Promise<void> {
      await model.deleteMany({ userId, ...(exceptId === null ? {} : { _id: { $ne: exceptId } }) }, within(tx));
    },
  };
}

function idOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
