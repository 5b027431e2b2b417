import { type Connection, type QueryFilter, Schema } from 'mongoose';
import type { Dossier, DossierChange, DossierEdit } from '../domain/dossier';
import { isDuplicate, type Tx } from './database';
import { fromRow, fromRowOrNull, type Row, toRow } from './document';

interface DossierRow<S extends string> extends Row<Dossier<S>> {
  /** There on the one that a chat gets without asking for another: a unique index lets a chat have one. */
  isFirst?: true;
}

export interface DossierFilter<S extends string> {
  status?: S | undefined;
  contactId?: string | undefined;
  chatId?: string | undefined;
  queueId?: string | undefined;
  operatorId?: string | undefined;
  /** Of these queues or chats, or opened by this operator; undefined: all. */
  seenBy?: { queueIds: string[]; chatIds: string[]; operatorId: string } | undefined;
}

/** One kind of what is opened from chats: cases, orders (domain 5.2). */
export function createDossierStore<S extends string>(
  connection: Connection,
  kind: { model: string; collection: string; counter: string },
) {
  const schema = new Schema<DossierRow<string>>(
    {
      _id: String,
      number: Number,
      subject: String,
      status: String,
      notes: String,
      contactId: String,
      chatId: String,
      queueId: String,
      operatorId: String,
      createdAt: Date,
      history: [{ _id: false, at: Date, userId: String, field: String, from: String, to: String }],
      isFirst: Boolean,
    },
    { versionKey: false, collection: kind.collection },
  );
  schema.index({ number: -1 }, { unique: true });
  schema.index({ chatId: 1 }, { name: 'first', unique: true, partialFilterExpression: { isFirst: true } });
  schema.index({ chatId: 1, number: -1 });
  schema.index({ contactId: 1, number: -1 });
  schema.index({ queueId: 1, number: -1 });
  schema.index({ operatorId: 1, number: -1 });
  schema.index({ status: 1, number: -1 });
  const model = connection.model(kind.model, schema);
  const counters = connection.collection<{ _id: string; value: number }>('counters');

  const found = (row: unknown) => fromRowOrNull<Dossier<S>>(strip<S>(row));

  /** The newest of a chat or contact. */
  const lastOf = async (of: { chatId: string } | { contactId: string }): Promise<Dossier<S> | null> =>
    found(await model.findOne(of).sort({ number: -1 }).lean());

  return {
    model,
    lastOf,

    async get(id: string, tx?: Tx): Promise<Dossier<S> | null> {
      return found(
        await model
          .findById(id)
          .session(tx ?? null)
          .lean(),
      );
    },

    /**
     * Opens one; a second call with the same id gives the first one's. `isFirst`: the chat has none yet. When another of the
     * same moment was faster, it is that one.
     */
    async open(fresh: Omit<Dossier<S>, 'number'>, { isFirst }: { isFirst: boolean }): Promise<Dossier<S>> {
      const known = found(await model.findById(fresh.id).lean());
      if (known !== null) return known;
      const dossier = { ...fresh, number: await nextNumber() };
      try {
        await model.create([{ ...toRow<Dossier>(dossier), ...(isFirst ? { isFirst } : {}) }]);
        return dossier;
      } catch (error) {
        const other = isDuplicate(error)
          ? (found(await model.findById(fresh.id).lean()) ?? (await lastOf({ chatId: fresh.chatId })))
          : null;
        if (other === null) throw error;
        return other;
      }
    },

    /** Writes an edit with its history, both decided on the row as this transaction reads it. */
    async change(id: string, edit: DossierEdit<S>, changes: DossierChange[], tx: Tx): Promise<Dossier<S> | null> {
      const update = { $set: edit, $push: { history: { $each: changes } } };
      return found(await model.findByIdAndUpdate(id, update, { returnDocument: 'after', session: tx }).lean());
    },

    /** They go with their chat into another queue (domain 3.7). */
    async followChat(tx: Tx, { chatId, queueId }: { chatId: string; queueId: string }): Promise<void> {
      await model.updateMany({ chatId }, { $set: { queueId } }, { session: tx });
    },

    /** What an erased contact's matter was about; that there was one stays (domain 9.2). */
    async forgetContacts(contactIds: string[]): Promise<void> {
      const forgotten = { subject: '', notes: '', history: [] };
      await model.updateMany({ contactId: { $in: contactIds } }, { $set: forgotten });
    },

    /** Newest first. */
    async list(filter: DossierFilter<S>, page: { before: number | null; limit: number }): Promise<Dossier<S>[]> {
      const { seenBy, ...fields } = filter;
      const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
      const seen = seenBy && {
        $or: [
          { queueId: { $in: seenBy.queueIds } },
          { chatId: { $in: seenBy.chatIds } },
          { operatorId: seenBy.operatorId },
        ],
      };
      const query: QueryFilter<DossierRow<string>> = {
        ...given,
        ...(page.before === null ? {} : { number: { $lt: page.before } }),
        ...(seen ?? {}),
      };
      const rows = await model.find(query).sort({ number: -1 }).limit(page.limit).lean();
      return rows.map((row) => fromRow<Dossier<S>>(strip<S>(row) as Row<Dossier<S>>));
    },
  };

  /** Rises by one with each call; a number may be left unused. */
  async function nextNumber(): Promise<number> {
    const counter = await counters.findOneAndUpdate(
      { _id: kind.counter },
      { $inc: { value: 1 } },
      { upsert: true, returnDocument: 'after' },
    );
    return counter?.value ?? 1;
  }
}

function strip<S extends string>(row: unknown): Row<Dossier<S>> | null {
  if (row === null) return null;
  const { isFirst: _isFirst, ...dossier } = row as DossierRow<S>;
  return dossier;
}

export type DossierStore<S extends string> = ReturnType<typeof createDossierStore<S>>;
