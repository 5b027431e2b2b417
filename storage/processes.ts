import { type Connection, Schema } from 'mongoose';
import type { ExternalProcess } from '../domain/process';
import type { Tx } from './database';
import { fromRow, fromRowOrNull, type Row, toRow } from './document';
import { type Created, createdOrder } from './paging';

interface ProcessRow extends Row<ExternalProcess>, Created {
  /** Counts the chat actions that relied on the process, so that it cannot vanish in the same moment. */
  holds: number;
}

/** Processes that workers outside this repository serve (domain 5.3); the shipped ones stand in code. */
export function createProcessStore(connection: Connection) {
  const schema = new Schema<ProcessRow>(
    {
      _id: String,
      name: String,
      title: String,
      parameters: [Schema.Types.Mixed],
      workflowType: String,
      taskQueue: String,
      startTimeoutMinutes: Number,
      timeoutMinutes: Number,
      createdAt: Date,
      holds: Number,
    },
    { versionKey: false, collection: 'processes' },
  );
  schema.index({ name: 1 }, { unique: true });
  schema.index(createdOrder);
  const model = connection.model('Process', schema);

  return {
    model,

    async named(name: string, tx?: Tx): Promise<ExternalProcess | null> {
      const row = await model
        .findOne({ name })
        .session(tx ?? null)
        .lean();
      return found(row as ProcessRow | null);
    },

    /** All of them, in the order of their creation: analysts write them one by one. */
    async all(): Promise<ExternalProcess[]> {
      const rows = (await model.find().sort(createdOrder).lean()) as ProcessRow[];
      return rows.map((row) => fromRow<ExternalProcess>(strip(row)));
    },

    /** A second call with the same id gives the first one's process; a name that is taken is refused as a duplicate. */
    async create(process: ExternalProcess, tx: Tx): Promise<ExternalProcess> {
      const known = found((await model.findById(process.id).session(tx).lean()) as ProcessRow | null);
      if (known !== null) return known;
      await model.create([{ ...toRow(process), createdAt: new Date(), holds: 0 }], { session: tx });
      return process;
    },

    async change(
      name: string,
      set: Partial<Omit<ExternalProcess, 'id' | 'name'>>,
      tx: Tx,
    ): Promise<ExternalProcess | null> {
      const row = await model
        .findOneAndUpdate({ name }, { $set: set }, { returnDocument: 'after', session: tx })
        .lean();
      return found(row as ProcessRow | null);
    },

    async remove(name: string, tx: Tx): Promise<boolean> {
      return (await model.deleteOne({ name }, { session: tx })).deletedCount === 1;
    },

    /** Whether the process is there; if so, it cannot vanish before the transaction ends. */
    async hold(name: string, tx: Tx): Promise<boolean> {
      return (await model.updateOne({ name }, { $inc: { holds: 1 } }, { session: tx })).matchedCount === 1;
    },
  };
}

function strip({ createdAt: _createdAt, holds: _holds, ...process }: ProcessRow): Row<ExternalProcess> {
  return process;
}

function found(row: ProcessRow | null): ExternalProcess | null {
  return fromRowOrNull<ExternalProcess>(row && strip(row));
}
