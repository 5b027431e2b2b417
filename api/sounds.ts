import { invalid } from '../domain/problem';
import type { FileStore } from '../storage/files';
import type { Installation } from '../storage/installation';

export const shippedSoundPath = '/sounds/message.wav';

/** Files that were uploaded as the sound and serve nothing else. */
const idPrefix = 'sound-';

export function soundFileId(newId: string): string {
  return `${idPrefix}${newId}`;
}

/** Where a page gets the sound from; null when there is to be none. */
export function soundUrl(installation: Pick<Installation, 'signFileUrl'>, setting: string): string | null {
  if (setting === '') return null;
  return setting === 'default' ? shippedSoundPath : installation.signFileUrl(setting);
}

export async function checkSound(files: FileStore, setting: string): Promise<void> {
  if (setting === '' || setting === 'default') return;
  const file = await files.open(setting);
  if (!file?.mediaType.startsWith('audio/')) {
    throw invalid({ value: 'must be empty, "default" or the id of a stored audio file; upload one to …/file' });
  }
}

/** Removes a sound that was replaced. */
export async function removeSound(files: FileStore, setting: string): Promise<void> {
  if (setting.startsWith(idPrefix)) await files.remove(setting);
}
