import { type Connection, Schema } from 'mongoose';
import { type SettingCode, type Settings, settingDefaults } from '../domain/settings';
import type { Tx } from './database';
import { lately } from './lately';
import type { Cipher } from './secrets';

interface SettingRow {
  _id: string;
  value: unknown;
}

/** Settings that are sealed at rest. */
const secretCodes: ReadonlySet<SettingCode> = new Set(['IdentityServerClientSecret', 'NotificationWebhookSecret']);

/** How old `siteUrl` and `language` may be: another process's change is seen that much later. */
const seenAgeMs = 2_000;

/** System settings (domain 1.11). Read anew each time, so that a change holds everywhere at once. */
export function createSettingStore(connection: Connection, cipher: Cipher) {
  const schema = new Schema<SettingRow>(
    { _id: String, value: Schema.Types.Mixed },
    { versionKey: false, collection: 'settings' },
  );
  const model = connection.model('Setting', schema);

  const place = (code: SettingCode) => `setting:${code}`;
  const isSealed = (code: SettingCode, value: unknown) => secretCodes.has(code) && value !== '';

  async function get<C extends SettingCode>(code: C, tx?: Tx): Promise<Settings[C]> {
    const row = (await model
      .findById(code)
      .session(tx ?? null)
      .lean()) as SettingRow | null;
    if (row === null) return settingDefaults[code];
    return (isSealed(code, row.value) ? cipher.open(String(row.value), place(code)) : row.value) as Settings[C];
  }

  const siteUrl = lately(() => get('SiteUrl'), seenAgeMs);
  const language = lately(() => get('Language'), seenAgeMs);

  return {
    model,
    get,

    /** `SiteUrl` as of a moment ago, for what strangers may ask as often as they like. */
    siteUrl,

    /** `Language`, likewise. */
    language,

    async set<C extends SettingCode>(code: C, value: Settings[C], tx: Tx): Promise<void> {
      if (code === 'SiteUrl') siteUrl.changing();
      if (code === 'Language') language.changing();
      const kept = isSealed(code, value) ? cipher.seal(String(value), place(code)) : value;
      await model.updateOne({ _id: code }, { $set: { value: kept } }, { upsert: true, session: tx });
    },
  };
}
