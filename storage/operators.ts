import { type Connection, type QueryFilter, Schema } from 'mongoose';
import type { Operator } from '../domain/operator';
import { type Tx, within } from './database';
import { fromRow, fromRowOrNull, type Row } from './document';

interface OperatorRow extends Row<Operator> {
  /** Written only to make what relies on this row collide with a change elsewhere. */
  looks?: number;
}

const pageSize = 20;

/**
 * Operators and the places that chats occupy with them. The places are the truth about who has which chat: a unique index
 * lets a chat have one place, and what changes them are the rules of `domain/places.ts`.
 */
export function createOperatorStore(connection: Connection) {
  const schema = new Schema<OperatorRow>(
    {
      _id: String,
      name: String,
      status: String,
      reason: String,
      changedAt: Date,
      queueIds: [String],
      places: [{ _id: false, chatId: String, offerId: String, state: String, since: Date }],
      load: Number,
      lastTookAt: Date,
      statusRevision: Number,
      looks: { type: Number, select: false },
    },
    { versionKey: false, collection: 'operators' },
  );
  schema.index({ queueIds: 1, status: 1, load: 1, lastTookAt: 1, _id: 1 });
  schema.index({ name: 1, _id: 1 });
  schema.index(
    { 'places.chatId': 1 },
    { unique: true, partialFilterExpression: { 'places.chatId': { $exists: true } } },
  );
  const model = connection.model('Operator', schema);

  const found = (row: unknown) => fromRowOrNull<Operator>(row as Row<Operator> | null);

  return {
    model,

    /** A new user's operator row; he starts inactive. A second call changes nothing. */
    async create(operator: { id: string; name: string }, tx?: Tx): Promise<void> {
      const now = new Date();
      const fresh: Omit<Row<Operator>, '_id'> = {
        name: operator.name,
        status: 'inactive',
        reason: 'self',
        changedAt: now,
        queueIds: [],
        places: [],
        load: 0,
        lastTookAt: new Date(0),
        statusRevision: 0,
      };
      await model.updateOne({ _id: operator.id }, { $setOnInsert: fresh }, { upsert: true, ...within(tx) });
    },

    async rename(id: string, name: string, tx?: Tx): Promise<void> {
      await model.updateOne({ _id: id }, { $set: { name } }, within(tx));
    },

    async get(id: string, tx?: Tx): Promise<Operator | null> {
      return found(
        await model
          .findById(id)
          .session(tx ?? null)
          .lean(),
      );
    },

    async getMany(ids: string[], tx?: Tx): Promise<Map<string, Operator>> {
      const rows = await model
        .find({ _id: { $in: ids } })
        .session(tx ?? null)
        .lean();
      return new Map(rows.map((row) => [row._id, fromRow<Operator>(row as Row<Operator>)]));
    },

    /**
     * The active operators of a queue with room: least loaded first, then who has gone longest without a new chat (domain 3.3).
     * Read a page at a time and by key: a reader who stops early leaves no cursor open.
     */
    async *free({ queueId, limit, tx }: { queueId: string; limit: number; tx?: Tx }): AsyncGenerator<Operator> {
      for (let last: Operator | null = null; ; ) {
        const rows = await model
          .find({
            queueIds: queueId,
            status: 'active',
            load: { $lt: limit },
            ...(last === null ? {} : comesAfter(last)),
          })
          .sort({ load: 1, lastTookAt: 1, _id: 1 })
          .limit(pageSize)
          .session(tx ?? null)
          .lean();
        const page: Operator[] = rows.map((row) => fromRow<Operator>(row as Row<Operator>));
        yield* page;
        last = page.at(-1) ?? null;
        if (last === null || page.length < pageSize) return;
      }
    },

    async countFree({ queueId, limit, tx }: { queueId: string; limit: number; tx?: Tx }): Promise<number> {
      return model.countDocuments({ queueIds: queueId, status: 'active', load: { $lt: limit } }).session(tx ?? null);
    },

    /** Of these users, the active ones with room; of a queue only, if it is named. */
    async freeAmong({
      ids,
      queueId,
      limit,
    }: {
      ids: string[];
      queueId: string | null;
      limit: number;
    }): Promise<Operator[]> {
      const ofQueue = queueId === null ? {} : { queueIds: queueId };
      const rows = await model.find({ _id: { $in: ids }, ...ofQueue, status: 'active', load: { $lt: limit } }).lean();
      return rows.map((row) => fromRow<Operator>(row as Row<Operator>));
    },

    /** Operators of any of the queues, by name. */
    async ofQueues(queueIds: string[]): Promise<Operator[]> {
      const rows = await model
        .find({ queueIds: { $in: queueIds } })
        .sort({ name: 1, _id: 1 })
        .lean();
      return rows.map((row) => fromRow<Operator>(row as Row<Operator>));
    },

    /** A page of those who are in a queue, or in this one, by name. */
    async list(
      { queueId }: { queueId: string | undefined },
      page: { after: { name: string; id: string } | null; limit: number },
    ): Promise<Operator[]> {
      const { after } = page;
      const rows = await model
        .find({
          ...(queueId === undefined ? { 'queueIds.0': { $exists: true } } : { queueIds: queueId }),
          ...(after === null
            ? {}
            : { $or: [{ name: { $gt: after.name } }, { name: after.name, _id: { $gt: after.id } }] }),
        })
        .sort({ name: 1, _id: 1 })
        .limit(page.limit)
        .lean();
      return rows.map((row) => fromRow<Operator>(row as Row<Operator>));
    },

    async activeIds(): Promise<string[]> {
      return (await model.find({ status: 'active' }, { _id: 1 }).lean()).map((row) => row._id);
    },

    /** Ids of those who are listed as operators of a queue. */
    async idsOfQueue(queueId: string): Promise<string[]> {
      return (await model.find({ queueIds: queueId }, { _id: 1 }).lean()).map((row) => row._id);
    },

    /** Who has a place for the chat, offered or in work. */
    async holding(tx: Tx, chatId: string): Promise<Operator | null> {
      return found(await model.findOne({ 'places.chatId': chatId }).session(tx).lean());
    },

    /**
     * Writes what a rule of the domain made of an operator (`domain/places.ts`). Both were read and made in this
     * transaction: when another changes him meanwhile, it collides and is run again.
     */
    async change(tx: Tx, before: Operator, after: Operator): Promise<void> {
      const { id, name: _name, ...set } = after;
      const at = { _id: id, load: before.load, statusRevision: before.statusRevision };
      const written = await model.updateOne(at, { $set: set }, { session: tx });
      if (written.matchedCount !== 1) throw new Error(`operator ${id} has moved on within one transaction`);
    },

    /** Makes what relies on somebody as he is collide with any change of him, so that the later one sees what the earlier one did. */
    async touch(tx: Tx, ...ids: string[]): Promise<void> {
      if (ids.length > 0) await model.updateMany({ _id: { $in: ids } }, { $inc: { looks: 1 } }, { session: tx });
    },

    /** Makes every choice collide that was made and not committed: it is made anew, on the limit that holds now. */
    async touchActive(): Promise<void> {
      await model.updateMany({ status: 'active' }, { $inc: { looks: 1 } });
    },
  };
}

function comesAfter({ load, lastTookAt, id }: Operator): QueryFilter<Row<Operator>> {
  return {
    $or: [{ load: { $gt: load } }, { load, lastTookAt: { $gt: lastTookAt } }, { load, lastTookAt, _id: { $gt: id } }],
  };
}
