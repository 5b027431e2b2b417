import { type Connection, type mongo, type PipelineStage, Schema } from 'mongoose';
import { lastSeenUnder, type Presence, type PresenceLease } from '../domain/presence';
import type { Tx } from './database';
import { fromRowOrNull, type Row } from './document';

export interface LiveConnection {
  id: string;
  userId: string;
}

export interface ClosedConnection extends LiveConnection {
  closedAt: Date;
}

/** Who is connected, a row a person: written when a connection opens or closes, or its process dies, and never in between (domain 13.2). */
export function createPresenceStore(connection: Connection) {
  const schema = new Schema<Row<Presence>>(
    {
      _id: String,
      connections: [{ _id: false, id: String, leaseId: String }],
      seenAt: Date,
      timesOutAt: Date,
    },
    { versionKey: false, collection: 'presence' },
  );
  schema.index({ timesOutAt: 1 });
  schema.index({ 'connections.leaseId': 1 });
  const model = connection.model('Presence', schema);

  async function write(updates: mongo.AnyBulkWriteOperation<Row<Presence>>[]): Promise<void> {
    const rows = model.collection as unknown as mongo.Collection<Row<Presence>>;
    if (updates.length > 0) await rows.bulkWrite(updates, { ordered: false });
  }

  return {
    model,

    /** Puts open connections on record, under the lease of their process. Those that are there already come under this one instead. */
    async connect(connections: readonly LiveConnection[], leaseId: string): Promise<void> {
      const now = new Date();
      await write(
        connections.map(({ id, userId }) => ({
          updateOne: { filter: { _id: userId }, update: connecting({ id, leaseId }, now), upsert: true },
        })),
      );
    },

    /** Who has lost his last one is gone at `timesOutAt`. */
    async disconnect(connections: readonly ClosedConnection[], timesOutAt: Date): Promise<void> {
      await write(
        connections.map(({ id, userId, closedAt }) => ({
          updateOne: {
            filter: { _id: userId, 'connections.id': id },
            update: losing({ $ne: ['$$this.id', id] }, { seenAt: closedAt, timesOutAt }),
          },
        })),
      );
    },

    /** A process has died or ended: its connections are lost. Those who have one elsewhere stay as they are. */
    async loseAllOf(lease: PresenceLease, timesOutAt: Date): Promise<void> {
      const update = losing({ $ne: ['$$this.leaseId', lease.id] }, { seenAt: lastSeenUnder(lease), timesOutAt });
      await model.updateMany({ 'connections.leaseId': lease.id }, update, { updatePipeline: true });
    },

    /** After an outage: nobody is gone before then. */
    async putOff(timesOutAt: Date): Promise<void> {
      await model.updateMany({ timesOutAt: { $ne: null } }, { $max: { timesOutAt } });
    },

    /** Ids of those who may be gone, the longest ago first. */
    async due(now: Date, limit: number): Promise<string[]> {
      const rows = await model
        .find({ timesOutAt: { $lte: now } }, { _id: 1 })
        .sort({ timesOutAt: 1 })
        .limit(limit)
        .lean();
      return rows.map((row) => row._id);
    },

    async get(id: string, tx?: Tx): Promise<Presence | null> {
      const row = await model
        .findById(id)
        .session(tx ?? null)
        .lean();
      return fromRowOrNull<Presence>(row as Row<Presence> | null);
    },

    /** He is watched no more. Who connects in the same moment collides with it. */
    async forget(id: string, tx: Tx): Promise<void> {
      await model.deleteOne({ _id: id }, { session: tx });
    },
  };
}

type Stages = PipelineStage.Set[];

const remaining = (stays: object) => ({ $filter: { input: { $ifNull: ['$connections', []] }, cond: stays } });

function connecting(connection: { id: string; leaseId: string }, now: Date): Stages {
  const others = remaining({ $ne: ['$$this.id', connection.id] });
  const connections = { $concatArrays: [others, [connection]] };
  return [{ $set: { connections, seenAt: { $max: ['$seenAt', now] }, timesOutAt: null } }];
}

function losing(stays: object, { seenAt, timesOutAt }: { seenAt: Date; timesOutAt: Date }): Stages {
  return [
    { $set: { connections: remaining(stays), seenAt: { $max: ['$seenAt', seenAt] } } },
    { $set: { timesOutAt: { $cond: [{ $eq: ['$connections', []] }, timesOutAt, null] } } },
  ];
}
