import { type Connection, Schema } from 'mongoose';
import type { Queue } from '../domain/queue';
import { type Tx, within } from './database';
import { fromRow, fromRowOrNull, type Row, toRow } from './document';
import { type Findable, findKeyOf, holding } from './find-key';
import { type Created, createdAfter, createdOrder, type PageRequest, type Position, positionOf } from './paging';

interface QueueRow extends Row<Queue>, Created, Findable {
  /** Counts those who relied on the queue's being there, so that it cannot vanish in the same moment. */
  holds: number;
}

type QueueChange = Partial<Omit<Queue, 'id'>>;

/** Who has one of these roles. */
type UsersOfRoles = (roleIds: string[], tx?: Tx) => Promise<string[]>;

/** Queues and their operators (domain 1.4). */
export function createQueueStore(connection: Connection, usersOfRoles: UsersOfRoles) {
  const schema = new Schema<QueueRow>(
    {
      _id: String,
      name: String,
      routingRule: String,
      completionTimeoutMinutes: { type: Number, default: null },
      keepOpenWhileUnanswered: Boolean,
      operators: [{ _id: false, userId: String, roleId: String }],
      createdAt: Date,
      holds: Number,
      findKey: String,
    },
    { versionKey: false, collection: 'queues' },
  );
  schema.index({ 'operators.userId': 1 });
  schema.index({ 'operators.roleId': 1 });
  schema.index(createdOrder);
  const model = connection.model('Queue', schema);

  const get = async (id: string, tx?: Tx): Promise<Queue | null> =>
    found(
      (await model
        .findById(id)
        .session(tx ?? null)
        .lean()) as QueueRow | null,
    );

  return {
    model,

    get,

    async getMany(ids: string[]): Promise<Map<string, Queue>> {
      const rows = (await model.find({ _id: { $in: ids } }).lean()) as QueueRow[];
      return new Map(rows.map((row) => [row._id, fromRow<Queue>(strip(row))]));
    },

    /** A second call with the same id gives the first one's queue. */
    async create(queue: Queue, tx: Tx): Promise<Queue> {
      const known = await get(queue.id, tx);
      if (known !== null) return known;
      const row = { ...toRow(queue), findKey: findKeyOf(queue.name), createdAt: new Date(), holds: 0 };
      await model.create([row], { session: tx });
      return queue;
    },

    /** Those whose name holds the words of `q`. */
    async list(q: string, { limit, after }: PageRequest): Promise<Array<{ item: Queue; position: Position }>> {
      const rows = await model
        .find({ ...holding(q), ...createdAfter(after) })
        .sort(createdOrder)
        .limit(limit)
        .lean();
      return (rows as QueueRow[]).map((row) => ({ item: fromRow<Queue>(strip(row)), position: positionOf(row) }));
    },

    async change(id: string, set: QueueChange, tx: Tx): Promise<Queue | null> {
      const key = set.name === undefined ? {} : { findKey: findKeyOf(set.name) };
      return found(
        (await model
          .findByIdAndUpdate(id, { $set: { ...set, ...key } }, { returnDocument: 'after', session: tx })
          .lean()) as QueueRow | null,
      );
    },

    async remove(id: string, tx: Tx): Promise<boolean> {
      return (await model.deleteOne({ _id: id }, { session: tx })).deletedCount === 1;
    },

    /** Whether the queue is there; if so, it cannot vanish before the transaction ends. */
    async hold(id: string, tx: Tx): Promise<boolean> {
      return (await model.updateOne({ _id: id }, { $inc: { holds: 1 } }, { session: tx })).matchedCount === 1;
    },

    /** Ids of the queues whose operators contain the user or one of his roles. */
    async ofUser({ userId, roleIds }: { userId: string; roleIds: string[] }, tx?: Tx): Promise<string[]> {
      const rows = await model
        .find(
          { $or: [{ 'operators.userId': userId }, { 'operators.roleId': { $in: roleIds } }] },
          { _id: 1 },
          within(tx),
        )
        .lean();
      return rows.map((row) => row._id);
    },

    /** Users who are operators of the queue, directly or by a role. */
    async memberUserIds(queueId: string, tx?: Tx): Promise<string[]> {
      const queue = await get(queueId, tx);
      if (queue === null) return [];
      const direct = queue.operators.flatMap((member) => ('userId' in member ? [member.userId] : []));
      const roleIds = queue.operators.flatMap((member) => ('roleId' in member ? [member.roleId] : []));
      return [...new Set([...direct, ...(await usersOfRoles(roleIds, tx))])];
    },

    async anyWithRole(roleId: string, tx: Tx): Promise<boolean> {
      return (await model.exists({ 'operators.roleId': roleId }).session(tx)) !== null;
    },

    async any(tx?: Tx): Promise<boolean> {
      return (await model.exists({}).session(tx ?? null)) !== null;
    },
  };
}

function strip({ createdAt: _createdAt, holds: _holds, findKey: _findKey, ...queue }: QueueRow): Row<Queue> {
  return queue;
}

function found(row: QueueRow | null): Queue | null {
  return fromRowOrNull<Queue>(row && strip(row));
}
