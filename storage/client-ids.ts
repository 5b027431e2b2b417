import { type Connection, Schema } from 'mongoose';
import type { Identity } from '../domain/contact';
import { isDuplicate, type Tx } from './database';

/** A form of a client's id, and the one under which his conversations are kept (domain 1.6). */
interface ClientIdRow {
  _id: string;
  provider: string;
  form: string;
  clientId: string;
}

/** In which a messenger may have told some ids. */
export interface Forms {
  provider: string;
  forms: string[];
}

const rowIdOf = ({ provider, clientId }: Identity) => `${provider}:${clientId}`;

/** The forms in which messengers have told their clients' ids, where those may change. */
export function createClientIdStore(connection: Connection) {
  const schema = new Schema<ClientIdRow>(
    { _id: String, provider: String, form: String, clientId: String },
    { versionKey: false, collection: 'client_ids' },
  );
  schema.index({ provider: 1, clientId: 1 });
  const model = connection.model('ClientId', schema);

  return {
    model,

    /** Of each that is asked, by form, the id that stands for it. Forms that were never told are missing. */
    async keptBy(asked: Forms[]): Promise<Array<Map<string, string>>> {
      const idsOf = ({ provider, forms }: Forms) => forms.map((clientId) => rowIdOf({ provider, clientId }));
      const rows = await model.find({ _id: { $in: [...new Set(asked.flatMap(idsOf))] } }).lean();
      const byId = new Map(rows.map((row) => [row._id, row]));
      return asked.map((one) => {
        const known = idsOf(one).flatMap((id) => byId.get(id) ?? []);
        return new Map(known.map(({ form, clientId }) => [form, clientId]));
      });
    },

    /** Of several that say at once what stands for a form, the first has its way. Returns what stands for it now. */
    async claim(provider: string, form: string, clientId: string): Promise<string> {
      const _id = rowIdOf({ provider, clientId: form });
      const write = () =>
        model
          .findOneAndUpdate(
            { _id },
            { $setOnInsert: { provider, form, clientId } },
            { upsert: true, returnDocument: 'after' },
          )
          .lean();
      const row = await write().catch((error: unknown) => {
        // Another process told it in the same moment.
        if (!isDuplicate(error)) throw error;
        return write();
      });
      return row.clientId;
    },

    /** Two ids have turned out to be one client's: from now on one stands for all forms of both. */
    async unite(provider: string, clientIds: [string, string], clientId: string): Promise<void> {
      await model.updateMany({ provider, clientId: { $in: clientIds } }, { $set: { clientId } });
    },

    /** All forms of a client's id, whichever of them is given. */
    async formsOf(identity: Identity): Promise<string[]> {
      const { provider } = identity;
      const clientId = (await model.findById(rowIdOf(identity)).lean())?.clientId ?? identity.clientId;
      const rows = await model.find({ provider, clientId }, { form: 1 }).lean();
      return rows.map(({ form }) => form);
    },

    async forget(tx: Tx, identities: Identity[]): Promise<void> {
      for (const { provider, clientId } of identities)
        await model.deleteMany(
          { provider, $or: [{ _id: rowIdOf({ provider, clientId }) }, { clientId }] },
          { session: tx },
        );
    },
  };
}
