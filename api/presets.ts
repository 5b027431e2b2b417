import { randomUUID } from 'node:crypto';
import type { Language } from '../domain/languages';
import { type PresetKind, presetNames, presetProcess } from '../domain/presets';
import type { ChatAction } from '../domain/process';
import type { Storage } from '../storage/storage';
import type { UnitOfWork } from '../storage/unit-of-work';
import type { AuditedUnit } from './audit';

/** Of each kind: what the audit log calls it. */
const subjects: Record<PresetKind, string> = { queue: 'queue', channel: 'channel', action: 'chatAction' };

/**
 * Gives the first queue that is ever made its preset action. Null when there was one before: whoever has removed it gets no other.
 */
export async function addPresetAction(
  storage: Storage,
  queueId: string,
  { tx }: Pick<UnitOfWork, 'tx'>,
): Promise<ChatAction | null> {
  const id = randomUUID();
  if (!(await storage.presets.claim('action', id, tx))) return null;
  const name = presetNames.action[await storage.settings.get('Language', tx)];
  return storage.chatActions.create({ id, name, queueId, process: presetProcess, parameters: {} }, tx);
}

/** What Parley has named by itself follows the language of the installation, unless people have named it otherwise. */
export async function renamePresets(
  storage: Storage,
  { from, to }: { from: Language; to: Language },
  unit: AuditedUnit,
): Promise<void> {
  const stores = { queue: storage.queues, channel: storage.channels, action: storage.chatActions };
  for (const { kind, id } of await storage.presets.all(unit.tx)) {
    const [before, after] = [{ name: presetNames[kind][from] }, { name: presetNames[kind][to] }];
    if ((await stores[kind].get(id, unit.tx))?.name !== before.name) continue;
    await stores[kind].change(id, after, unit.tx);
    unit.also({ kind: subjects[kind], id }, { before, after });
  }
}
