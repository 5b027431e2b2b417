import mongoose, { type Connection, Schema } from 'mongoose';
import type { LiveEvent } from '../domain/live-event';
import type { Tx } from './database';

type Collection = mongoose.mongo.Collection;

export interface StoredLiveEvent {
  id: string;
  event: LiveEvent;
  at: Date;
}

/** How long events are kept; whoever was away longer is told to look anew. */
const keptSeconds = 3600;
/** The stream counts as caught up after this at the latest. */
const catchUpMs = 5_000;
const historyLost = 286;

/**
 * The stream of what people see happen (domain 4.3): rows written with the change that they tell of, heard by every API
 * process in the order in which MongoDB committed them.
 */
export function createLiveEventStore(connection: Connection) {
  const schema = new Schema<{ event: LiveEvent; at: Date }>(
    { event: Schema.Types.Mixed, at: Date },
    { versionKey: false, collection: 'live_events' },
  );
  schema.index({ at: 1 }, { expireAfterSeconds: keptSeconds });
  schema.index({ 'event.chatId': 1 });
  const model = connection.model('LiveEvent', schema);

  return {
    model,

    async add(tx: Tx | null, events: LiveEvent[]): Promise<void> {
      if (events.length === 0) return;
      const at = new Date();
      await model.insertMany(
        events.map((event) => ({ event, at })),
        { session: tx, ordered: true },
      );
    },

    /** Events name clients by their ids at the messenger. */
    async removeOfChat(chatId: string): Promise<void> {
      await model.deleteMany({ 'event.chatId': chatId });
    },

    /**
     * Yields events in commit order, beginning as far back as asked or as MongoDB remembers. Ends when the signal does;
     * throws when MongoDB is lost: the caller then knows that it may have missed some.
     */
    async *watch({
      sinceMs,
      signal,
      onOpen,
    }: {
      sinceMs: number;
      signal: AbortSignal;
      /** Called, with the time that the stream really begins at, when it has told what was there already. */
      onOpen: (beganAtMs: number) => void;
    }): AsyncGenerator<StoredLiveEvent> {
      const { stream, beganAtMs } = await openStream(model.collection as unknown as Collection, sinceMs);
      const close = () => void stream.close().catch(() => undefined);
      signal.addEventListener('abort', close, { once: true });
      // It may have come while the stream was being opened.
      if (signal.aborted) close();
      let caughtUp = () => {
        caughtUp = () => undefined;
        onOpen(beganAtMs);
      };
      const patience = setTimeout(() => caughtUp(), catchUpMs);
      try {
        const newest = await model.findOne().sort({ at: -1, _id: -1 }).lean();
        if (newest === null || newest.at.getTime() < beganAtMs) caughtUp();
        for await (const change of stream) {
          if (change.operationType !== 'insert') continue;
          const row = change.fullDocument as unknown as { _id: mongoose.mongo.ObjectId; event: LiveEvent; at: Date };
          yield { id: row._id.toHexString(), event: row.event, at: row.at };
          if (newest === null || row._id.equals(newest._id) || row.at > newest.at) caughtUp();
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        clearTimeout(patience);
        signal.removeEventListener('abort', close);
        await stream.close();
      }
    },
  };
}

/** MongoDB refuses to begin before its log does: begin later by halves until it agrees. */
async function openStream(
  collection: Collection,
  sinceMs: number,
): Promise<{ stream: mongoose.mongo.ChangeStream; beganAtMs: number }> {
  for (let backMs = sinceMs; ; backMs = backMs > 1000 ? backMs / 2 : 0) {
    const beganAtMs = Date.now() - backMs;
    const from = backMs > 0 ? { startAtOperationTime: timestampOf(beganAtMs) } : {};
    const open = () => collection.watch([{ $match: { operationType: 'insert' } }], { ...from, maxAwaitTimeMS: 500 });
    const probe = open();
    try {
      await probe.tryNext();
      return { stream: open(), beganAtMs };
    } catch (error) {
      if (backMs === 0 || !(error instanceof Error && 'code' in error && error.code === historyLost)) throw error;
    } finally {
      await probe.close();
    }
  }
}

function timestampOf(ms: number): mongoose.mongo.Timestamp {
  return new mongoose.mongo.Timestamp({ t: Math.floor(ms / 1000), i: 1 });
}
