import { createHash, randomBytes } from 'node:crypto';
import { type Connection, Schema } from 'mongoose';
import { type Tx, within } from './database';
import { fromRow, type Row } from './document';

interface Session {
  /** Hash of the token, which itself is stored nowhere. */
  id: string;
  userId: string;
  createdAt: Date;
  /** To the minute. */
  usedAt: Date;
  /** The address that it was opened from. */
  ip: string;
  expiresAt: Date;
}

const mostListed = 200;
const lastsMs = 12 * 3_600_000;
/** A session in use is prolonged, but not written at every request. */
const prolongedEveryMs = 60_000;
const tokenBytes = 32;
/** Tells our tokens from those of an identity server, which are as opaque. */
const prefix = 'parley_';

/** Who is signed in, by opaque random tokens. */
export function createSessionStore(connection: Connection) {
  const schema = new Schema<Row<Session>>(
    { _id: String, userId: String, createdAt: Date, usedAt: Date, ip: String, expiresAt: Date },
    { versionKey: false, collection: 'sessions' },
  );
  schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  schema.index({ userId: 1 });
  const model = connection.model('Session', schema);

  return {
    model,

    isOurs: (token: string): boolean => token.startsWith(prefix),

    /** The token is told here and never again. */
    async open(userId: string, ip: string): Promise<{ token: string; expiresAt: Date }> {
      const token = prefix + randomBytes(tokenBytes).toString('base64url');
      const createdAt = new Date();
      const expiresAt = new Date(createdAt.getTime() + lastsMs);
      await model.create([{ _id: idOf(token), userId, createdAt, usedAt: createdAt, ip, expiresAt }]);
      return { token, expiresAt };
    },

    /** The session of a token, prolonged by being used; null when there is none or it has run out. */
    async use(token: string): Promise<{ id: string; userId: string } | null> {
      const now = Date.now();
      const row = await model.findOne({ _id: idOf(token), expiresAt: { $gt: new Date(now) } }).lean();
      if (row === null) return null;
      if (row.expiresAt.getTime() < now + lastsMs - prolongedEveryMs) {
        await model.updateOne(
          { _id: row._id },
          { $set: { usedAt: new Date(now), expiresAt: new Date(now + lastsMs) } },
        );
      }
      return { id: row._id, userId: row.userId };
    },

    async isOpen(id: string, tx?: Tx): Promise<boolean> {
      return (await model.exists({ _id: id, expiresAt: { $gt: new Date() } }).session(tx ?? null)) !== null;
    },

    /** Those that are open, the newest first. */
    async listOf(userId: string): Promise<Session[]> {
      const rows = await model
        .find({ userId, expiresAt: { $gt: new Date() } })
        .sort({ createdAt: -1, _id: 1 })
        .limit(mostListed)
        .lean();
      return rows.map((row) => fromRow<Session>(row as Row<Session>));
    },

    /** Whether he had it. */
    async endOf(userId: string, id: string, tx: Tx): Promise<boolean> {
      return (await model.deleteOne({ _id: id, userId }, within(tx))).deletedCount === 1;
    },

    /** Whether it was there. */
    async end(id: string, tx: Tx): Promise<boolean> {
      return (await model.deleteOne({ _id: id }, within(tx))).deletedCount === 1;
    },

    /** Those of an account but for one; with null all of them. Gives how many there were. */
    async endOthersOf(userId: string, exceptId: string | null, tx: Tx): Promise<number> {
      const others = { userId, ...(exceptId === null ? {} : { _id: { $ne: exceptId } }) };
      return (await model.deleteMany(others, within(tx))).deletedCount;
    },
  };
}

function idOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
