import { type Connection, Schema } from 'mongoose';
import { type SettingCode, type Settings, settingDefaults } from '../domain/settings';
import type { Tx } from './database';
import type { Cipher } from './secrets';

interface SettingRow {
  _id: string;
  value: unknown;
}

/** Settings that are sealed at rest. */
const secretCodes: ReadonlySet<SettingCode> = new Set(['IdentityServerClientSecret']);

/** System settings (domain 1.11). Read anew each time, so that a change holds everywhere at once. */
export function createSettingStore(connection: Connection, cipher: Cipher) {
  const schema = new Schema<SettingRow>(
    { _id: String, value: Schema.Types.Mixed },
    { versionKey: false, collection: 'settings' },
  );
  const model = connection.model('Setting', schema);

  const place = (code: SettingCode) => `setting:${code}`;
  const isSealed = (code: SettingCode, value: unknown) => secretCodes.has(code) && value !== '';

  return {
    model,

    async get<C extends SettingCode>(code: C, tx?: Tx): Promise<Settings[C]> {
      const row = (await model
        .findById(code)
        .session(tx ?? null)
        .lean()) as SettingRow | null;
      if (row === null) return settingDefaults[code];
      return (isSealed(code, row.value) ? cipher.open(String(row.value), place(code)) : row.value) as Settings[C];
    },

    async set<C extends SettingCode>(code: C, value: Settings[C], tx: Tx): Promise<void> {
      const kept = isSealed(code, value) ? cipher.seal(String(value), place(code)) : value;
      await model.updateOne({ _id: code }, { $set: { value: kept } }, { upsert: true, session: tx });
    },
  };
}
