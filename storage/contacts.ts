import { randomUUID } from 'node:crypto';
import { type Connection, Schema } from 'mongoose';
import type { Contact, Identity } from '../domain/contact';
import { isDuplicate, type Tx, within } from './database';
import { fromRow, fromRowOrNull, type Row, toRow } from './document';

/** The people who write (domain 1.6). An identity belongs to one contact. */
export function createContactStore(connection: Connection) {
  const schema = new Schema<Row<Contact>>(
    {
      _id: String,
      name: String,
      firstName: { type: String, default: null },
      lastName: { type: String, default: null },
      photoFileId: { type: String, default: null },
      identities: [{ _id: false, provider: String, clientId: String }],
      createdAt: Date,
    },
    { versionKey: false, collection: 'contacts' },
  );
  schema.index({ 'identities.provider': 1, 'identities.clientId': 1 }, { unique: true });
  const model = connection.model('Contact', schema);

  const find = async ({ provider, clientId }: Identity): Promise<Contact | null> =>
    fromRowOrNull<Contact>(
      (await model.findOne({ identities: { $elemMatch: { provider, clientId } } }).lean()) as Row<Contact> | null,
    );

  return {
    model,

    async get(id: string): Promise<Contact | null> {
      return fromRowOrNull<Contact>((await model.findById(id).lean()) as Row<Contact> | null);
    },

    async getMany(ids: string[]): Promise<Map<string, Contact>> {
      const rows = await model.find({ _id: { $in: ids } }).lean();
      return new Map(rows.map((row) => [row._id, fromRow<Contact>(row as Row<Contact>)]));
    },

    /** The contact of a client id at a provider, made at its first message. */
    async findOrCreate(
      identity: Identity,
      names: { name: string; firstName: string | null; lastName: string | null },
    ): Promise<{ contact: Contact; created: boolean }> {
      const known = await find(identity);
      if (known !== null) return { contact: known, created: false };
      const contact: Contact = {
        id: randomUUID(),
        ...names,
        photoFileId: null,
        identities: [identity],
        createdAt: new Date(),
      };
      try {
        await model.create([toRow(contact)]);
        return { contact, created: true };
      } catch (error) {
        const other = isDuplicate(error) ? await find(identity) : null;
        if (other === null) throw error;
        return { contact: other, created: false };
      }
    },

    /** Returns whether anything was another. */
    async update(
      id: string,
      fields: Partial<Pick<Contact, 'name' | 'firstName' | 'lastName' | 'photoFileId'>>,
      tx?: Tx,
    ): Promise<boolean> {
      return (await model.updateOne({ _id: id }, { $set: fields }, within(tx))).modifiedCount > 0;
    },
  };
}
