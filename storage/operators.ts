import { type Connection, type QueryFilter, Schema } from 'mongoose';
import type { Operator, OperatorStatus, OperatorStatusReason, Place } from '../domain/operator';
import { type Tx, within } from './database';
import { fromRow, fromRowOrNull, type Row } from './document';

/** What a claim was decided on; the claim fails when the row has moved on. */
export interface Claim {
  operatorId: string;
  limit: number;
  place: Place;
}

interface OperatorRow extends Row<Operator> {
  /** Written only to make what relies on this row collide with a change elsewhere. */
  looks?: number;
}

const pageSize = 20;

/**
 * Operators and the places that chats occupy with them. The places are the truth about who has which chat: a unique index
 * lets a chat have one place, and every change is conditional on the place it means.
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
  schema.index(
    { 'places.chatId': 1 },
    { unique: true, partialFilterExpression: { 'places.chatId': { $exists: true } } },
  );
  const model = connection.model('Operator', schema);

  const found = (row: unknown) => fromRowOrNull<Operator>(row as Row<Operator> | null);

  const change = async (tx: Tx, filter: QueryFilter<Row<Operator>>, update: object): Promise<Operator | null> =>
    found(await model.findOneAndUpdate(filter, update, { session: tx, returnDocument: 'after' }).lean());

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

    async getMany(ids: string[]): Promise<Map<string, Operator>> {
      const rows = await model.find({ _id: { $in: ids } }).lean();
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

    /** Of these users, the active ones of the queue with room. */
    async freeAmong({ ids, queueId, limit }: { ids: string[]; queueId: string; limit: number }): Promise<Operator[]> {
      const rows = await model
        .find({ _id: { $in: ids }, queueIds: queueId, status: 'active', load: { $lt: limit } })
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

    /** Takes a place if the operator is active and has room. */
    async claim(tx: Tx, { operatorId, limit, place }: Claim): Promise<Operator | null> {
      const taken = place.state === 'active' ? { lastTookAt: place.since } : {};
      return change(
        tx,
        { _id: operatorId, status: 'active', load: { $lt: limit }, 'places.chatId': { $ne: place.chatId } },
        { $push: { places: place }, $inc: { load: 1 }, $set: taken },
      );
    },

    /** An accepted offer becomes a chat in work; null when the offer is no longer his. */
    async promote(tx: Tx, of: { operatorId: string; chatId: string; offerId: string }): Promise<Operator | null> {
      return change(
        tx,
        {
          _id: of.operatorId,
          places: { $elemMatch: { chatId: of.chatId, offerId: of.offerId, state: 'offered' } },
        },
        { $set: { 'places.$.state': 'active', 'places.$.since': new Date(), lastTookAt: new Date() } },
      );
    },

    /** Gives a place back. Matches chat and offer, so a late release of an old offer frees nothing. */
    async release(tx: Tx, of: { operatorId: string; chatId: string; offerId: string }): Promise<Operator | null> {
      const place = { chatId: of.chatId, offerId: of.offerId };
      return change(
        tx,
        { _id: of.operatorId, places: { $elemMatch: place } },
        { $pull: { places: place }, $inc: { load: -1 } },
      );
    },

    /** Gives back whatever place a chat has. */
    async releaseChat(tx: Tx, chatId: string): Promise<Operator | null> {
      return change(tx, { 'places.chatId': chatId }, { $pull: { places: { chatId } }, $inc: { load: -1 } });
    },

    /**
     * Sets the status. Turning inactive drops his offers in the same write; chats in work stay (domain 3.4, 3.7).
     * With `holdingOffer` it happens only while that very offer is still his.
     */
    async setStatus(
      tx: Tx,
      wanted: { operatorId: string; status: OperatorStatus; reason: OperatorStatusReason; holdingOffer?: string },
    ): Promise<{ operator: Operator; dropped: Place[] } | null> {
      const before = found(await model.findById(wanted.operatorId).session(tx).lean());
      if (before === null) return null;
      if (wanted.holdingOffer !== undefined && !before.places.some(isOffer(wanted.holdingOffer))) return null;
      const dropped = wanted.status === 'inactive' ? before.places.filter((place) => place.state === 'offered') : [];
      const places = before.places.filter((place) => !dropped.includes(place));
      const operator = await change(
        tx,
        { _id: wanted.operatorId },
        {
          $set: { status: wanted.status, reason: wanted.reason, changedAt: new Date(), places, load: places.length },
          $inc: { statusRevision: 1 },
        },
      );
      return operator && { operator, dropped };
    },

    /** Makes two simultaneous looks at his queues collide, so that the later one sees what the earlier one did. */
    async touch(tx: Tx, id: string): Promise<void> {
      await model.updateOne({ _id: id }, { $inc: { looks: 1 } }, { session: tx });
    },

    /** Makes every claim collide that has made its choice and not its claim: it is decided anew, on the limit that holds now. */
    async touchActive(): Promise<void> {
      await model.updateMany({ status: 'active' }, { $inc: { looks: 1 } });
    },

    /** Replaces his list of queues, dropping offers of queues that he left (domain 3.7). `offers` tells each offer's queue. */
    async setQueues(
      tx: Tx,
      of: { operatorId: string; queueIds: string[]; dropped: Place[] },
    ): Promise<Operator | null> {
      const before = found(await model.findById(of.operatorId).session(tx).lean());
      if (before === null) return null;
      const gone = new Set(of.dropped.map((place) => place.offerId));
      const places = before.places.filter((place) => !gone.has(place.offerId));
      return change(tx, { _id: of.operatorId }, { $set: { queueIds: of.queueIds, places, load: places.length } });
    },
  };
}

function comesAfter({ load, lastTookAt, id }: Operator): QueryFilter<Row<Operator>> {
  return {
    $or: [{ load: { $gt: load } }, { load, lastTookAt: { $gt: lastTookAt } }, { load, lastTookAt, _id: { $gt: id } }],
  };
}

function isOffer(offerId: string) {
  return (place: Place) => place.offerId === offerId && place.state === 'offered';
}
