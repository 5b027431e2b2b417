import { type Connection, Schema } from 'mongoose';
import type { QuickReply } from '../domain/quick-reply';
import type { Tx } from './database';
import { fromRow, fromRowOrNull, type Row, toRow } from './document';
import { type Findable, findKeyOf, holding } from './find-key';
import { type Created, createdAfter, createdOrder, type PageRequest, type Position, positionOf } from './paging';

interface QuickReplyRow extends Row<QuickReply>, Created, Findable {
  /** The language as it is looked for: tags know no capitals. */
  languageKey: string;
}

/** Where a page of several languages' replies ends. */
export interface LanguagePosition extends Position {
  languageKey: string;
}

const keyOf = (language: string) => language.toLowerCase();

/** Template texts for operators (domain 1.10). */
export function createQuickReplyStore(connection: Connection) {
  const schema = new Schema<QuickReplyRow>(
    {
      _id: String,
      title: String,
      text: String,
      language: String,
      languageKey: String,
      findKey: String,
      createdAt: Date,
    },
    { versionKey: false, collection: 'quick_replies' },
  );
  schema.index(createdOrder);
  schema.index({ languageKey: 1, ...createdOrder });
  const model = connection.model('QuickReply', schema);

  const get = async (id: string, tx?: Tx): Promise<QuickReply | null> =>
    found(
      (await model
        .findById(id)
        .session(tx ?? null)
        .lean()) as QuickReplyRow | null,
    );

  const page = async (filter: object, limit: number): Promise<QuickReplyRow[]> =>
    (await model.find(filter).sort(createdOrder).limit(limit).lean()) as QuickReplyRow[];

  return {
    model,

    get,

    /** A second call with the same id gives the first one's quick reply. */
    async create(reply: QuickReply, tx: Tx): Promise<QuickReply> {
      const known = await get(reply.id, tx);
      if (known !== null) return known;
      const keys = { languageKey: keyOf(reply.language), findKey: findKeyOf(reply.title, reply.text) };
      const row = { ...toRow(reply), ...keys, createdAt: new Date() };
      await model.create([row], { session: tx });
      return reply;
    },

    async list(q: string, { limit, after }: PageRequest): Promise<Array<{ item: QuickReply; position: Position }>> {
      const rows = await page({ ...holding(q), ...createdAfter(after) }, limit);
      return rows.map((row) => ({ item: fromRow<QuickReply>(strip(row)), position: positionOf(row) }));
    },

    /** Those of the languages: the languages in their order, and within each as they were created. */
    async ofLanguages(
      { languages, q }: { languages: string[]; q: string },
      { limit, after }: { limit: number; after: LanguagePosition | null },
    ): Promise<Array<{ item: QuickReply; position: LanguagePosition }>> {
      const keys = languages.map(keyOf);
      const begun = after === null ? 0 : Math.max(0, keys.indexOf(after.languageKey));
      const rows: QuickReplyRow[] = [];
      for (const languageKey of keys.slice(begun)) {
        const rest = limit - rows.length;
        if (rest === 0) break;
        const beyond = languageKey === after?.languageKey ? createdAfter(after) : {};
        rows.push(...(await page({ languageKey, ...holding(q), ...beyond }, rest)));
      }
      return rows.map((row) => ({
        item: fromRow<QuickReply>(strip(row)),
        position: { ...positionOf(row), languageKey: row.languageKey },
      }));
    },

    async change(id: string, set: Partial<Omit<QuickReply, 'id'>>, tx: Tx): Promise<QuickReply | null> {
      const known = await get(id, tx);
      if (known === null) return null;
      const changed = { ...known, ...set };
      const keys = { languageKey: keyOf(changed.language), findKey: findKeyOf(changed.title, changed.text) };
      await model.updateOne({ _id: id }, { $set: { ...set, ...keys } }, { session: tx });
      return changed;
    },

    async remove(id: string, tx: Tx): Promise<boolean> {
      return (await model.deleteOne({ _id: id }, { session: tx })).deletedCount === 1;
    },
  };
}

function strip({ _id, title, text, language }: QuickReplyRow): Row<QuickReply> {
  return { _id, title, text, language };
}

function found(row: QuickReplyRow | null): QuickReply | null {
  return fromRowOrNull<QuickReply>(row && strip(row));
}
