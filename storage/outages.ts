import { type Connection, Schema } from 'mongoose';
import type { Outage } from '../domain/outage';
import { isDuplicate } from './database';
import { fromRow, type Row } from './document';

/** Longer than any safety net looks back. */
const keptSeconds = 3 * 24 * 3600;

/** When deliveries of messengers could not be taken in (domain 1.2). */
export function createOutageStore(connection: Connection) {
  const schema = new Schema<Row<Outage>>(
    { _id: String, channelId: { type: String, default: null }, from: Date, until: Date },
    { versionKey: false, collection: 'outages' },
  );
  schema.index({ until: 1 }, { expireAfterSeconds: keptSeconds });
  const model = connection.model('Outage', schema);

  return {
    model,

    /** The same one again can only have grown longer. */
    async note({ id, channelId, from, until }: Outage): Promise<void> {
      const write = () =>
        model.updateOne({ _id: id }, { $setOnInsert: { channelId, from }, $max: { until } }, { upsert: true });
      await write().catch((error: unknown) => {
        // Another process noted it in the same moment.
        if (!isDuplicate(error)) throw error;
        return write();
      });
    },

    /** Those of all channels, and of this one. */
    async of(channelId: string): Promise<Outage[]> {
      const rows = await model.find({ channelId: { $in: [null, channelId] } }).lean();
      return rows.map((row) => fromRow<Outage>(row as Row<Outage>));
    },
  };
}
