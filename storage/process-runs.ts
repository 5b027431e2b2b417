import { type Connection, Schema } from 'mongoose';
import type { ProcessEnd, ProcessRun } from '../domain/process';
import type { Tx } from './database';
import { fromRow, fromRowOrNull, type Row, toRow } from './document';

interface ProcessRunRow extends Row<ProcessRun> {
  /** There while it is not ended: when reconciliation last saw that its runner runs. */
  checkedAt?: Date;
  /** When the webhook took what was posted for this run. */
  postedAt?: Date;
}

/** Chat actions that were run, and what came of them (domain 5.1). */
export function createProcessRunStore(connection: Connection) {
  const schema = new Schema<ProcessRunRow>(
    {
      _id: String,
      chatId: String,
      contactId: String,
      actionId: String,
      actionName: String,
      process: String,
      parameters: Schema.Types.Mixed,
      startedBy: String,
      status: String,
      outcome: { type: Schema.Types.Mixed, default: null },
      failure: { type: Schema.Types.Mixed, default: null },
      startedAt: Date,
      endedAt: { type: Date, default: null },
      checkedAt: Date,
      postedAt: Date,
    },
    { versionKey: false, collection: 'process_runs', minimize: false },
  );
  schema.index({ chatId: 1, startedAt: -1, _id: -1 });
  schema.index({ contactId: 1 });
  schema.index({ checkedAt: 1 }, { partialFilterExpression: { checkedAt: { $exists: true } } });
  const model = connection.model('ProcessRun', schema);

  return {
    model,

    async get(id: string, tx?: Tx): Promise<ProcessRun | null> {
      const row = await model
        .findById(id)
        .session(tx ?? null)
        .lean();
      return found(row as ProcessRunRow | null);
    },

    async create(run: ProcessRun, tx: Tx): Promise<void> {
      await model.create([{ ...toRow(run), checkedAt: run.startedAt }], { session: tx });
    },

    /** Newest first. */
    async ofChat(
      chatId: string,
      page: { before: { startedAt: Date; id: string } | null; limit: number },
    ): Promise<ProcessRun[]> {
      const { before } = page;
      const isBefore =
        before === null
          ? {}
          : {
              $or: [{ startedAt: { $lt: before.startedAt } }, { startedAt: before.startedAt, _id: { $lt: before.id } }],
            };
      const rows = await model
        .find({ chatId, ...isBefore })
        .sort({ startedAt: -1, _id: -1 })
        .limit(page.limit)
        .lean();
      return rows.map((row) => fromRow<ProcessRun>(strip(row as ProcessRunRow)));
    },

    /** What became of a run, told once: null when it has ended already. */
    async end(id: string, end: ProcessEnd, tx: Tx): Promise<ProcessRun | null> {
      const row = await model
        .findOneAndUpdate(
          { _id: id, status: 'started' },
          { $set: { ...end, endedAt: new Date() }, $unset: { checkedAt: true } },
          { returnDocument: 'after', session: tx },
        )
        .lean();
      return found(row as ProcessRunRow | null);
    },

    /** Runs whose runner was not looked at since `before`, each handed out once a round. */
    async takeUnchecked(before: Date, limit: number): Promise<ProcessRun[]> {
      const rows = (await model
        .find({ checkedAt: { $lt: before } })
        .sort({ checkedAt: 1 })
        .limit(limit)
        .lean()) as ProcessRunRow[];
      const ids = rows.map((row) => row._id);
      await model.updateMany({ _id: { $in: ids }, checkedAt: { $exists: true } }, { $set: { checkedAt: new Date() } });
      return rows.map((row) => fromRow<ProcessRun>(strip(row)));
    },

    /** What processes told of erased contacts; that they were run stays (domain 9.2). Returns whether one still runs. */
    async forgetContacts(contactIds: string[]): Promise<{ isRunning: boolean }> {
      const of = { contactId: { $in: contactIds } };
      await model.updateMany(of, { $set: { outcome: null, failure: null } });
      return { isRunning: (await model.exists({ ...of, status: 'started' })) !== null };
    },

    async removeOfChats(tx: Tx, chatIds: string[]): Promise<void> {
      await model.deleteMany({ chatId: { $in: chatIds } }, { session: tx });
    },

    async isPosted(id: string): Promise<boolean> {
      return (await model.exists({ _id: id, postedAt: { $exists: true } })) !== null;
    },

    /** The webhook took what was posted for this run: a repeated attempt need not post it again. */
    async markPosted(id: string): Promise<void> {
      await model.updateOne({ _id: id, postedAt: { $exists: false } }, { $set: { postedAt: new Date() } });
    },
  };
}

function strip({ checkedAt: _checkedAt, postedAt: _postedAt, ...run }: ProcessRunRow): Row<ProcessRun> {
  return { ...run, parameters: run.parameters ?? {} };
}

function found(row: ProcessRunRow | null): ProcessRun | null {
  return fromRowOrNull<ProcessRun>(row && strip(row));
}
