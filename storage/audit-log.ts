import { type Connection, type QueryFilter, Schema } from 'mongoose';
import type { AuditEntry } from '../domain/audit';
import { isDuplicate, type Tx } from './database';
import { fromRow, type Row, toRow } from './document';

export interface AuditFilter {
  userId?: string | undefined;
  what?: string | undefined;
  subjectKind?: string | undefined;
  subjectId?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

const hourMs = 3_600_000;

/** Who administered what, and who read others' chats. Only added to: an entry that is there stays as it is. */
export function createAuditLogStore(connection: Connection) {
  const schema = new Schema<Row<AuditEntry>>(
    {
      _id: String,
      at: Date,
      userId: { type: String, default: null },
      what: String,
      subject: { kind: String, id: String },
      fields: [String],
      before: { type: Schema.Types.Mixed, default: null },
      after: { type: Schema.Types.Mixed, default: null },
      outcome: String,
    },
    { versionKey: false, collection: 'audit_log', minimize: false, id: false },
  );
  const newestFirst = { at: -1, _id: -1 } as const;
  schema.index(newestFirst);
  schema.index({ userId: 1, ...newestFirst });
  schema.index({ what: 1, ...newestFirst });
  schema.index({ 'subject.id': 1, ...newestFirst });
  const model = connection.model('AuditEntry', schema);

  return {
    model,

    /** In the transaction of what they tell of. One that is there already, of a request that is repeated, is not added again. */
    async add(tx: Tx, entries: AuditEntry[]): Promise<void> {
      const there = await model.find({ _id: { $in: entries.map(({ id }) => id) } }, { _id: 1 }, { session: tx }).lean();
      const missing = entries.filter(({ id }) => !there.some((row) => row._id === id));
      if (missing.length > 0) await model.insertMany(missing.map(toRow), { session: tx });
    },

    /** Before something that is no transaction of ours. Returns whether the entry was not there. */
    async ask(entry: Omit<AuditEntry, 'outcome'>): Promise<boolean> {
      return addOnce({ ...entry, outcome: 'asked' });
    },

    async settle(id: string, set: Pick<AuditEntry, 'before' | 'after'>): Promise<void> {
      await model.updateOne({ _id: id, outcome: 'asked' }, { $set: { ...set, outcome: 'done' } });
    },

    /** It was refused, and nothing was done. */
    async dismiss(id: string): Promise<void> {
      await model.deleteOne({ _id: id, outcome: 'asked' });
    },

    /** Somebody reads others' chats: an entry for each, once an hour. */
    async noteReadings(userId: string, chatIds: string[]): Promise<void> {
      const at = new Date();
      const entries = chatIds.map((chatId): AuditEntry => {
        const id = `reading:${userId}:${chatId}:${Math.floor(at.getTime() / hourMs)}`;
        const subject = { kind: 'chat', id: chatId };
        return { id, at, userId, what: 'ReadChat', subject, fields: [], before: null, after: null, outcome: 'done' };
      });
      const there = await model.find({ _id: { $in: entries.map(({ id }) => id) } }, { _id: 1 }).lean();
      const missing = entries.filter(({ id }) => !there.some((row) => row._id === id));
      await Promise.all(missing.map(addOnce));
    },

    /** Adds to the day's entry of something that Parley does by itself, piece by piece. */
    async count(tx: Tx, what: string, counts: Record<string, number>): Promise<void> {
      const at = new Date();
      const id = `${what}:${at.toISOString().slice(0, 10)}`;
      const fresh = { userId: null, what, subject: { kind: 'installation', id: '' }, fields: [], before: null };
      const added = Object.fromEntries(Object.entries(counts).map(([name, count]) => [`after.${name}`, count]));
      await model.updateOne(
        { _id: id },
        { $setOnInsert: { ...fresh, outcome: 'done' }, $set: { at }, $inc: added },
        { upsert: true, session: tx },
      );
    },

    /** Newest first. */
    async list(
      filter: AuditFilter,
      page: { before: Pick<AuditEntry, 'at' | 'id'> | null; limit: number },
    ): Promise<AuditEntry[]> {
      const { userId, what, subjectKind, subjectId, from, to } = filter;
      const at = { ...(from === undefined ? {} : { $gte: from }), ...(to === undefined ? {} : { $lt: to }) };
      const { before } = page;
      const query: QueryFilter<Row<AuditEntry>> = {
        ...(userId === undefined ? {} : { userId }),
        ...(what === undefined ? {} : { what }),
        ...(subjectKind === undefined ? {} : { 'subject.kind': subjectKind }),
        ...(subjectId === undefined ? {} : { 'subject.id': subjectId }),
        ...(Object.keys(at).length === 0 ? {} : { at }),
        ...(before === null ? {} : { $or: [{ at: { $lt: before.at } }, { at: before.at, _id: { $lt: before.id } }] }),
      };
      const rows = await model.find(query).sort(newestFirst).limit(page.limit).lean();
      return rows.map((row) => fromRow<AuditEntry>(row as Row<AuditEntry>));
    },
  };

  async function addOnce(entry: AuditEntry): Promise<boolean> {
    try {
      await model.create([toRow(entry)]);
      return true;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return false;
    }
  }
}
