import type { Storage } from '../../storage/storage';

/** The first queue that a test makes comes without the preset action: tests name the actions that they speak of. */
export async function withoutPresets({ inTransaction, presets }: Storage): Promise<void> {
  await inTransaction((tx) => presets.claim('action', 'none', tx));
}
