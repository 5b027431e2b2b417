import { createHash, randomUUID } from 'node:crypto';
import { type Connection, Schema } from 'mongoose';
import { isDuplicate, type Tx, within } from './database';

interface StoredAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string> | undefined;
}

type BegunRequest =
  | { kind: 'begun'; resourceId: string }
  | { kind: 'answered'; reply: StoredAnswer }
  | { kind: 'running' }
  | { kind: 'other_request' };

interface KeyRow {
  _id: string;
  /** What was asked: route and hash of the body. */
  fingerprint: string;
  /** Minted once a key: every attempt works on the same resource. */
  resourceId: string;
  /** Until then an attempt is taken to be running: it moves this on, and one whose process died is made again after it. */
  runningUntil: Date;
  /** As JSON, so that it is given again to the letter. */
  reply: string | null;
  createdAt: Date;
}

const keptSeconds = 24 * 3600;
/** How long an attempt is taken to be running after it last said so. */
const attemptMs = 6_000;
export const prolongEveryMs = 2_000;

/** Requests that were made with an Idempotency-Key, and their answers, for a day. */
export function createIdempotencyKeyStore(connection: Connection) {
  const schema = new Schema<KeyRow>(
    {
      _id: String,
      fingerprint: String,
      resourceId: String,
      runningUntil: Date,
      reply: { type: String, default: null },
      createdAt: Date,
    },
    { versionKey: false, collection: 'idempotency_keys' },
  );
  schema.index({ createdAt: 1 }, { expireAfterSeconds: keptSeconds });
  schema.index({ fingerprint: 1 });
  schema.index({ resourceId: 1 });
  const model = connection.model('IdempotencyKey', schema);

  const attempt = () => new Date(Date.now() + attemptMs);

  return {
    model,

    /** Begins the work of a key, unless it is done or under way. */
    async begin(request: { userId: string; key: string; fingerprint: string }): Promise<BegunRequest> {
      const _id = idOf(request);
      const fresh = { _id, fingerprint: request.fingerprint, resourceId: randomUUID(), runningUntil: attempt() };
      try {
        await model.create([{ ...fresh, reply: null, createdAt: new Date() }]);
        return { kind: 'begun', resourceId: fresh.resourceId };
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
      const row = (await model.findById(_id).lean()) as KeyRow | null;
      if (row === null) return { kind: 'running' };
      if (row.fingerprint !== request.fingerprint) return { kind: 'other_request' };
      if (row.reply !== null) return { kind: 'answered', reply: JSON.parse(row.reply) as StoredAnswer };
      const mine = await model.updateOne(
        { _id, reply: null, runningUntil: { $lte: new Date() } },
        { $set: { runningUntil: attempt() } },
      );
      return mine.modifiedCount === 1 ? { kind: 'begun', resourceId: row.resourceId } : { kind: 'running' };
    },

    /** The attempt is still running; to be called every `prolongEveryMs`. */
    async prolong(of: { userId: string; key: string }): Promise<void> {
      await model.updateOne({ _id: idOf(of), reply: null }, { $set: { runningUntil: attempt() } });
    },

    async answer(of: { userId: string; key: string }, reply: StoredAnswer): Promise<void> {
      await model.updateOne({ _id: idOf(of) }, { $set: { reply: JSON.stringify(reply) } });
    },

    /** Forgets requests, with the answers that were given, by their paths or the ids of what they made. */
    async forget(
      { pathPrefixes = [], resourceIds = [] }: { pathPrefixes?: string[]; resourceIds?: string[] },
      tx?: Tx,
    ): Promise<void> {
      for (const prefix of pathPrefixes)
        await model.deleteMany({ fingerprint: { $gte: `POST ${prefix}`, $lt: `POST ${prefix}\uffff` } }, within(tx));
      if (resourceIds.length > 0) await model.deleteMany({ resourceId: { $in: resourceIds } }, within(tx));
    },

    /** Lets the request be made again at once, for the same resource. */
    async release(of: { userId: string; key: string }): Promise<void> {
      await model.updateOne({ _id: idOf(of), reply: null }, { $set: { runningUntil: new Date(0) } });
    },
  };
}

function idOf({ userId, key }: { userId: string; key: string }): string {
  return createHash('sha256')
    .update(JSON.stringify([userId, key]))
    .digest('base64url');
}

export type IdempotencyKeyStore = ReturnType<typeof createIdempotencyKeyStore>;
