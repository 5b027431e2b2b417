import { createHmac, randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { isDuplicate } from './database';
import type { MessageKey } from './forgotten-messages';
import { createCipher, UnreadableSecret } from './secrets';
import { createSignatures } from './signatures';

interface InstallationRow {
  _id: 'installation';
  createdAt: Date;
  /** Sealed keys that are the same in all processes and outlive them. */
  hashKey: string;
  signingKey: string;
}

/** The database was made with another SECRETS_KEY. */
export class WrongSecretsKey extends Error {
  override readonly name = 'WrongSecretsKey';
}

const hourMs = 3_600_000;
const fileUrlPurpose = 'file';
const hashLength = 32;

/** What makes this installation itself: its keys. Made once with the database; every process opens it at its start. */
export async function openInstallation(connection: Connection, secretsKeyBase64: string) {
  const cipher = createCipher(Buffer.from(secretsKeyBase64, 'base64'));
  const row = await findOrMake(connection, () => ({
    createdAt: new Date(),
    hashKey: cipher.seal(randomBytes(32).toString('base64'), 'installation:hashKey'),
    signingKey: cipher.seal(randomBytes(32).toString('base64'), 'installation:signingKey'),
  }));
  const keyOf = (field: 'hashKey' | 'signingKey') => Buffer.from(open(row[field], `installation:${field}`), 'base64');
  const open = (sealed: string, place: string) => {
    try {
      return cipher.open(sealed, place);
    } catch (cause) {
      if (!(cause instanceof UnreadableSecret)) throw cause;
      throw new WrongSecretsKey(
        'SECRETS_KEY is not the key that this database was made with. Set the former one (or restore the file secrets.key ' +
          'in DATA_DIR): without it the stored credentials of channels cannot be read.',
        { cause },
      );
    }
  };
  const hashKey = keyOf('hashKey');
  const signatures = createSignatures(keyOf('signingKey'));

  return {
    cipher,
    ...signatures,

    /** Tells this installation from every other; no secret, and of no use to whoever knows it. */
    fingerprint: createHmac('sha256', hashKey).update('fingerprint').digest('base64url'),

    /** Stands for a client where his own id must not, such as in workflow ids, which cannot be erased (domain 9.1). */
    conversationHash(channelId: string, clientId: string): string {
      return createHmac('sha256', hashKey)
        .update(JSON.stringify([channelId, clientId]))
        .digest('hex')
        .slice(0, hashLength);
    },

    /** Stands for a message of a messenger's that was deleted: it tells nothing, and is recognised when it comes again. */
    messageHash({ channelId, clientId, direction, externalId }: MessageKey): string {
      return createHmac('sha256', hashKey)
        .update(JSON.stringify([channelId, clientId, direction, externalId]))
        .digest('base64url');
    },

    /**
     * A short-lived address of a stored file, relative to the installation's own. The same for about an hour, so that
     * browsers can keep what they have loaded.
     */
    signFileUrl(fileId: string): string {
      const expiresAt = new Date((Math.floor(Date.now() / hourMs) + 2) * hourMs);
      return `/files/${encodeURIComponent(fileId)}?token=${signatures.sign(fileUrlPurpose, fileId, expiresAt)}`;
    },

    verifyFileUrl(fileId: string, token: string): boolean {
      return signatures.verify(fileUrlPurpose, token) === fileId;
    },
  };
}

async function findOrMake(connection: Connection, make: () => Omit<InstallationRow, '_id'>): Promise<InstallationRow> {
  const rows = connection.collection<InstallationRow>('installation');
  const write = () =>
    rows.findOneAndUpdate({ _id: 'installation' }, { $setOnInsert: make() }, { upsert: true, returnDocument: 'after' });
  const row = await write().catch((error: unknown) => {
    // Another process made it in the same moment.
    if (!isDuplicate(error)) throw error;
    return rows.findOne({ _id: 'installation' });
  });
  if (row === null) throw new Error('The row of the installation could not be made.');
  return row;
}

export type Installation = Awaited<ReturnType<typeof openInstallation>>;
