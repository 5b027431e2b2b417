import { type Connection, Schema } from 'mongoose';
import type { Permission, User } from '../domain/user';
import { type Tx, within } from './database';
import { fromRow, fromRowOrNull, type Row, toRow } from './document';
import { type Findable, findKeyOf, holding } from './find-key';
import { type Created, createdAfter, createdOrder, type PageRequest, type Position, positionOf } from './paging';

interface UserRow extends Row<User>, Created, Findable {
  /** The login as it is compared: capitals make no difference. */
  loginKey: string;
  /** Null for an account that the identity server vouches for. */
  passwordHash: string | null;
  /** Counts those who relied on this account's being an administrator's. */
  holds: number;
}

type UserChange = Partial<Pick<User, 'name' | 'permissions' | 'roleIds'>> & {
  passwordHash?: string | undefined;
};

/** The accounts. Hashes of passwords leave only through `credentialsOf`. */
export function createUserStore(connection: Connection) {
  const schema = new Schema<UserRow>(
    {
      _id: String,
      login: String,
      loginKey: String,
      name: String,
      permissions: [String],
      roleIds: [String],
      passwordHash: String,
      createdAt: Date,
      holds: Number,
      findKey: String,
    },
    { versionKey: false, collection: 'users' },
  );
  schema.index({ loginKey: 1 }, { unique: true });
  schema.index({ roleIds: 1 });
  schema.index({ permissions: 1 });
  schema.index(createdOrder);
  const model = connection.model('User', schema);

  const get = async (id: string, tx?: Tx): Promise<User | null> =>
    found(
      (await model
        .findById(id)
        .session(tx ?? null)
        .lean()) as UserRow | null,
    );

  return {
    model,

    get,

    /** A second call with the same id gives the first one's account; a login that is taken is refused as a duplicate. */
    async create(user: User, passwordHash: string | null, tx: Tx): Promise<User> {
      const known = await get(user.id, tx);
      if (known !== null) return known;
      const keys = { loginKey: keyOf(user.login), findKey: findKeyOf(user.name, user.login) };
      const row = { ...toRow(user), ...keys, passwordHash, createdAt: new Date(), holds: 0 };
      await model.create([row], { session: tx });
      return user;
    },

    /** Those whose name and login hold the words of `q`. */
    async list(q: string, { limit, after }: PageRequest): Promise<Array<{ item: User; position: Position }>> {
      const rows = await model
        .find({ ...holding(q), ...createdAfter(after) })
        .sort(createdOrder)
        .limit(limit)
        .lean();
      return (rows as UserRow[]).map((row) => ({ item: fromRow<User>(strip(row)), position: positionOf(row) }));
    },

    async change(id: string, set: UserChange, tx: Tx): Promise<User | null> {
      const known = await get(id, tx);
      if (known === null) return null;
      const findKey = findKeyOf(set.name ?? known.name, known.login);
      return found(
        (await model
          .findByIdAndUpdate(id, { $set: { ...set, findKey } }, { returnDocument: 'after', session: tx })
          .lean()) as UserRow | null,
      );
    },

    /** For signing in. */
    async credentialsOf(login: string): Promise<{ user: User; passwordHash: string | null } | null> {
      const row = (await model.findOne({ loginKey: keyOf(login) }).lean()) as UserRow | null;
      return row && { user: fromRow<User>(strip(row)), passwordHash: row.passwordHash };
    },

    /** Names of accounts by their ids. */
    async names(ids: string[]): Promise<Map<string, string>> {
      const rows = await model.find({ _id: { $in: ids } }, { name: 1 }).lean();
      return new Map(rows.map(({ _id, name }) => [_id, name]));
    },

    async byLogin(login: string, tx: Tx): Promise<User | null> {
      return found((await model.findOne({ loginKey: keyOf(login) }, null, within(tx)).lean()) as UserRow | null);
    },

    async any(): Promise<boolean> {
      return (await model.exists({})) !== null;
    },

    async isLoginTaken(login: string, tx: Tx): Promise<boolean> {
      return (await model.exists({ loginKey: keyOf(login) }).session(tx)) !== null;
    },

    /** Null for an account without one, and when there is no such account. */
    async passwordHashOf(id: string, tx?: Tx): Promise<string | null> {
      const row = (await model.findById(id, { passwordHash: 1 }, within(tx)).lean()) as UserRow | null;
      return row?.passwordHash ?? null;
    },

    /** Which of these accounts are not there. */
    async missing(ids: string[], tx: Tx): Promise<string[]> {
      const there = await model
        .find({ _id: { $in: ids } }, { _id: 1 })
        .session(tx)
        .lean();
      return ids.filter((id) => !there.some((row) => row._id === id));
    },

    /**
     * Makes sure of an administrator other than this one, who stays so until the transaction ends. Whoever needs the identity
     * server to sign in does not count: with a wrong setting for it nobody could put it right.
     */
    async holdOtherAdministrator(exceptId: string, tx: Tx): Promise<boolean> {
      const other = await model.findOneAndUpdate(
        { _id: { $ne: exceptId }, permissions: 'Administrator', passwordHash: { $ne: null } },
        { $inc: { holds: 1 } },
        { session: tx },
      );
      return other !== null;
    },

    /** Who has one of these permissions. */
    async idsWithPermission(permissions: Permission[], tx: Tx): Promise<string[]> {
      const rows = await model
        .find({ permissions: { $in: permissions } }, { _id: 1 })
        .session(tx)
        .lean();
      return rows.map((row) => row._id);
    },

    async idsOfRoles(roleIds: string[], tx?: Tx): Promise<string[]> {
      return (await model.find({ roleIds: { $in: roleIds } }, { _id: 1 }, within(tx)).lean()).map((row) => row._id);
    },

    async removeRole(roleId: string, tx: Tx): Promise<void> {
      await model.updateMany({ roleIds: roleId }, { $pull: { roleIds: roleId } }, { session: tx });
    },
  };
}

function keyOf(login: string): string {
  return login.normalize('NFKC').toLowerCase();
}

function strip({ _id, login, name, permissions, roleIds }: UserRow): Row<User> {
  return { _id, login, name, permissions, roleIds };
}

function found(row: UserRow | null): User | null {
  return fromRowOrNull<User>(row && strip(row));
}
