import { type Connection, Schema } from 'mongoose';
import type { Role } from '../domain/user';
import { type Tx, within } from './database';
import { fromRow, fromRowOrNull, type Row, toRow } from './document';
import { type Findable, findKeyOf, holding } from './find-key';
import { type Created, createdAfter, createdOrder, type PageRequest, type Position, positionOf } from './paging';

interface RoleRow extends Row<Role>, Created, Findable {
  /** Counts those who relied on the role's being there, so that it cannot vanish in the same moment. */
  holds: number;
}

/** Roles; who has one stands with the users (domain 1.12). */
export function createRoleStore(connection: Connection) {
  const schema = new Schema<RoleRow>(
    { _id: String, name: String, createdAt: Date, holds: Number, findKey: String },
    { versionKey: false, collection: 'roles' },
  );
  schema.index({ name: 1 }, { unique: true });
  schema.index(createdOrder);
  const model = connection.model('Role', schema);

  const get = async (id: string, tx?: Tx): Promise<Role | null> =>
    found(
      (await model
        .findById(id)
        .session(tx ?? null)
        .lean()) as RoleRow | null,
    );

  return {
    model,

    get,

    /** A second call with the same id gives the first one's role; a name that is taken is refused as a duplicate. */
    async create(role: Role, tx: Tx): Promise<Role> {
      const known = await get(role.id, tx);
      if (known !== null) return known;
      const row = { ...toRow(role), findKey: findKeyOf(role.name), createdAt: new Date(), holds: 0 };
      await model.create([row], { session: tx });
      return role;
    },

    /** Those whose name holds the words of `q`. */
    async list(q: string, { limit, after }: PageRequest): Promise<Array<{ item: Role; position: Position }>> {
      const rows = await model
        .find({ ...holding(q), ...createdAfter(after) })
        .sort(createdOrder)
        .limit(limit)
        .lean();
      return (rows as RoleRow[]).map((row) => ({ item: fromRow<Role>(strip(row)), position: positionOf(row) }));
    },

    async rename(id: string, name: string, tx?: Tx): Promise<Role | null> {
      return found(
        (await model
          .findByIdAndUpdate(
            id,
            { $set: { name, findKey: findKeyOf(name) } },
            { returnDocument: 'after', ...within(tx) },
          )
          .lean()) as RoleRow | null,
      );
    },

    async remove(id: string, tx: Tx): Promise<boolean> {
      return (await model.deleteOne({ _id: id }, { session: tx })).deletedCount === 1;
    },

    async idsNamed(names: string[], tx: Tx): Promise<string[]> {
      const rows = await model
        .find({ name: { $in: names } }, { _id: 1 })
        .sort({ _id: 1 })
        .session(tx)
        .lean();
      return rows.map((row) => row._id);
    },

    /** Which of the roles are not there; those that are cannot vanish before the transaction ends. */
    async hold(ids: string[], tx: Tx): Promise<string[]> {
      const wanted = [...new Set(ids)];
      if (wanted.length === 0) return [];
      await model.updateMany({ _id: { $in: wanted } }, { $inc: { holds: 1 } }, { session: tx });
      const there = await model
        .find({ _id: { $in: wanted } }, { _id: 1 })
        .session(tx)
        .lean();
      return wanted.filter((id) => !there.some((row) => row._id === id));
    },
  };
}

function strip({ _id, name }: RoleRow): Row<Role> {
  return { _id, name };
}

function found(row: RoleRow | null): Role | null {
  return fromRowOrNull<Role>(row && strip(row));
}
