import { randomUUID } from 'node:crypto';
import { type Connection, type QueryFilter, Schema } from 'mongoose';
import type { Contact, Identity } from '../domain/contact';
import { comparable } from '../domain/folding';
import { nameKeys, nameTerms } from '../domain/name-keys';
import { isDuplicate, type Tx, within } from './database';
import { fromRow, type Row, toRow } from './document';
import { literally } from './literally';
import type { Position } from './paging';
import { notationsOf } from './phone-number';

interface ContactRow extends Row<Contact> {
  /** What the name is found by, see `nameKeys`. */
  nameKeys: string[];
  /** Counts those who relied on the contact's being there, so that it cannot vanish in the same moment. */
  holds?: number;
}

export type ContactChange = Partial<Omit<Contact, 'id' | 'createdAt'>>;

/** The people who write (domain 1.6). An identity belongs to one contact. */
export function createContactStore(connection: Connection) {
  const schema = new Schema<ContactRow>(
    {
      _id: String,
      name: String,
      firstName: { type: String, default: null },
      lastName: { type: String, default: null },
      phone: { type: String, default: null },
      photoFileId: { type: String, default: null },
      identities: [{ _id: false, provider: String, clientId: String }],
      formerIds: [String],
      createdAt: Date,
      nameKeys: [String],
      holds: Number,
    },
    { versionKey: false, collection: 'contacts' },
  );
  const newestFirst = { createdAt: -1, _id: -1 } as const;
  schema.index({ 'identities.provider': 1, 'identities.clientId': 1 }, { unique: true });
  schema.index(newestFirst);
  schema.index({ nameKeys: 1 });
  schema.index({ 'identities.clientId': 1 });
  schema.index({ phone: 1 });
  const model = connection.model('Contact', schema);

  const find = async ({ provider, clientId }: Identity): Promise<Contact | null> =>
    found(await model.findOne({ identities: { $elemMatch: { provider, clientId } } }).lean());

  const rowOf = (contact: Contact): ContactRow => ({ ...toRow(contact), nameKeys: nameKeys(contact.name) });

  /** The contact of a client id at a provider, made at its first message, with the other forms of the id that are known. */
  async function findOrCreate(
    identity: Identity,
    names: { name: string; firstName: string | null; lastName: string | null },
    otherForms: string[] = [],
  ): Promise<{ contact: Contact; created: boolean }> {
    const known = await find(identity);
    if (known !== null) return { contact: known, created: false };
    const contact: Contact = {
      id: randomUUID(),
      ...names,
      phone: null,
      photoFileId: null,
      identities: [identity, ...otherForms.map((clientId) => ({ provider: identity.provider, clientId }))],
      formerIds: [],
      createdAt: new Date(),
    };
    try {
      await model.create([rowOf(contact)]);
      return { contact, created: true };
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      const other = await find(identity);
      if (other !== null) return { contact: other, created: false };
      // It is by another of the forms that he was known until now.
      const [owner] = await withAnyOf(identity.provider, otherForms);
      if (owner === undefined) throw error;
      await addIdentity(owner.id, identity);
      return { contact: owner, created: false };
    }
  }

  /** The oldest first. */
  async function withAnyOf(provider: string, clientIds: string[]): Promise<Contact[]> {
    const which = clientIds.map((clientId) => ({ identities: { $elemMatch: { provider, clientId } } }));
    return (await model.find({ $or: which }).sort({ createdAt: 1, _id: 1 }).lean()).map(opened);
  }

  /** Unless another contact has it by then. */
  async function addIdentity(id: string, identity: Identity): Promise<void> {
    try {
      await model.updateOne(
        { _id: id, identities: { $not: { $elemMatch: identity } } },
        { $push: { identities: identity } },
      );
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }

  return {
    model,

    /** Whose identity it is. */
    find,

    async get(id: string, tx?: Tx): Promise<Contact | null> {
      return found(
        await model
          .findById(id)
          .session(tx ?? null)
          .lean(),
      );
    },

    async getMany(ids: string[]): Promise<Map<string, Contact>> {
      const rows = await model.find({ _id: { $in: ids } }).lean();
      return new Map(rows.map((row) => [row._id, opened(row)]));
    },

    /** Newest first; those whose name has words that begin with those of `q`, or whose phone number or id at a messenger begins with it. */
    async list(q: string | undefined, page: { before: Position | null; limit: number }): Promise<Contact[]> {
      const { before } = page;
      const query: QueryFilter<ContactRow> = {
        $and: [
          q === undefined ? {} : beginsWith(q),
          before === null
            ? {}
            : {
                $or: [
                  { createdAt: { $lt: before.createdAt } },
                  { createdAt: before.createdAt, _id: { $lt: before.id } },
                ],
              },
        ],
      };
      return (await model.find(query).sort(newestFirst).limit(page.limit).lean()).map(opened);
    },

    findOrCreate,

    /** Returns whether anything was another. */
    async update(id: string, fields: ContactChange, tx?: Tx): Promise<boolean> {
      const set = { ...fields, ...(fields.name === undefined ? {} : { nameKeys: nameKeys(fields.name) }) };
      return (await model.updateOne({ _id: id }, { $set: set }, within(tx))).modifiedCount > 0;
    },

    addIdentity,
    withAnyOf,

    /** Whether the contact is there; if so, it cannot vanish before the transaction ends. */
    async hold(id: string, tx: Tx): Promise<boolean> {
      return (await model.updateOne({ _id: id }, { $inc: { holds: 1 } }, { session: tx })).matchedCount === 1;
    },

    /** Puts back a contact that went. */
    async restore(tx: Tx, contact: Contact): Promise<void> {
      await model.create([rowOf(contact)], { session: tx });
    },

    async remove(tx: Tx, id: string): Promise<boolean> {
      return (await model.deleteOne({ _id: id }, { session: tx })).deletedCount === 1;
    },
  };
}

/**
 * Each by an index. A number is looked for as it is written, and by its digits, with and without a plus; a name also as it is
 * written, for those that have no words.
 */
function beginsWith(q: string): QueryFilter<ContactRow> {
  const from = (text: string) => ({ $regex: `^${literally(text)}` });
  const written = q.trim();
  const numbers = [...new Set([written, ...notationsOf(written).flatMap((digits) => [digits, `+${digits}`])])];
  const words = nameTerms(written).map((beginnings) => ({
    $or: beginnings.map((beginning) => ({ nameKeys: from(beginning) })),
  }));
  return {
    $or: [
      { nameKeys: from(comparable(written)) },
      ...(words.length === 0 ? [] : [{ $and: words }]),
      ...numbers.flatMap((number) => [{ 'identities.clientId': from(number) }, { phone: from(number) }]),
    ],
  };
}

function opened(row: ContactRow): Contact {
  const { nameKeys: _nameKeys, holds: _holds, ...contact } = row;
  return fromRow<Contact>(contact);
}

function found(row: ContactRow | null): Contact | null {
  return row === null ? null : opened(row);
}
