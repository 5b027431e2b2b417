import { createHash, randomBytes } from 'node:crypto';
import { type Connection, Schema } from 'mongoose';
import type { Row } from './document';
import type { Cipher } from './secrets';

/** A login that somebody has begun, or one that Facebook has confirmed. */
interface FacebookLogin {
  /** Hash of the state, or of the session; neither is stored. */
  id: string;
  userId: string;
  kind: 'begun' | 'confirmed';
  /** Where Facebook hands the code to; a code is exchanged with the same address. */
  redirectUri: string | null;
  /** Sealed. */
  userToken: string | null;
  /** When Facebook forgets the login. */
  endsAt: Date | null;
  expiresAt: Date;
}

/** What a person let us do at Facebook, for as long as the session lasts. */
export interface FacebookSession {
  userToken: string;
  endsAt: Date | null;
}

const lastsMs = 3_600_000;
const keyBytes = 32;

/** Logins at Facebook on their way to channels: an hour, then MongoDB removes them, and the people's tokens with them. */
export function createFacebookLoginStore(connection: Connection, cipher: Cipher) {
  const schema = new Schema<Row<FacebookLogin>>(
    {
      _id: String,
      userId: String,
      kind: String,
      redirectUri: { type: String, default: null },
      userToken: { type: String, default: null },
      endsAt: { type: Date, default: null },
      expiresAt: Date,
    },
    { versionKey: false, collection: 'facebook_logins' },
  );
  schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  const model = connection.model('FacebookLogin', schema);

  const place = (id: string) => `facebook_login:${id}`;

  /** Gives the key, which is told here and never again. */
  async function add(fields: (id: string) => Pick<Row<FacebookLogin>, 'userId' | 'kind'> & Partial<FacebookLogin>) {
    const key = randomBytes(keyBytes).toString('base64url');
    const id = idOf(key);
    await model.create([{ _id: id, expiresAt: new Date(Date.now() + lastsMs), ...fields(id) }]);
    return key;
  }

  return {
    model,

    /** Returns the state, by which the answer of Facebook is known as one to this user's asking. */
    begin: ({ userId, redirectUri }: { userId: string; redirectUri: string }): Promise<string> =>
      add(() => ({ userId, kind: 'begun', redirectUri })),

    /** The login of a state, once: a second answer with it is nobody's. */
    async redeem(state: string): Promise<{ userId: string; redirectUri: string } | null> {
      const row = await model
        .findOneAndDelete({ _id: idOf(state), kind: 'begun', expiresAt: { $gt: new Date() } })
        .lean();
      return row?.redirectUri ? { userId: row.userId, redirectUri: row.redirectUri } : null;
    },

    /** Returns the session. */
    confirm: ({ userId, userToken, endsAt }: FacebookSession & { userId: string }): Promise<string> =>
      add((id) => ({ userId, kind: 'confirmed', userToken: cipher.seal(userToken, place(id)), endsAt })),

    /** Only for whom it was made. */
    async session(session: string, userId: string): Promise<FacebookSession | null> {
      const id = idOf(session);
      const row = await model.findOne({ _id: id, kind: 'confirmed', userId, expiresAt: { $gt: new Date() } }).lean();
      return row?.userToken ? { userToken: cipher.open(row.userToken, place(id)), endsAt: row.endsAt } : null;
    },
  };
}

function idOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
