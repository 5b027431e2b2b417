import type { Connection } from 'mongoose';
import type { PresetKind } from '../domain/presets';
import type { Tx } from './database';

interface Preset {
  kind: PresetKind;
  id: string;
}

interface InstallationRow {
  _id: string;
  /** What Parley has made by itself, also what is gone by now. */
  presets?: Preset[];
}

/** What Parley has made by itself, of each kind once in the life of an installation; on the row of the installation. */
export function createPresetStore(connection: Connection) {
  const rows = () => connection.collection<InstallationRow>('installation');

  return {
    /** Notes that it is made now; false when it was before. */
    async claim(kind: PresetKind, id: string, tx: Tx): Promise<boolean> {
      const claimed = await rows().updateOne(
        { _id: 'installation', 'presets.kind': { $ne: kind } },
        { $push: { presets: { kind, id } } },
        { session: tx },
      );
      return claimed.modifiedCount === 1;
    },

    async all(tx: Tx): Promise<Preset[]> {
      return (await rows().findOne({ _id: 'installation' }, { session: tx }))?.presets ?? [];
    },
  };
}
