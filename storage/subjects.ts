import { createHash } from 'node:crypto';
import { type Connection, Schema } from 'mongoose';
import type { Tx } from './database';
import { fromRow, type Row } from './document';

/** Somebody whom the identity server knows, and the account that is his here. */
export interface Subject {
  id: string;
  issuer: string;
  /** His `sub`, which the issuer gives to nobody else. */
  subject: string;
  userId: string;
  /** When the token was issued that the account was last brought up to date by: seconds since 1970, where it said so. */
  issuedAt: number | null;
  /** What that token said of him, as one text. */
  claimed: string;
  /** Tokens that were issued until then are accepted no more. */
  refusedUntil: Date | null;
}

type Seen = Pick<Subject, 'issuedAt' | 'claimed'>;

/** Accounts by the issuer's word for their owners. */
export function createSubjectStore(connection: Connection) {
  const schema = new Schema<Row<Subject>>(
    {
      _id: String,
      issuer: String,
      subject: String,
      userId: String,
      issuedAt: Number,
      claimed: String,
      refusedUntil: Date,
    },
    { versionKey: false, collection: 'subjects' },
  );
  schema.index({ userId: 1 });
  const model = connection.model('Subject', schema);

  return {
    model,

    async find(of: { iss: string; sub: string }): Promise<Subject | null> {
      const row = (await model.findById(idOf(of.iss, of.sub)).lean()) as Row<Subject> | null;
      return row && fromRow<Subject>(row);
    },

    /** Refused as a duplicate when he is known already. */
    async add(subject: Omit<Subject, 'id' | 'refusedUntil'>, tx: Tx): Promise<void> {
      const row = { _id: idOf(subject.issuer, subject.subject), ...subject, refusedUntil: null };
      await model.create([row], { session: tx });
    },

    async note(id: string, { issuedAt, claimed }: Seen, tx: Tx): Promise<void> {
      await model.updateOne({ _id: id }, { $set: { issuedAt, claimed } }, { session: tx });
    },

    /** Whatever tokens he has by now are worth nothing. */
    async refuseUntilNow(userId: string, tx: Tx): Promise<void> {
      await model.updateMany({ userId }, { $set: { refusedUntil: new Date() } }, { session: tx });
    },
  };
}

function idOf(issuer: string, subject: string): string {
  return createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('base64url');
}
